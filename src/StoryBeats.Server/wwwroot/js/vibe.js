// What was read in the photo.

import { palette } from "./colors.js";
import { byId, el, isNumber, list, percent, setLang, text } from "./dom.js";
import { firstAsked, isLocal, nameOf } from "./readers.js";
import { has, langOfServer, t, word } from "./words.js";

const MOST_CHIPS = 8;

// A draft is what this server has read while a model still looks; `sent` is a photo that a model was shown, whatever came of it.
export function showVibe(analysis, { draft = false, sent = false } = {}) {
  const said = text(analysis.mood) || text(analysis.mood_category);
  const mood = said ? word("mood", said) : t("vibe.unnamed");
  const heading = byId("mood");
  setLang(heading, said && !has(`mood.${said}`) ? langOfServer() : null);
  heading.textContent = mood;
  // The longest word decides how large the letters can be without breaking it.
  heading.style.setProperty("--chars", String(Math.max(5, ...mood.split(/\s+/).map((word) => word.length))));

  const style = text(analysis.music_style);
  byId("vibe-body").replaceChildren(...[
    swatches(analysis),
    text(analysis.description) && el("p", { class: "vibe-description", dir: "auto", lang: langOfServer() }, text(analysis.description)),
    chips(analysis),
    measures(analysis),
    style && el("p", { class: "vibe-style" }, el("span", {}, t("vibe.sounds")), el("span", { class: "vibe-sound", lang: langOfServer() }, style.replace(/\.?$/, "."))),
    el("ul", { class: "quiet", "aria-label": t("vibe.how") },
      el("li", {}, `${readBy(analysis, draft, sent)} `),
      ...list(analysis.notes).map(text).filter(Boolean).map((note) => el("li", { lang: langOfServer() }, `${note} `))),
  ].filter(Boolean));
}

function readBy(analysis, draft, sent) {
  const source = text(analysis.source);
  if (!source) return "";
  if (!isLocal(source)) return t("vibe.read_by", { reader: nameOf(source) });
  if (draft) return t("vibe.read_so_far", { reader: firstAsked() });
  return sent || list(analysis.readers).some((one) => !isLocal(one?.reader)) ? t("vibe.read_here") : t("vibe.read_here_only");
}

function chips(analysis) {
  const seen = new Set();
  const words = [...list(analysis.themes), ...list(analysis.keywords)].map(text).filter((seenHere) => {
    const key = seenHere.toLowerCase();
    return seenHere && !seen.has(key) && seen.add(key);
  }).slice(0, MOST_CHIPS);
  return words.length ? el("ul", { class: "chips", "aria-label": t("vibe.seen") }, ...words.map((seen) => el("li", { lang: langOfServer() }, seen))) : null;
}

function measures(analysis) {
  const bars = [
    [t("vibe.energy"), analysis.energy],
    [t("vibe.positivity"), analysis.valence],
    [t("vibe.danceability"), analysis.danceability],
    [t("vibe.acousticness"), analysis.acousticness],
  ].filter(([, value]) => isNumber(value)).map(([name, value]) => {
    const bar = el("span", { class: "bar", "aria-hidden": "true" }, el("i"));
    bar.style.setProperty("--value", `${percent(value)}%`);
    return el("div", {}, el("dt", {}, name), el("dd", {}, `${percent(value)}%`, bar));
  });
  if (isNumber(analysis.tempo) && analysis.tempo > 0) {
    const pulse = el("span", { class: "pulse", "aria-hidden": "true" });
    pulse.style.setProperty("--beat", `${(60 / analysis.tempo).toFixed(3)}s`);
    pulse.style.setProperty("--beats", String(Math.floor((5 * analysis.tempo) / 60))); // never longer than five seconds
    bars.push(el("div", { class: "tempo" }, el("dt", {}, t("vibe.tempo")), el("dd", {}, t("vibe.bpm", { tempo: Math.round(analysis.tempo) }), pulse)));
  }
  return bars.length ? el("dl", { class: "measures" }, ...bars) : null;
}

function swatches(analysis) {
  const colors = palette(analysis.colors);
  if (!colors.length) return null;
  return el("div", { class: "swatches", role: "img", "aria-label": t("vibe.colors", { colors: colors.join(", ") }) },
    ...colors.map((color) => {
      const swatch = el("i", { title: color });
      swatch.style.setProperty("background-color", color);
      return swatch;
    }));
}
