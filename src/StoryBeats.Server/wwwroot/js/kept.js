// All that is kept, in words.

import { el, isNumber, list, text } from "./dom.js";
import { songLine } from "./marks.js";
import { dayOf, has, language, t, timeOf, word } from "./words.js";

const SLIDERS = ["energy", "valence", "tempo", "freshness", "familiarity"];

export function keptList(sessions, remembered) {
  if (!sessions.length) return [el("p", {}, t(remembered ? "kept.empty_profile" : "kept.nothing"))];
  return [
    el("p", {}, t(remembered ? "kept.of_profile" : "kept.of_photo")),
    el("ol", { class: "kept-list" }, ...sessions.map(keptSession)),
  ];
}

function keptSession(session) {
  const songs = list(session.songs);
  const feedback = list(session.feedback);
  const about = (id) => feedback.filter((entry) => entry.song_id === id).map(words).join(", ");
  const overall = feedback.filter((entry) => !entry.song_id).map(words).join(", ");
  return el("li", {},
    el("h3", {}, t("kept.photo", { mood: text(session.mood) })),
    wished(session.wishes),
    el("p", { class: "quiet" }, [`${dayOf(session.created)}`, session.expired ? t("kept.ended") : t("kept.ends", { time: timeOf(session.ends_at) }), overall].filter(Boolean).join(" · ")),
    el("ul", {}, ...songs.map((song) => {
      const said = about(song.id);
      return el("li", { dir: "auto" }, songLine(song, null), said && el("strong", {}, ` ${said}`));
    })));
}

// What was asked of the songs, and how many wait: both go when the session ends.
function wished(wishes) {
  if (!wishes) return "";
  const said = [
    list(wishes.languages).length && t("kept.languages", { languages: wishes.languages.map((name) => word("language", name)).join(", ") }),
    ...SLIDERS.filter((name) => isNumber(wishes[name])).map((name) => t(`kept.${name}`, { value: wishes[name] })),
    list(wishes.exclude).length && t("kept.excluded", { count: wishes.exclude.length }),
    list(wishes.exclude_artists).length && t("kept.excluded_artists", { artists: wishes.exclude_artists.join(", ") }),
  ].filter(Boolean);
  const lines = [said.length && t("kept.wishes", { wishes: said.join(" · ") }), wishes.visitor_language && t("kept.browser", { language: nameOfLanguage(text(wishes.visitor_language)) })].filter(Boolean);
  return lines.length ? el("p", { class: "quiet" }, lines.join(" ")) : "";
}

function words(entry) {
  if (entry.signal === "verdict") return entry.weight > 0 ? t("kept.liked") : disliked(text(entry.reason));
  if (entry.signal === "mood_correction") return t("kept.felt", { mood: text(entry.felt) });
  return word("kept", text(entry.signal)).replaceAll("_", " ");
}

const disliked = (reason) => (has(`kept.${reason}`) ? t("kept.disliked_as", { reason: t(`kept.${reason}`) }) : t("kept.disliked"));

/** The button that deletes all of it. Asked twice, since there is no way back. */
export function removal(onRemove) {
  const button = el("button", { type: "button", class: "button", id: "kept-delete" }, t("kept.delete"));
  button.addEventListener("click", () => {
    if (!button.dataset.sure) {
      button.dataset.sure = "yes";
      button.textContent = t("kept.delete_sure");
      button.classList.add("accent");
      return;
    }
    button.disabled = true;
    onRemove();
  });
  return button;
}

function nameOfLanguage(tag) {
  try {
    return new Intl.DisplayNames([language], { type: "language" }).of(tag);
  } catch {
    return tag; // whatever a browser sent
  }
}
