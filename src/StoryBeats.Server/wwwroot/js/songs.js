// One song as a list item, and what can be done with it.

import { coverFor } from "./cover.js";
import { el, httpsUrl, isNumber, list, percent, text } from "./dom.js";
import * as player from "./player.js";
import { capitalized, nameOf } from "./readers.js";
import { tell } from "./signals.js";
import { verdictOn } from "./verdict.js";

const FEEDBACK_MS = 2000;
const PREVIEWS = { deezer: "Preview from Deezer", itunes: "Preview from iTunes" };
let made = 0;

export function songItem(song, { session, colors, say, onTryOn }) {
  const name = text(song.name) || "Untitled";
  const artist = text(song.artist) || "Unknown artist";
  const id = `song-${(made += 1)}`;

  const tryOn = el("button", { type: "button", class: "button try-on", "aria-pressed": "false", "aria-label": `Try on photo: ${name}`, onclick: () => onTryOn(song, tryOn) }, "Try on photo");

  const verdict = verdictOn(song, name, { session, say });

  return el("li", { class: "song", "data-song": text(song.id) || null, tabindex: "-1", "aria-labelledby": `${id}-title ${id}-artist` },
    coverFor(song, colors),
    el("div", { class: "song-body" },
      el("h3", { class: "song-title", id: `${id}-title`, dir: "auto" }, name),
      el("p", { class: "song-artist", id: `${id}-artist`, dir: "auto" }, artist),
      meta(song),
      reasons(song),
      estimate(song.features)),
    el("div", { class: "song-tail" },
      el("div", { class: "song-actions" },
        copyButton(`${name} – ${artist}`, name, say),
        tryOn,
        playButton(song, name, { session, say }),
        verdict.buttons),
      verdict.more,
      links(song, name, session)));
}

// What another catalogue has to hear and see of it, found after the song was shown.
export function addPreview(item, song, preview, { session, colors, say }) {
  if (!httpsUrl(song.album_cover) && httpsUrl(preview.album_cover)) {
    song.album_cover = preview.album_cover;
    item.querySelector(".cover").replaceWith(coverFor(song, colors));
  }
  if (!httpsUrl(song.preview_url) && httpsUrl(preview.preview_url)) {
    song.preview_url = preview.preview_url;
    song.preview_source = preview.source;
    item.querySelector(".try-on").after(playButton(song, text(song.name), { session, say }));
  }
}

function meta(song) {
  const year = /^\d{4}/.exec(text(song.release_date))?.[0];
  const parts = [text(song.album), year, text(song.language_type)].filter(Boolean);
  return parts.length ? el("p", { class: "song-meta", dir: "auto" }, parts.join(" · ")) : null;
}

// The same song, chosen again for other reasons.
export function updateReasons(item, song) {
  const [before, now] = [item.querySelector(".song-reasons"), reasons(song)];
  if (before && now) before.replaceWith(now);
}

function reasons(song) {
  const why = [...list(song.reasons).map(text), sureness(song)].filter(Boolean);
  return why.length ? el("ul", { class: "song-reasons", "aria-label": "Why it fits" }, ...why.map((reason) => el("li", {}, reason))) : null;
}

function sureness(song) {
  const judge = nameOf(song.confidence_source);
  return judge && isNumber(song.confidence) ? `${capitalized(judge)} is ${percent(song.confidence)}% sure` : "";
}

function estimate(features) {
  if (!/estimate/i.test(text(features?.source))) return null;
  const values = [
    isNumber(features.energy) && `energy ${percent(features.energy)}%`,
    isNumber(features.valence) && `positivity ${percent(features.valence)}%`,
    isNumber(features.tempo) && features.tempo > 0 && `${Math.round(features.tempo)} BPM`,
  ].filter(Boolean);
  return el("p", { class: "song-note" }, `Estimated, not measured${values.length ? `: ${values.join(", ")}` : ""}.`);
}

function links(song, name, session) {
  const services = [
    ["Spotify", song.links?.spotify ?? song.spotify_url],
    ["Apple Music", song.links?.apple_music],
    ["YouTube Music", song.links?.youtube_music],
  ].map(([service, url]) => [service, httpsUrl(url)]).filter(([, url]) => url);
  if (!services.length) return null;
  const opened = (service) => () => { if (service === "Spotify") tell(session, "spotify_click", song); };
  return el("div", { class: "song-links" }, ...services.map(([service, url]) =>
    el("a", { onclick: opened(service), onauxclick: opened(service), href: url, target: "_blank", rel: "noopener noreferrer", "aria-label": `${service}: ${name} (opens in a new tab)` }, service)));
}

function copyButton(line, name, say) {
  let timer = 0;
  const button = el("button", { type: "button", class: "button copy", "aria-label": `Copy: ${name}` }, "Copy");
  button.addEventListener("click", async () => {
    const copied = await copy(line);
    button.textContent = copied ? "Copied ✓" : "Could not copy";
    button.classList.toggle("done", copied);
    say(copied ? `Copied: ${line}` : "Your browser did not allow copying.");
    clearTimeout(timer);
    timer = setTimeout(() => { button.textContent = "Copy"; button.classList.remove("done"); }, FEEDBACK_MS);
  });
  return button;
}

async function copy(line) {
  try {
    await navigator.clipboard.writeText(line);
    return true;
  } catch {
    // Plain http (a phone on the local network) has no clipboard API.
    const area = el("textarea", { class: "sr", "aria-hidden": "true", tabindex: "-1" });
    area.value = line;
    const before = document.activeElement;
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    before?.focus({ preventScroll: true });
    return copied;
  }
}

function playButton(song, name, { session, say }) {
  const url = httpsUrl(song.preview_url);
  if (!url) return null;
  const button = el("button", { type: "button", class: "button play", "aria-label": `Play: ${name}`, title: PREVIEWS[song.preview_source] }, "Play");
  const update = (state) => {
    if (state === "playing") tell(session, "preview_play", song);
    if (state === "ended") tell(session, "preview_complete", song);
    const playing = state === "playing";
    button.textContent = playing ? "Pause" : state === "failed" ? "No preview" : "Play";
    button.setAttribute("aria-label", `${playing ? "Pause" : "Play"}: ${name}`);
    button.classList.toggle("done", playing);
    const item = button.closest(".song");
    if (item) item.dataset.playing = playing ? "yes" : "";
    if (state === "failed") {
      button.disabled = true;
      say(`The preview of ${name} could not be played.`);
    }
  };
  button.addEventListener("click", () => player.toggle(url, update));
  return button;
}
