// What the visitor said of a song, for those who want to know: where it should start, and whether it is liked.

import { text } from "./dom.js";
import { t } from "./words.js";

/** As long as a song plays in a story. */
export const CLIP_SECONDS = 15;

/** As long as previews are, until they say otherwise. */
export const PREVIEW_SECONDS = 30;

const starts = new Map();
const listeners = [];

export const onMark = (heard) => { listeners.push(heard); };
export const startOf = (song) => starts.get(song.id) ?? null;

export function startAt(session, song, seconds) {
  if (seconds === null) starts.delete(song.id);
  else starts.set(song.id, seconds);
  tellMark(session, song, { start: seconds });
}

export function tellMark(session, song, mark) {
  for (const heard of listeners) heard(session, song, mark);
}

export const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

export function songLine(song, start = startOf(song)) {
  const line = `${text(song.name)} – ${text(song.artist)}`;
  return start === null || start === undefined ? line : `${line} · ${t("song.from", { at: clock(start) })}`;
}
