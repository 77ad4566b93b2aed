// What was read in the photo.

import { palette } from "./colors.js";
import { byId, el, isNumber, list, percent, text } from "./dom.js";
import { firstAsked, isLocal, nameOf } from "./readers.js";

const MOST_CHIPS = 8;

// A draft is what this server has read while a model still looks; `sent` is a photo that a model was shown, whatever came of it.
export function showVibe(analysis, { draft = false, sent = false } = {}) {
  const mood = text(analysis.mood) || text(analysis.mood_category) || "Your vibe";
  const heading = byId("mood");
  heading.textContent = mood;
  // The longest word decides how large the letters can be without breaking it.
  heading.style.setProperty("--chars", String(Math.max(5, ...mood.split(/\s+/).map((word) => word.length))));

  const style = text(analysis.music_style);
  byId("vibe-body").replaceChildren(...[
    swatches(analysis),
    text(analysis.description) && el("p", { class: "vibe-description", dir: "auto" }, text(analysis.description)),
    chips(analysis),
    measures(analysis),
    style && el("p", { class: "vibe-style" }, el("span", {}, "Sounds like "), style.replace(/\.?$/, ".")),
    el("ul", { class: "quiet", "aria-label": "How the photo was read" },
      ...[readBy(analysis, draft, sent), ...list(analysis.notes).map(text)].filter(Boolean).map((note) => el("li", {}, `${note} `))),
  ].filter(Boolean));
}

function readBy(analysis, draft, sent) {
  const source = text(analysis.source);
  if (!source) return "";
  if (!isLocal(source)) return `Read by ${nameOf(source)}.`;
  if (draft) return `Read on this server so far. ${firstAsked()} is still looking.`;
  return sent || list(analysis.readers).some((one) => !isLocal(one?.reader)) ? "Read on this server." : "Read on this server, no cloud.";
}

function chips(analysis) {
  const seen = new Set();
  const words = [...list(analysis.themes), ...list(analysis.keywords)].map(text).filter((word) => {
    const key = word.toLowerCase();
    return word && !seen.has(key) && seen.add(key);
  }).slice(0, MOST_CHIPS);
  return words.length ? el("ul", { class: "chips", "aria-label": "Seen in the photo" }, ...words.map((word) => el("li", {}, word))) : null;
}

function measures(analysis) {
  const bars = [
    ["Energy", analysis.energy],
    ["Positivity", analysis.valence],
    ["Danceability", analysis.danceability],
    ["Acousticness", analysis.acousticness],
  ].filter(([, value]) => isNumber(value)).map(([name, value]) => {
    const bar = el("span", { class: "bar", "aria-hidden": "true" }, el("i"));
    bar.style.setProperty("--value", `${percent(value)}%`);
    return el("div", {}, el("dt", {}, name), el("dd", {}, `${percent(value)}%`, bar));
  });
  if (isNumber(analysis.tempo) && analysis.tempo > 0) {
    const pulse = el("span", { class: "pulse", "aria-hidden": "true" });
    pulse.style.setProperty("--beat", `${(60 / analysis.tempo).toFixed(3)}s`);
    pulse.style.setProperty("--beats", String(Math.floor((5 * analysis.tempo) / 60))); // never longer than five seconds
    bars.push(el("div", { class: "tempo" }, el("dt", {}, "Tempo"), el("dd", {}, `${Math.round(analysis.tempo)} BPM`, pulse)));
  }
  return bars.length ? el("dl", { class: "measures" }, ...bars) : null;
}

function swatches(analysis) {
  const colors = palette(analysis.colors);
  if (!colors.length) return null;
  return el("div", { class: "swatches", role: "img", "aria-label": `The photo's colours: ${colors.join(", ")}` },
    ...colors.map((color) => {
      const swatch = el("i", { title: color });
      swatch.style.setProperty("background-color", color);
      return swatch;
    }));
}
