// Turns the photo's palette into the page's colours, with contrast computed rather than hoped for.

const HEX = /^#[0-9a-f]{6}$/i;
const TEXT = 4.5;
const SHAPE = 3;

export const palette = (colors) => (Array.isArray(colors) ? colors.filter((c) => HEX.test(c)) : []);

const toRgb = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255);
const toHex = (rgb) => "#" + rgb.map((c) => Math.round(Math.min(1, Math.max(0, c)) * 255).toString(16).padStart(2, "0")).join("");
const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const gamma = (c) => (c <= 0.0031308 ? c * 12.92 : 1.055 * c ** (1 / 2.4) - 0.055);

export function contrast(a, b) {
  const [x, y] = [a, b].map((hex) => {
    const [r, g, bl] = toRgb(hex).map(linear);
    return 0.2126 * r + 0.7152 * g + 0.0722 * bl + 0.05;
  });
  return x > y ? x / y : y / x;
}

export const blackOrWhite = (hex) => (contrast(hex, "#000000") >= contrast(hex, "#ffffff") ? "#000000" : "#ffffff");

// OKLCH, because equal lightness steps there look equal for every hue.
export function toLch(hex) {
  const [r, g, b] = toRgb(hex).map(linear);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const A = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const B = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return { l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, c: Math.hypot(A, B), h: Math.atan2(B, A) };
}

export function fromLch({ l, c, h }) {
  for (let chroma = c; ; chroma -= 0.01) {
    const A = Math.max(0, chroma) * Math.cos(h);
    const B = Math.max(0, chroma) * Math.sin(h);
    const x = (l + 0.3963377774 * A + 0.2158037573 * B) ** 3;
    const y = (l - 0.1055613458 * A - 0.0638541728 * B) ** 3;
    const z = (l - 0.0894841775 * A - 1.291485548 * B) ** 3;
    const rgb = [
      4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z,
      -1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z,
      -0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z,
    ];
    // Outside sRGB: give up saturation, not hue or lightness.
    if (chroma <= 0 || rgb.every((v) => v > -0.001 && v < 1.001)) return toHex(rgb.map((v) => gamma(Math.min(1, Math.max(0, v)))));
  }
}

// The nearest lightness at which `lch` stands out from every background.
function readable(lch, backgrounds, atLeast, dark) {
  for (let l = lch.l; l >= 0 && l <= 1; l += dark ? 0.01 : -0.01) {
    const hex = fromLch({ ...lch, l });
    if (backgrounds.every((background) => contrast(hex, background) >= atLeast)) return hex;
  }
  return dark ? "#ffffff" : "#000000";
}

function accentOf(colors) {
  const score = ({ l, c }, i) => c * (1 - Math.abs(l - 0.62)) * (1 - i * 0.05);
  return colors.map(toLch).reduce((best, lch, i) => (score(lch, i) > best.score ? { lch, score: score(lch, i) } : best), { lch: toLch(colors[0]), score: -1 }).lch;
}

export function themeOf(colors, dark) {
  const accent = accentOf(colors);
  const tint = (l, share, most) => fromLch({ l, c: Math.min(accent.c * share, most), h: accent.h });
  const page = dark ? tint(0.19, 0.35, 0.045) : tint(0.96, 0.2, 0.022);
  const surface = dark ? tint(0.25, 0.35, 0.05) : tint(0.985, 0.12, 0.012);
  const text = (l, most) => readable({ l, c: Math.min(accent.c * 0.3, most), h: accent.h }, [page, surface], TEXT, dark);
  const fill = readable({ ...accent, l: Math.min(0.8, Math.max(0.45, accent.l)) }, [page], SHAPE, dark);
  return {
    page, surface,
    line: dark ? tint(0.36, 0.35, 0.05) : tint(0.87, 0.3, 0.04),
    ink: text(dark ? 0.96 : 0.2, 0.04),
    muted: text(dark ? 0.76 : 0.46, 0.04),
    accent: fill,
    "on-accent": blackOrWhite(fill),
    "accent-text": readable({ ...accent, l: dark ? Math.max(0.7, accent.l) : Math.min(0.6, accent.l) }, [page, surface], TEXT, dark),
  };
}

const darkScheme = matchMedia("(prefers-color-scheme: dark)");
let applied = [];

export function applyTheme(colors) {
  applied = palette(colors);
  const root = document.documentElement;
  const theme = applied.length ? themeOf(applied, darkScheme.matches) : {};
  for (const name of ["page", "surface", "line", "ink", "muted", "accent", "on-accent", "accent-text"]) {
    if (theme[name]) root.style.setProperty(`--${name}`, theme[name]);
    else root.style.removeProperty(`--${name}`);
  }
  if (theme.page) for (const meta of document.querySelectorAll("meta[name=theme-color]")) meta.content = theme.page;
}

darkScheme.addEventListener("change", () => { if (applied.length) applyTheme(applied); });
