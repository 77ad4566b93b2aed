// A cover for a song: the real one when there is one, otherwise a small poster in the photo's colours.

import { blackOrWhite, fromLch, palette, toLch } from "./colors.js";
import { el, httpsUrl, svg, text } from "./dom.js";

const FALLBACK = ["#ee5a36", "#1f3b57", "#e8d9c0", "#6a8f5c", "#5b2a4a"];

export function coverFor(song, colors) {
  const box = el("div", { class: "cover", "aria-hidden": "true" });
  const source = httpsUrl(song.album_cover);
  if (!source) {
    box.append(poster(song, colors));
    return box;
  }
  const image = el("img", { alt: "", src: source, loading: "lazy", decoding: "async", referrerpolicy: "no-referrer" });
  image.addEventListener("error", () => box.replaceChildren(poster(song, colors)));
  box.append(image);
  return box;
}

/** The small poster as an SVG element. */
export function poster(song, colors) {
  const usable = palette(colors);
  const pool = usable.length >= 2 ? usable : FALLBACK;
  const seed = hash(`${song.id ?? ""}${song.name ?? ""}${song.artist ?? ""}`);
  const ground = pool[seed % pool.length];
  let figure = pool[(seed + 1 + (seed >>> 4) % (pool.length - 1)) % pool.length];
  // Two near-equal colours would make an empty square.
  if (Math.abs(toLch(figure).l - toLch(ground).l) < 0.15) {
    const lch = toLch(ground);
    figure = fromLch({ ...lch, l: lch.l > 0.5 ? lch.l - 0.25 : lch.l + 0.25 });
  }
  const initials = svg("text", {
    x: 8, y: 90, "font-family": "system-ui, sans-serif", "font-size": 30, "font-weight": 800, fill: blackOrWhite(ground), "letter-spacing": -1.5,
  });
  initials.textContent = initialsOf(text(song.name));
  return svg("svg", { viewBox: "0 0 100 100", width: 100, height: 100, focusable: "false" },
    svg("rect", { width: 100, height: 100, fill: ground }),
    ...SHAPES[(seed >>> 8) % SHAPES.length](figure, ground),
    initials);
}

// All shapes stay in the upper two thirds, so the initials always stand on the ground colour.
const SHAPES = [
  (c) => [svg("circle", { cx: 66, cy: 32, r: 24, fill: c })],
  (c, g) => [svg("circle", { cx: 50, cy: 34, r: 27, fill: c }), svg("circle", { cx: 50, cy: 34, r: 7, fill: g })],
  (c) => [svg("path", { d: "M0 60A50 50 0 0 1 100 60Z", fill: c })],
  (c) => [8, 24, 40, 54].map((y, i) => svg("rect", { x: 0, y, width: 100, height: 9 - i * 2, fill: c })),
  (c) => [svg("path", { d: "M100 0V62L38 0Z", fill: c })],
  (c) => [12, 28, 44, 60, 76].map((x, i) => svg("rect", { x, y: 58 - [22, 44, 32, 50, 16][i], width: 10, height: [22, 44, 32, 50, 16][i], rx: 5, fill: c })),
];

function initialsOf(name) {
  const words = name.replace(/\(.*?\)|\[.*?\]/g, " ").split(/[\s\-–—/]+/).map((word) => word.replace(/^[^\p{L}\p{N}]+/u, "")).filter(Boolean);
  return words.slice(0, 2).map((word) => [...word][0].toLocaleUpperCase()).join("") || "♪";
}

function hash(value) {
  let h = 2166136261;
  for (let i = 0; i < value.length; i += 1) h = Math.imul(h ^ value.charCodeAt(i), 16777619) >>> 0;
  return h;
}
