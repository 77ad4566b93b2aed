// A photo made small before it is sent: what reads it looks at no more pixels than these, and a phone's upload is slow.

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
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const share = SIDE / Math.max(bitmap.width, bitmap.height);
    if (share >= 1) return file;
    const blob = await drawn(bitmap, Math.max(1, Math.round(bitmap.width * share)), Math.max(1, Math.round(bitmap.height * share)));
    return blob ? new File([blob], "photo.jpg", { type: blob.type }) : file;
  } catch {
    return file;
  } finally {
    bitmap?.close();
  }
}

function drawn(bitmap, width, height) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  const drawing = canvas.getContext("2d");
  drawing.fillStyle = "#fff"; // where the photo is transparent: a JPEG would be black there
  drawing.fillRect(0, 0, width, height);
  drawing.imageSmoothingQuality = "high";
  drawing.drawImage(bitmap, 0, 0, width, height);
  return new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", QUALITY); });
}
