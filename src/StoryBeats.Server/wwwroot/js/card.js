// The story card: photo, song and colours as one picture. Only drawing: nothing is loaded, nothing on the page is touched.

import { blackOrWhite, contrast, palette, themeOf } from "./colors.js";
import { fit, write } from "./card-text.js";

export const WIDTH = 1080;
export const HEIGHT = 1920;

/** Where faces are. No design draws between these two heights. */
export const FACES = { top: 640, bottom: 1280 };

const NEUTRAL = ["#1b1917", "#cf3d18", "#e8d9c0"];
const BARS = [38, 74, 52, 110, 86, 150, 96, 128, 60, 104, 172, 120, 82, 140, 100, 64, 118, 156, 90, 48, 108, 76, 132, 58];
// What apps lay over a story's upper and lower edge leaves these heights free.
const STICKER = { x: 90, y: 1335, width: 900, height: 270 };
const POSTER = { x: 80, y: 1344, width: 920, height: 312 };
const CASSETTE = { x: 110, y: 234, width: 860, height: 376 };

/** What each design is painted with: text is `ink` or `soft` on `ground`, always readable. */
export function cardColors(design, colors) {
  const pool = palette(colors).length ? palette(colors) : NEUTRAL;
  const [light, dark] = [themeOf(pool, false), themeOf(pool, true)];
  const stripes = [0, 1, 2, 3, 4].map((i) => pool[i % pool.length]);
  if (design === "poster") {
    const ink = blackOrWhite(light.accent);
    return { ground: light.accent, ink, soft: ink, stripes: stripes.map((color) => (contrast(color, light.accent) > 1.3 ? color : ink)) };
  }
  return { ground: light.surface, ink: light.ink, soft: light.muted, body: dark.page, dark: dark.ink, stripes };
}

/** The photo alone, filling the card; without one, its colours. */
export function drawPhoto(context, photo, colors) {
  if (!photo) {
    const sky = context.createLinearGradient(0, 0, WIDTH * 0.4, HEIGHT);
    const pool = palette(colors).length > 1 ? palette(colors) : NEUTRAL;
    pool.forEach((color, i) => sky.addColorStop(i / (pool.length - 1), color));
    context.fillStyle = sky;
    context.fillRect(0, 0, WIDTH, HEIGHT);
    return;
  }
  const scale = Math.max(WIDTH / photo.width, HEIGHT / photo.height);
  const [width, height] = [photo.width * scale, photo.height * scale];
  context.imageSmoothingQuality = "high";
  context.drawImage(photo, (WIDTH - width) / 2, (HEIGHT - height) / 2, width, height);
}

/** `photo` and `cover` are bitmaps, `photo` may be null; `song` is { name, artist, start } in words. */
export function drawCard(canvas, { photo, cover, song, colors, design }) {
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const context = canvas.getContext("2d");
  drawPhoto(context, photo, colors);
  context.beginPath();
  context.rect(0, 0, WIDTH, FACES.top);
  context.rect(0, FACES.bottom, WIDTH, HEIGHT - FACES.bottom);
  context.clip();
  DESIGNS[design](context, { cover, song, paint: cardColors(design, colors) });
}

