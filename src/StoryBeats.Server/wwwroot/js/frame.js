// The story-shaped frame: the photo in it, and the song worn on it as a sticker.

import { byId, el, text } from "./dom.js";
import { coverFor } from "./cover.js";
import { t } from "./words.js";

const photo = byId("photo");
const placeholder = byId("placeholder");
const sticker = byId("sticker");

let current = null;
let url = "";

export const framedFile = () => current;

export function framePhoto(file) {
  takeOff();
  if (file === current) return;
  if (url) URL.revokeObjectURL(url);
  current = file;
  url = file ? URL.createObjectURL(file) : "";
  photo.hidden = true; // until it has really loaded: many browsers cannot show HEIC
  placeholder.hidden = !file;
  placeholder.textContent = "";
  byId("prompt").hidden = Boolean(file);
  byId("drop-zone").classList.toggle("filled", Boolean(file));
  if (file) photo.src = url;
  else photo.removeAttribute("src");
}

photo.addEventListener("load", () => {
  photo.hidden = false;
  placeholder.hidden = true;
});

photo.addEventListener("error", () => {
  if (!current) return;
  placeholder.textContent = t("photo.unseen");
});

export function tryOn(song, palette) {
  sticker.replaceChildren(
    coverFor(song, palette),
    el("p", {},
      el("span", { class: "sr" }, t("photo.worn")),
      el("strong", { dir: "auto" }, text(song.name)),
      el("span", { dir: "auto" }, text(song.artist))),
  );
  sticker.hidden = false;
}

function takeOff() {
  sticker.hidden = true;
  sticker.replaceChildren();
}
