// All that is kept, in words.

import { el, list, text } from "./dom.js";

const SIGNALS = {
  spotify_click: "opened in Spotify", preview_play: "preview started", preview_complete: "preview heard to its end",
  load_more: "asked for more songs",
};

export function keptList(sessions, remembered, onRemove) {
  if (!sessions.length) {
    return [el("p", {}, remembered
      ? "A profile without a photo: a random name in your cookie, and nothing on the server."
      : "Nothing. No photo, no address, no browser is ever stored; once you send a photo, its songs and what you say about them are kept, without a name.")];
  }
  return [
    el("p", {}, remembered
      ? "Of your profile, under a random name. No photo, no address, no browser is stored."
      : "Of the photo on this page, without a name. No photo, no address, no browser is stored."),
    el("ol", { class: "kept-list" }, ...sessions.map(keptSession)),
    removal(onRemove),
  ];
}

function keptSession(session) {
  const songs = list(session.songs);
  const feedback = list(session.feedback);
  const about = (id) => feedback.filter((entry) => entry.song_id === id).map(words).join(", ");
  const overall = feedback.filter((entry) => !entry.song_id).map(words).join(", ");
  return el("li", {},
    el("h3", {}, `A ${text(session.mood)} photo`),
    wished(session.wishes),
    el("p", { class: "quiet" }, [`${day(session.created)}`, session.expired ? "ended" : `ends ${time(session.ends_at)} unless used`, overall].filter(Boolean).join(" · ")),
    el("ul", {}, ...songs.map((song) => {
      const said = about(song.id);
      return el("li", { dir: "auto" }, `${text(song.name)} – ${text(song.artist)}`, said && el("strong", {}, ` ${said}`));
    })));
}

// What was asked of the songs, and how many wait: both go when the session ends.
function wished(wishes) {
  if (!wishes) return "";
  const said = [
    list(wishes.languages).length && `languages ${wishes.languages.join(", ")}`,
    wishes.energy !== null && `energy ${wishes.energy}`,
    wishes.valence !== null && `positivity ${wishes.valence}`,
    list(wishes.exclude).length && `${wishes.exclude.length} songs not wanted`,
    wishes.visitor_language && `your browser's language ${text(wishes.visitor_language)}`,
  ].filter(Boolean);
  return said.length ? el("p", { class: "quiet" }, `Wishes, until it ends: ${said.join(" · ")}`) : "";
}

function words(entry) {
  if (entry.signal === "verdict") return entry.weight > 0 ? "liked" : ["disliked", text(entry.reason).replaceAll("_", " ")].filter(Boolean).join(": ");
  if (entry.signal === "mood_correction") return `you felt it was ${text(entry.felt)}`;
  return SIGNALS[entry.signal] ?? text(entry.signal).replaceAll("_", " ");
}

// Asked twice, since there is no way back.
function removal(onRemove) {
  const button = el("button", { type: "button", class: "button", id: "kept-delete" }, "Delete all of it");
  button.addEventListener("click", () => {
    if (!button.dataset.sure) {
      button.dataset.sure = "yes";
      button.textContent = "Yes, delete all of it";
      button.classList.add("accent");
      return;
    }
    button.disabled = true;
    onRemove();
  });
  return button;
}

const day = (value) => new Date(value).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
const time = (value) => new Date(value).toLocaleTimeString(undefined, { timeStyle: "short" });
