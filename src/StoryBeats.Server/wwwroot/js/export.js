// The songs as text, M3U and CSV.

import { copyButton } from "./copy.js";
import { el, httpsUrl, isNumber, text } from "./dom.js";
import { clock, PREVIEW_SECONDS, songLine, startOf } from "./marks.js";
import { download, fileName } from "./share.js";
import { linksOf } from "./song-menu.js";
import { t } from "./words.js";

const COLUMNS = ["title", "artist", "album", "language", "start", "liked", "spotify", "apple_music", "youtube_music", "preview"];

/** Songs of the history bring their start along, those on the page have it from the player. */
const startIn = (song) => (isNumber(song.start) ? song.start : startOf(song));

export const asText = (songs) => songs.map((song) => `${songLine(song, startIn(song))}\n`).join("");

export function asM3u(songs) {
  const oneLine = (words) => words.replace(/[\r\n]+/g, " ");
  const entries = songs.map((song) => {
    const preview = httpsUrl(song.preview_url);
    const address = preview ?? linksOf(song)[0]?.[1];
    const seconds = preview ? PREVIEW_SECONDS : isNumber(song.duration_ms) ? Math.round(song.duration_ms / 1000) : -1;
    return address ? `#EXTINF:${seconds},${oneLine(`${text(song.artist)} - ${text(song.name)}`)}\n${address}\n` : "";
  });
  return `#EXTM3U\n#EXTENC:UTF-8\n${entries.join("")}`;
}

export function asCsv(songs) {
  const rows = songs.map((song) => {
    const links = Object.fromEntries(linksOf(song));
    const start = startIn(song);
    return [
      text(song.name), text(song.artist), text(song.album), text(song.language_type), start === null ? "" : clock(start), song.liked ? "yes" : "",
      links.Spotify, links["Apple Music"], links["YouTube Music"], httpsUrl(song.preview_url),
    ];
  });
  return [COLUMNS, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

// RFC 4180; and no song's title is run as a formula by a spreadsheet.
function cell(value) {
  const words = String(value ?? "");
  const safe = /^[=+\-@\t\r]/.test(words) ? `'${words}` : words;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const BOM = "\uFEFF"; // without it Excel reads Hindi as Latin letters

/** A disclosure with every way out; `songs` and `title` are asked when one is taken. */
export function takeAlong({ id, songs, title, say = () => {} }) {
  const save = (key, ending, type, write) => el("button", { type: "button", class: "button", "data-take": ending, onclick: () =>
    download(new Blob([write(songs())], { type: `${type};charset=utf-8` }), fileName(title() || "songs", ending)) }, t(`take.${key}`));
  return el("details", { class: "take", id },
    el("summary", {}, t("take.heading")),
    el("div", { class: "take-ways" },
      copyButton(t("take.copy"), "", () => asText(songs()), say),
      save("text", "txt", "text/plain", asText),
      save("m3u", "m3u", "audio/x-mpegurl", asM3u),
      save("csv", "csv", "text/csv", (all) => BOM + asCsv(all))));
}
