// A photo made small before it is sent: what reads it looks at no more pixels than these, and a phone's upload is slow.

import { jpegOf, opened } from "./pictures.js";

const SIDE = 1280;
const QUALITY = 0.9;
// HEIC is read better by the server than by the few browsers that can; an animation would lose its frames.
const AS_IT_IS = /^image\/(?:hei[cf]|gif)|\.(?:hei[cf]|gif)$/i;

const made = new WeakMap(); // so that asking again shrinks once

/** The photo to send: at most 1280 pixels a side as a JPEG, upright, or the file itself where it is small or cannot be opened here. */
export function shrunk(file) {
  if (!made.has(file)) made.set(file, shrink(file));
  return made.get(file);
}

async function shrink(file) {
  if (AS_IT_IS.test(file.type) || AS_IT_IS.test(file.name)) return file;
  const picture = await opened(file);
  if (!picture) return file;
  try {
    if (Math.max(picture.width, picture.height) <= SIDE) return file;
    const blob = await jpegOf(picture, SIDE, QUALITY);
    return blob ? new File([blob], "photo.jpg", { type: blob.type }) : file;
  } catch {
    return file;
  } finally {
    picture.close();
  }
}
