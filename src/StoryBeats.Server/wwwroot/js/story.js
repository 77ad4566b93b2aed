// The story card on the page: three designs to choose from, then shared or saved. It is made in the browser; nothing is uploaded.

import { DESIGN_NAMES, drawCard } from "./card.js";
import { poster } from "./cover.js";
import { openDialog } from "./dialog.js";
import { byId, el, httpsUrl, text } from "./dom.js";
import { takeAlong } from "./export.js";
import { clock, songLine, startOf } from "./marks.js";
import { opened } from "./pictures.js";
import { canShare, download, fileName, share } from "./share.js";
import { songsShown } from "./songs.js";
import { onLanguage, t } from "./words.js";

const QUALITY = 0.92;
const COVER_MS = 4000;

let shown = null; // { file, song, analysis, colors } on the page
let design = DESIGN_NAMES[0];

/** What the page shows now; the first time, the way to its card and to its songs appears. */
export function storyFor(now) {
  shown = now;
  byId("story-actions").hidden = !shown?.song;
  if (!byId("story-open")) offer();
}

function offer() {
  const say = (sentence) => { byId("status").textContent = sentence; };
  byId("story-actions").replaceChildren(el("button", { type: "button", class: "button wide", id: "story-open", onclick: open }, t("card.make")));
  byId("take-along")?.remove();
  byId("more-area").append(takeAlong({ id: "take-along", songs: songsShown, title: () => text(shown.analysis.mood), say }));
}

onLanguage(() => { if (shown) offer(); });

async function open() {
  const { file, song, colors } = shown;
  const line = songLine(song);
  const parts = Promise.all([opened(file), coverOf(song, colors)]);
  const canvas = el("canvas");
  const picture = el("img", { class: "card-picture", alt: "" });
  const note = el("p", { class: "quiet", role: "status" });
  const sharing = el("button", { type: "button", class: "button accent wide", id: "card-share", hidden: true, onclick: () => send() }, t("card.share"));
  const saving = el("button", { type: "button", class: "button wide", id: "card-save", disabled: true, onclick: () => save() }, t("card.download"));
  let card = null; // a file, made before it is wanted: sharing must follow the press at once

  const dialog = await openDialog("card", "card.heading", letGo,
    el("div", { class: "card-sides" }, picture,
      el("div", { class: "card-choices" }, designs(drawAnew), sharing, saving, note, el("p", { class: "quiet" }, t("card.here")))));
  await drawAnew();

  async function drawAnew() {
    try {
      await draw();
    } catch {
      note.textContent = t("card.failed");
    }
  }

  async function draw() {
    const [photo, cover] = await parts;
    if (!dialog.isConnected) return;
    const mine = design;
    drawCard(canvas, { photo, cover, colors, design, song: inWords(song) });
    const blob = await new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", QUALITY); });
    if (mine !== design || !dialog.isConnected) return;
    note.textContent = blob ? (photo ? "" : t("card.no_photo")) : t("card.failed");
    if (blob) await show(blob, t(photo ? "card.shows" : "card.colors_show", { song: line }));
    if (mine === design) dialog.dataset.drawn = design;
  }

  async function show(blob, words) {
    card = new File([blob], fileName(text(song.name), "jpg"), { type: blob.type });
    sharing.hidden = !canShare(card);
    saving.classList.toggle("accent", sharing.hidden);
    saving.disabled = false;
    URL.revokeObjectURL(picture.src);
    picture.alt = words;
    picture.src = URL.createObjectURL(blob);
    await picture.decode().catch(() => {}); // another design came in between
  }

  async function letGo() {
    URL.revokeObjectURL(picture.src);
    const [photo] = await parts.catch(() => []);
    photo?.close();
  }

  async function send() {
    try {
      await share(card, line);
    } catch {
      note.textContent = t("card.not_shared");
    }
  }

  function save() {
    download(card, card.name);
    note.textContent = t("card.downloaded", { file: card.name });
  }
}

function designs(onChange) {
  const choose = (name) => { design = name; onChange(); };
  return el("fieldset", { class: "languages" }, el("legend", {}, t("card.design")),
    el("div", { class: "pills" }, ...DESIGN_NAMES.map((name) => el("label", {},
      el("input", { type: "radio", name: "card-design", value: name, checked: name === design, onchange: () => choose(name) }),
      el("span", {}, t(`card.${name}`))))));
}

function inWords(song) {
  const start = startOf(song);
  return { name: text(song.name) || t("song.untitled"), artist: text(song.artist), start: start === null ? "" : ` · ${t("song.from", { at: clock(start) })}` };
}

// The real cover where its owner lets it be drawn: any other would lock the canvas.
async function coverOf(song, colors) {
  const source = httpsUrl(song.album_cover);
  try {
    if (source) return await imageOf(source);
  } catch {
    // The generated one, then.
  }
  return imageOf(`data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(poster(song, colors)))}`);
}

async function imageOf(source) {
  const image = new Image();
  Object.assign(image, { crossOrigin: "anonymous", referrerPolicy: "no-referrer", src: source });
  await Promise.race([image.decode(), new Promise((_, reject) => { setTimeout(reject, COVER_MS); })]);
  return image;
}
