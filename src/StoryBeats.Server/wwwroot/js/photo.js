// The ways a photo gets onto the page, and what can be said about a file before it is sent.

import { byId } from "./dom.js";
import { t } from "./words.js";

const LIMIT = 16 * 1024 * 1024;

export function listenForPhotos({ onFile, onProblem }) {
  const chooser = byId("photo-input");
  const camera = byId("camera-input");

  for (const input of [chooser, camera]) {
    input.addEventListener("change", () => {
      const [file] = input.files;
      if (file) onFile(file);
      input.value = ""; // so that choosing the same photo again is a change
    });
  }
  for (const id of ["choose", "another"]) byId(id).addEventListener("click", () => chooser.click());
  for (const button of document.querySelectorAll(".camera")) button.addEventListener("click", () => camera.click());

  // The whole empty frame is a target for the mouse; the button in it serves everyone else.
  byId("drop-zone").addEventListener("click", (event) => {
    if (!byId("prompt").hidden && !event.target.closest("button")) chooser.click();
  });

  document.addEventListener("paste", (event) => {
    const file = first(event.clipboardData?.files);
    if (!file) return;
    event.preventDefault();
    onFile(file);
  });

  listenForDrops({ onFile, onProblem });
}

function listenForDrops({ onFile, onProblem }) {
  const body = document.body;
  let depth = 0; // dragenter and dragleave also fire for every element underneath
  const done = () => { depth = 0; delete body.dataset.drag; };
  const carriesFile = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

  document.addEventListener("dragenter", (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    depth += 1;
    body.dataset.drag = t("photo.drop_anywhere");
  });
  document.addEventListener("dragleave", () => { if (depth > 0 && --depth === 0) done(); });
  document.addEventListener("dragover", (event) => {
    event.preventDefault(); // without it the browser would open the photo instead
    if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    done();
    const file = first(event.dataTransfer?.files);
    if (file) onFile(file);
    else onProblem(t("photo.no_file"));
  });
}

function first(files) {
  const all = [...(files ?? [])];
  return all.find((file) => file.type.startsWith("image/")) ?? all[0] ?? null;
}

// A sentence when there is no point in opening the file, null otherwise.
export async function problemWith(file) {
  if (file.type.startsWith("video/")) return t("photo.video");
  if (file.type && !file.type.startsWith("image/") && file.type !== "application/octet-stream") {
    return t("photo.not_a_photo");
  }
  if (file.size === 0) return t("photo.empty");
  try {
    await file.slice(0, 16).arrayBuffer(); // a folder, or a file that has gone away, fails here
  } catch {
    return t("photo.folder");
  }
  return null;
}

/** A sentence when what would be sent is more than the server takes, null otherwise. */
export const problemOfSize = (sent) => (sent.size > LIMIT ? t("photo.large", { size: (sent.size / 1024 / 1024).toFixed(1) }) : null);
