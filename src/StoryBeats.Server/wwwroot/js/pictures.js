// Pictures of files, opened and made small in the browser.

import { el } from "./dom.js";

/** The picture, upright, or null where this browser cannot show it. Close it after use. */
export async function opened(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return null; // HEIC, mostly
  }
}

/** A JPEG of a picture with at most `side` pixels a side, never larger than it is; null where the browser cannot make one. */
export function jpegOf(picture, side, quality) {
  const share = Math.min(1, side / Math.max(picture.width, picture.height));
  const [width, height] = [picture.width, picture.height].map((length) => Math.max(1, Math.round(length * share)));
  const canvas = el("canvas", { width, height });
  const drawing = canvas.getContext("2d");
  drawing.fillStyle = "#fff"; // where the photo is transparent: a JPEG would be black there
  drawing.fillRect(0, 0, width, height);
  drawing.imageSmoothingQuality = "high";
  drawing.drawImage(picture, 0, 0, width, height);
  return new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", quality); });
}
