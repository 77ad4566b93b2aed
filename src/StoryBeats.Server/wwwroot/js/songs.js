// One song as a list item, and what can be done with it.

import { copyButton } from "./copy.js";
import { coverFor } from "./cover.js";
import { el, httpsUrl, isNumber, list, percent, text } from "./dom.js";
import { listenTo } from "./listen.js";
import { songLine } from "./marks.js";
import { stop } from "./player.js";
import { capitalized, nameOf } from "./readers.js";
import { songMenu } from "./song-menu.js";
import { verdictOn } from "./verdict.js";
import { whyOf } from "./why.js";
import { onLanguage, t, word } from "./words.js";

const rows = new WeakMap(); // what a list item was made of: { song, context, verdict }
const remade = new WeakMap(); // list items and those made anew in their place
let made = 0;

/** `worn` and `given`, the verdict, are of the same song shown before. */
export function songItem(song, context, { worn = false, given = null } = {}) {
  const { session, colors, say, onTryOn } = context;
  const name = nameOfSong(song);
  const id = `song-${(made += 1)}`;

  const tryWords = t(worn ? "song.on_photo" : "song.try_on");
  const tryOn = el("button", { type: "button", class: "button try-on", "aria-pressed": String(worn), "aria-label": `${tryWords}: ${name}`, onclick: () => onTryOn(song, tryOn) }, tryWords);

  const verdict = verdictOn(song, name, { session, say, given });
  const menu = songMenu(song, name, { session, say });

  const item = el("li", { class: "song", "data-song": text(song.id) || null, tabindex: "-1", "aria-labelledby": `${id}-title ${id}-artist` },
    coverFor(song, colors),
    el("div", { class: "song-body" },
      el("h3", { class: "song-title", id: `${id}-title`, dir: "auto" }, name),
      el("p", { class: "song-artist", id: `${id}-artist`, dir: "auto" }, text(song.artist) || t("song.unknown_artist")),
      meta(song),
      reasons(song),
      estimate(song.features)),
    el("div", { class: "song-tail" },
      el("div", { class: "song-actions" },
        copyButton(t("song.copy"), name, () => songLine(song), say),
        tryOn,
        menu.toggle,
        verdict.buttons),
      menu.menu,
      verdict.more));
  rows.set(item, { song, context, verdict });
  verdict.show();
  if (httpsUrl(song.preview_url)) letHear(item, song, context);
  return item;
}

const nameOfSong = (song) => text(song.name) || t("song.untitled");

/** The songs on the page, in their order, and whether they are liked. */
export const songsShown = () => itemsShown().map((item) => {
  const { song, verdict } = rows.get(item);
  return { ...song, liked: verdict.given()?.liked === true };
});

const itemsShown = () => [...document.querySelectorAll("#songs > .song")].filter((item) => rows.has(item));

// In another language, each song is made anew; what was said of it stays.
onLanguage(() => {
  stop();
  for (const item of itemsShown()) {
    const { song, context, verdict } = rows.get(item);
    const worn = item.querySelector(".try-on").getAttribute("aria-pressed") === "true";
    const again = songItem(song, context, { worn, given: verdict.given() });
    again.classList.add("settled");
    item.replaceWith(again);
    remade.set(item, again);
  }
});

/** The item that stands in this one's place now. */
export const itemNow = (item) => (remade.has(item) ? itemNow(remade.get(item)) : item);

// What another catalogue has to hear and see of it, found after the song was shown.
export function addPreview(item, song, preview, { session, colors, say }) {
  if (!httpsUrl(song.album_cover) && httpsUrl(preview.album_cover)) {
    song.album_cover = preview.album_cover;
    item.querySelector(".cover").replaceWith(coverFor(song, colors));
  }
  if (!httpsUrl(song.preview_url) && httpsUrl(preview.preview_url)) {
    song.preview_url = preview.preview_url;
    song.preview_source = preview.source;
    letHear(item, song, { session, say });
  }
}

function letHear(item, song, context) {
  const { button, bar } = listenTo(song, nameOfSong(song), context);
  const actions = item.querySelector(".song-actions");
  actions.prepend(button);
  actions.after(bar);
}

function meta(song) {
  const year = /^\d{4}/.exec(text(song.release_date))?.[0];
  const parts = [text(song.album), year, word("language", text(song.language_type))].filter(Boolean);
  return parts.length ? el("p", { class: "song-meta", dir: "auto" }, parts.join(" · ")) : null;
}

// The same song, chosen again for other reasons.
export function updateReasons(item, song) {
  Object.assign(rows.get(item).song, { why: song.why, reasons: song.reasons, confidence: song.confidence, confidence_source: song.confidence_source });
  const [before, now] = [item.querySelector(".song-reasons"), reasons(song)];
  if (before && now) before.replaceWith(now);
}

function reasons(song) {
  const why = [...whyOf(song), sureness(song)].filter(Boolean);
  return why.length ? el("ul", { class: "song-reasons", "aria-label": t("song.why") }, ...why.map((reason) => el("li", {}, reason))) : null;
}

function sureness(song) {
  const judge = nameOf(song.confidence_source);
  return judge && isNumber(song.confidence) ? t("song.sure", { judge: capitalized(judge), percent: percent(song.confidence) }) : "";
}

function estimate(features) {
  if (features?.source === "partly_measured") return el("p", { class: "song-note" }, t("song.partly_measured"));
  if (!/estimate/i.test(text(features?.source))) return null;
  const values = [
    isNumber(features.energy) && t("song.energy", { percent: percent(features.energy) }),
    isNumber(features.valence) && t("song.positivity", { percent: percent(features.valence) }),
    isNumber(features.tempo) && features.tempo > 0 && t("vibe.bpm", { tempo: Math.round(features.tempo) }),
  ].filter(Boolean);
  return el("p", { class: "song-note" }, values.length ? t("song.estimated_as", { values: values.join(", ") }) : t("song.estimated"));
}