const DESIGNS = {
  sticker(context, { cover, song, paint }) {
    const { x, y, width, height } = STICKER;
    context.translate(x + width / 2, y + height / 2);
    context.rotate(-0.03);
    context.translate(-x - width / 2, -y - height / 2);
    box(context, STICKER, 52, paint.ground, { blur: 28, drop: 10 });
    picture(context, cover, { x: x + 30, y: y + 30, size: height - 60 }, 30);
    write(context, { x: x + height + 8, y: y + 20, width: width - height - 48, height: height - 40 }, [
      { words: song.name, size: 68, least: 36, weight: 750, lines: 2, ink: paint.ink },
      { words: song.artist, tail: song.start, size: 40, least: 30, weight: 500, lines: 1, ink: paint.soft },
    ]);
  },

  poster(context, { song, paint }) {
    context.fillStyle = paint.ground;
    context.fillRect(0, FACES.bottom, WIDTH, HEIGHT - FACES.bottom);
    paint.stripes.forEach((color, i) => {
      context.fillStyle = color;
      context.fillRect((i * WIDTH) / paint.stripes.length, FACES.bottom, WIDTH / paint.stripes.length, 22);
    });
    context.fillStyle = paint.ink;
    context.globalAlpha = 0.9;
    const step = (WIDTH - 2 * POSTER.x) / BARS.length;
    BARS.forEach((bar, i) => box(context, { x: POSTER.x + i * step, y: HEIGHT - 40 - bar, width: step * 0.5, height: bar }, step / 4, paint.ink));
    context.globalAlpha = 1;
    write(context, POSTER, [
      { words: song.name, size: 116, least: 56, weight: 800, lines: 2, ink: paint.ink, tight: true },
      { words: song.artist, tail: song.start, size: 54, least: 34, weight: 500, lines: 1, ink: paint.soft },
    ]);
  },

  cassette(context, { cover, song, paint }) {
    const { x, y, width, height } = CASSETTE;
    box(context, CASSETTE, 34, paint.body, { blur: 18, drop: 6 });
    const label = { x: x + 36, y: y + 32, width: width - 72, height: 204 };
    box(context, label, 16, paint.ground);
    paint.stripes.forEach((color, i) => {
      context.fillStyle = color;
      context.fillRect(label.x + (i * label.width) / 5, label.y + label.height - 14, label.width / 5, 14);
    });
    picture(context, cover, { x: label.x + 20, y: label.y + 20, size: 150 }, 12);
    write(context, { x: label.x + 196, y: label.y + 8, width: label.width - 220, height: label.height - 24 }, [
      { words: song.name, size: 52, least: 32, weight: 700, lines: 2, ink: paint.ink },
      { words: song.artist, tail: song.start, size: 36, least: 28, weight: 500, lines: 1, ink: paint.soft },
    ]);
    reels(context, { x: x + width / 2, y: y + 290 }, paint);
    context.fillStyle = paint.dark;
    context.globalAlpha = 0.16;
    context.beginPath();
    context.moveTo(x + 190, y + height);
    context.lineTo(x + 214, y + height - 28);
    context.lineTo(x + width - 214, y + height - 28);
    context.lineTo(x + width - 190, y + height);
    context.fill();
    context.globalAlpha = 1;
  },
};

export const DESIGN_NAMES = Object.keys(DESIGNS);

function reels(context, middle, paint) {
  box(context, { x: middle.x - 210, y: middle.y - 44, width: 420, height: 88 }, 44, "#000000");
  for (const [side, tape] of [[-1, 42], [1, 34]]) {
    const x = middle.x + side * 140;
    dot(context, x, middle.y, tape, paint.stripes[1]);
    dot(context, x, middle.y, 27, paint.dark);
    dot(context, x, middle.y, 15, "#000000");
    for (let tooth = 0; tooth < 6; tooth += 1) {
      const angle = (tooth * Math.PI) / 3 + side * 0.2;
      dot(context, x + Math.cos(angle) * 16, middle.y + Math.sin(angle) * 16, 4, "#000000");
    }
  }
}

function dot(context, x, y, radius, color) {
  context.fillStyle = color;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

function box(context, { x, y, width, height }, radius, color, shadow) {
  context.save();
  if (shadow) Object.assign(context, { shadowColor: "#0008", shadowBlur: shadow.blur, shadowOffsetY: shadow.drop });
  context.fillStyle = color;
  context.beginPath();
  context.roundRect(x, y, width, height, radius);
  context.fill();
  context.restore();
}

function picture(context, image, { x, y, size }, radius) {
  context.save();
  context.beginPath();
  context.roundRect(x, y, size, size, radius);
  context.clip();
  const scale = Math.max(size / image.width, size / image.height);
  context.drawImage(image, x + (size - image.width * scale) / 2, y + (size - image.height * scale) / 2, image.width * scale, image.height * scale);
  context.restore();
}
