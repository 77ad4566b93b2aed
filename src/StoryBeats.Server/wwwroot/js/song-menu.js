// What is wanted of a song less often: others like it, none of its artist, and where else it is.

import { el, httpsUrl, text } from "./dom.js";
import * as player from "./player.js";
import { tell } from "./signals.js";
import { allow, ban, onWishes, setWish, wishes } from "./wishes.js";
import { onLanguage, t, word } from "./words.js";

let made = 0;

export function songMenu(song, name, { session, say }) {
  const id = `song-menu-${(made += 1)}`;
  const toggle = el("button", { type: "button", class: "button song-more", "aria-expanded": "false", "aria-controls": id, "aria-label": t("song.more_for", { name }), onclick: () => show(menu.hidden) }, t("song.more"));
  const menu = el("div", { class: "song-menu", id, hidden: true, onkeydown: closeOnEscape },
    el("div", { class: "song-choices" }, likeThis(song, name, say), never(song, "artist", text(song.artist), say), never(song, "language", text(song.language_type), say)),
    links(song, name, session));

  function show(open) {
    menu.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
  }

  function closeOnEscape(event) {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    show(false);
    toggle.focus();
  }

  return { toggle, menu };
}

function likeThis(song, name, say) {
  if (!text(song.id)) return null;
  return el("button", { type: "button", class: "button like-this", "data-id": song.id, "aria-pressed": String(wishes().like === song.id), onclick: () => {
    const wanted = wishes().like !== song.id;
    say(t(wanted ? "song.looking_alike" : "song.not_alike", { name }));
    setWish("like", wanted ? song.id : null);
  } }, t("song.like_this"));
}

onWishes(() => {
  for (const button of document.querySelectorAll(".like-this")) button.setAttribute("aria-pressed", String(wishes().like === button.dataset.id));
});

function never(song, kind, name, say) {
  if (!name) return null;
  const [list, what] = kind === "artist" ? ["exclude_artists", name] : ["exclude_languages", word("language", name)];
  const button = el("button", { type: "button", class: `button never-${kind}`, onclick: () => {
    const item = button.closest(".song");
    if (item.dataset.playing === "yes") player.stop();
    // One line at a time: who goes on is sure.
    document.querySelector(".song-gone")?.remove();
    const line = wayBack(kind, what, () => {
      line.replaceWith(item);
      item.focus();
      say(t(`song.${kind}_back`, { name: what }));
      allow(list, name);
    });
    item.replaceWith(line);
    line.querySelector("button").focus();
    say(t(`song.${kind}_gone`, { name: what }));
    ban(list, name);
  } }, t(`song.never_${kind}`, { name: what }));
  return button;
}

// A line in place of the song.
const wayBack = (kind, name, onclick) => el("li", { class: "song-gone", "data-stays": true },
  el("p", { dir: "auto", "data-kind": kind, "data-name": name }, t(`song.${kind}_gone`, { name })),
  el("button", { type: "button", class: "button", "data-t": "song.undo", onclick }, t("song.undo")));

onLanguage(() => {
  for (const said of document.querySelectorAll(".song-gone p")) said.textContent = t(`song.${said.dataset.kind}_gone`, { name: said.dataset.name });
});

function links(song, name, session) {
  const opened = (service) => () => { if (service === "Spotify") tell(session, "spotify_click", song); };
  const found = linksOf(song);
  return found.length ? el("div", { class: "song-links" }, ...found.map(([service, url]) =>
    el("a", { onclick: opened(service), onauxclick: opened(service), href: url, target: "_blank", rel: "noopener noreferrer", "aria-label": `${service}: ${name} (${t("song.new_tab")})` }, service))) : null;
}

/** Pairs of a service and the song's address there. */
export function linksOf(song) {
  return [
    ["Spotify", song.links?.spotify ?? song.spotify_url],
    ["Apple Music", song.links?.apple_music],
    ["YouTube Music", song.links?.youtube_music],
  ].map(([service, url]) => [service, httpsUrl(url)]).filter(([, url]) => url);
}
