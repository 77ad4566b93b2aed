// Sliders and other wishes: each change asks the server to choose anew among what it has fetched already. The photo is not sent again.

import { refineSongs } from "./api.js";
import { byId, el, isNumber, percent } from "./dom.js";
import { onWishes, setWish, wishes } from "./wishes.js";
import { t } from "./words.js";

const SETTLE_MS = 60; // a slider that is dragged says much at once

// What a slider shows while nothing is wished: the photo's own, or the middle where the photo has no say.
const SLIDERS = [
  { name: "energy", least: 0, most: 1, step: 0.05 },
  { name: "valence", least: 0, most: 1, step: 0.05 },
  { name: "tempo", least: 40, most: 220, step: 5 },
  { name: "freshness", least: 0, most: 1, step: 0.05, unsaid: 0.5 },
  { name: "familiarity", least: 0, most: 1, step: 0.05, unsaid: 0.5 },
];

const rows = new Map();
const likeOff = byId("like-off");
let page = null;
let analysis = {};
let timer = 0;
let asking = false;

/**
 * `count` gives how many songs are on the page; `shown` gives the result, whose `told` holds the wishes its songs were chosen by, or null while there is none;
 * `onTuned` takes each answer and whether it is the last for now; `onFailed` takes what went wrong.
 */
export function listenForTuning(context) {
  page = context;
  byId("tuning-body").append(...SLIDERS.map(row));
  likeOff.addEventListener("click", () => {
    byId("songs").firstElementChild?.focus(); // the button goes
    setWish("like", null);
  });
  onWishes(() => {
    showTuning(analysis);
    clearTimeout(timer);
    timer = setTimeout(tune, SETTLE_MS);
  });
}

/** What is wished, in one string to compare. */
export const wished = () => JSON.stringify(wishes());

/** Asks for what is wished, unless the songs on the page were chosen by just that. One at a time: the newest wishes are asked next. */
export async function tune() {
  if (asking) return;
  asking = true;
  let on = null;
  try {
    do {
      on = page.shown();
      const asked = wished();
      if (!on?.session || on.told === asked) return;
      on.told = asked;
      const answer = await refineSongs(on.session, JSON.parse(asked), page.count());
      if (page.shown() !== on) continue; // another photo meanwhile
      page.onTuned(answer, { settled: wished() === asked });
    } while (wished() !== page.shown()?.told);
  } catch (error) {
    on.told = "";
    if (page.shown() === on) page.onFailed(error);
  } finally {
    asking = false;
  }
}

export const isTuning = () => asking;

/** The sliders where the wishes are, or else where the photo is. */
export function showTuning(read) {
  analysis = read;
  const now = wishes();
  for (const slider of SLIDERS) show(slider, now[slider.name]);
  const liked = now.like ? page.titleOf(now.like) : "";
  likeOff.hidden = !liked;
  likeOff.textContent = `${t("tuning.like", { name: liked })} ✕`;
  likeOff.setAttribute("aria-label", t("tuning.like_off", { name: liked }));
}

function row(slider) {
  const { name, least, most, step } = slider;
  const id = `tune-${name}`;
  const input = el("input", { type: "range", id, min: least, max: most, step, oninput: () => setWish(name, Number(input.value)) });
  const output = el("output", { for: id });
  const reset = el("button", { type: "button", class: "text-button", onclick: () => { setWish(name, null); input.focus(); } });
  rows.set(name, { input, output, reset });
  return el("div", { class: "tune" },
    el("label", { for: id, "data-t": `tuning.${name}` }, t(`tuning.${name}`)),
    output, reset, input,
    el("div", { class: "tune-ends", "aria-hidden": "true" }, ...["low", "high"].map((end) => el("span", { "data-t": `tuning.${name}_${end}` }, t(`tuning.${name}_${end}`)))));
}

function show({ name, unsaid }, wish) {
  const { input, output, reset } = rows.get(name);
  const value = wish ?? analysis[name] ?? unsaid;
  const said = isNumber(wish) || unsaid === undefined ? inWords(name, value) : t("tuning.any");
  if (isNumber(value)) input.value = value;
  input.style.setProperty("--at", `${((Number(input.value) - input.min) / (input.max - input.min)) * 100}%`);
  input.setAttribute("aria-valuetext", said);
  output.textContent = said;
  reset.textContent = unsaid === undefined ? t("tuning.as_photo") : t("tuning.any");
  reset.setAttribute("aria-label", t("tuning.reset", { name: t(`tuning.${name}`), to: reset.textContent }));
  reset.classList.toggle("unused", !isNumber(wish));
  reset.disabled = !isNumber(wish);
}

function inWords(name, value) {
  if (!isNumber(value)) return "–";
  return name === "tempo" ? t("vibe.bpm", { tempo: Math.round(value) }) : t("tuning.percent", { percent: percent(value) });
}
