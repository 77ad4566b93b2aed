// Files out of the page: to another app where the device can, into the downloads elsewhere.

import { el } from "./dom.js";

export function download(blob, name) {
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // a slow device still reads it
}

export const canShare = (file) => Boolean(navigator.canShare?.({ files: [file] }));

/** False when the visitor thought better of it. */
export async function share(file, text) {
  try {
    await navigator.share({ files: [file], text });
    return true;
  } catch (error) {
    if (error.name === "AbortError") return false;
    throw error;
  }
}

/** A file's name of words in any script. */
export function fileName(words, ending) {
  const name = words.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu)?.join("-").slice(0, 60);
  return `storybeats-${name || "song"}.${ending}`;
}
