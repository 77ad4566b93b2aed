// Photos that got songs, kept on this device only: a small picture, the songs, what was liked. No request carries any of it.

import { palette } from "./colors.js";
import { openDialog } from "./dialog.js";
import { byId, el, list, text } from "./dom.js";
import { takeAlong } from "./export.js";
import { clear, entries, remove, update } from "./history-store.js";
import { onMark, songLine, startOf } from "./marks.js";
import { jpegOf, opened } from "./pictures.js";
import { noteHistory } from "./remembered.js";
import { linksOf } from "./song-menu.js";
import { dayOf, t, word } from "./words.js";

const LONG_SIDE = 320;
const QUALITY = 0.8;

const gone = new Set(); // sessions of photos removed while they are on the page: they stay removed
let pictured = null; // the photo last made small: { file, picture }
let writing = Promise.resolve();

/** Keeps the photo on the page, or its songs anew. Where nothing can be kept, the history says so when it is opened. */
export function remember({ file, analysis, songs, session }) {
  return inTurn(async () => {
    if (!session || gone.has(session)) return;
    if (pictured?.file !== file) pictured = { file, picture: await small(file) };
    const { picture } = pictured;
    await update(session, (before) => ({
      session, picture,
      at: before?.at ?? Date.now(),
      mood: text(analysis.mood) || text(analysis.mood_category),
      colors: palette(analysis.colors),
      songs: together(list(before?.songs), songs.map(kept)),
    }));
  });
}

/** All of it, for good. */
export const clearHistory = () => inTurn(async () => {
  for (const { session } of await entries().catch(() => [])) gone.add(session);
  await clear();
  noteHistory(false);
}, { quietly: false });

// What was said of a song is kept with it, also of one that came later.
onMark((session, song, mark) => {
  inTurn(() => update(session, (entry) => entry && {
    ...entry,
    songs: entry.songs.some(({ id }) => id === song.id)
      ? entry.songs.map((one) => (one.id === song.id ? { ...one, ...mark } : one))
      : [...entry.songs, { ...kept(song), ...mark }],
  }));
});

// One after another, so that what was said first is not written last.
function inTurn(work, { quietly = true } = {}) {
  const done = writing.then(work);
  writing = done.catch(() => {});
  return quietly ? writing : done;
}

// The songs of now with what was said of them, then those gone of which something was said.
function together(before, now) {
  const known = new Map(before.map((song) => [song.id, song]));
  const left = before.filter((song) => !now.some(({ id }) => id === song.id) && (song.liked || song.start !== null));
  return [...now.map((song) => ({ ...song, liked: song.liked || (known.get(song.id)?.liked ?? false) })), ...left];
}

// Without the preview: its address holds for hours only.
const kept = (song) => ({
  id: song.id, name: text(song.name), artist: text(song.artist), album: text(song.album), language_type: text(song.language_type), duration_ms: song.duration_ms ?? null,
  links: { ...song.links, spotify: song.links?.spotify ?? song.spotify_url }, start: startOf(song), liked: song.liked === true,
});

async function small(file) {
  const picture = await opened(file);
  try {
    return picture && await jpegOf(picture, LONG_SIDE, QUALITY);
  } catch {
    return null;
  } finally {
    picture?.close();
  }
}

async function show() {
  const pictures = [];
  const body = el("div", { class: "history-body" });
  const status = el("p", { class: "quiet", role: "status" });
  const close = () => pictures.forEach((url) => URL.revokeObjectURL(url));
  const dialog = await openDialog("history", "history.heading", close, status, body);
  await writing;

  let photos;
  try {
    photos = await entries();
  } catch {
    body.replaceChildren(el("p", {}, t("history.blocked")));
    return;
  }
  if (!dialog.isConnected) return; // closed meanwhile
  fill();

  function fill() {
    body.replaceChildren(...(photos.length
      ? [el("p", { class: "quiet" }, t("history.where")), el("ol", { class: "history-list" }, ...photos.map(item)), clearing()]
      : [el("p", {}, t("history.empty"))]));
  }

  function item(entry) {
    const day = dayOf(entry.at);
    return el("li", { class: "history-photo" },
      picture(entry),
      el("div", { class: "history-about" },
        el("h3", {}, t("history.photo", { mood: word("mood", entry.mood) })),
        el("p", { class: "quiet" }, day)),
      el("div", { class: "history-more" },
        songs(entry),
        takeAlong({ songs: () => entry.songs, title: () => entry.mood, say }),
        el("button", { type: "button", class: "text-button history-remove", "aria-label": t("history.remove_of", { day }), onclick: () => leave(entry) }, t("history.remove"))));
  }

  function picture({ picture: blob, colors }) {
    if (blob) {
      pictures.push(URL.createObjectURL(blob));
      return el("img", { class: "history-picture", src: pictures.at(-1), alt: t("history.picture") });
    }
    const tile = el("div", { class: "history-picture", "aria-hidden": "true" });
    tile.style.setProperty("background", `linear-gradient(160deg, ${[...colors, ...colors].join(", ")})`);
    return tile;
  }

  async function leave(entry) {
    const place = photos.indexOf(entry);
    gone.add(entry.session);
    await changing(() => remove(entry.session), () => {
      photos = photos.filter((other) => other !== entry);
      fill();
      (dialog.querySelectorAll(".history-remove")[Math.min(place, photos.length - 1)] ?? dialog.querySelector(".sheet-close")).focus();
      say(t("history.removed"));
    });
  }

  // Asked twice, since there is no way back.
  function clearing() {
    const button = el("button", { type: "button", class: "button", id: "history-clear", onclick: () => {
      if (button.dataset.sure) return void changing(clearHistory, () => {
        photos = [];
        fill();
        dialog.querySelector(".sheet-close").focus();
        say(t("history.cleared"));
      });
      button.dataset.sure = "yes";
      button.textContent = t("history.clear_sure");
      button.classList.add("accent");
    } }, t("history.clear"));
    return button;
  }

  async function changing(work, then) {
    try {
      await work();
      then();
    } catch {
      say(t("history.not_cleared"));
    }
  }

  function say(sentence) {
    status.textContent = sentence;
  }
}

function songs(entry) {
  const [first] = entry.songs;
  if (!first) return null;
  const more = entry.songs.length - 1;
  return el("details", { class: "history-songs" },
    el("summary", { dir: "auto" }, `${songLine(first, first.start)}${more ? ` +${more}` : ""}`),
    el("ul", {}, ...entry.songs.map((song) => el("li", {},
      el("p", { dir: "auto" }, songLine(song, song.start), song.liked ? el("strong", {}, ` ${t("history.liked")}`) : null),
      el("div", { class: "song-links" }, ...linksOf(song).map(([service, url]) =>
        el("a", { href: url, target: "_blank", rel: "noopener noreferrer", "aria-label": `${service}: ${song.name} (${t("song.new_tab")})` }, service)))))));
}

const opener = byId("history-open");
opener.addEventListener("click", show);
opener.hidden = false;
