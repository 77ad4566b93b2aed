// Wiring: which photo is being asked about, which result is on show, and what the page looks like meanwhile.

import { ApiError, moreSongs, recommend } from "./api.js";
import { applyTheme } from "./colors.js";
import { byId, countWord, el, isNumber, text } from "./dom.js";
import { closeFelt, listenForFelt, showFelt } from "./felt.js";
import { framedFile, framePhoto, tryOn } from "./frame.js";
import { chosenLanguages, onLanguagesChange } from "./languages.js";
import { listenForMemory } from "./memory.js";
import { listenForPhotos, problemWith } from "./photo.js";
import { stop as stopPreview } from "./player.js";
import { listenForPlaylist, offerPlaylist } from "./playlist.js";
import { findPreviews } from "./previews.js";
import { clearProblem, showProblem } from "./problem.js";
import { tell } from "./signals.js";
import { songItem } from "./songs.js";
import { showVibe } from "./vibe.js";

const BATCH = 5;
const PHASES = [[0, "Reading the photo…"], [1400, "Choosing songs…"], [12000, "Still choosing songs…"]];

const ui = Object.fromEntries(["another", "camera-again", "cancel", "intro", "mood", "more", "more-area", "more-end", "photo", "relaxed", "skeleton", "songs", "songs-heading", "status", "vibe", "vibe-skeleton"].map((id) => [id, byId(id)]));

let shown = null; // the result on the page: { file, languages, session, remaining, colors, worn }
let flight = null; // the question being asked: { file, languages, controller, timers }
let moreFlight = null;
let picked = 0;

const say = (sentence) => { ui.status.textContent = sentence; };

function setState(state, { keepVibe = false } = {}) {
  const loading = state === "loading";
  const result = state === "result";
  const focused = document.activeElement;
  document.body.dataset.state = state;
  ui.intro.classList.toggle("sr", loading || result); // its heading stays the page's heading
  ui.vibe.hidden = !(result || keepVibe);
  ui["songs-heading"].hidden = !(loading || result);
  ui.skeleton.hidden = !loading;
  ui["vibe-skeleton"].hidden = !loading || keepVibe;
  ui.songs.hidden = !result;
  ui.relaxed.hidden = !result || !ui.relaxed.children.length;
  ui["more-area"].hidden = !result;
  ui.another.hidden = !framedFile();
  ui["camera-again"].hidden = !framedFile();
  ui.cancel.hidden = !loading;

  // Keyboard focus must not be left on something that has just been hidden.
  const lost = !focused || focused === document.body || !focused.checkVisibility();
  if (lost && loading) ui.cancel.focus({ preventScroll: true });
  else if (lost && result) ui.mood.focus({ preventScroll: true });
  else if (lost) (framedFile() ? ui.another : byId("choose")).focus({ preventScroll: true });
}

async function pick(file) {
  const mine = (picked += 1);
  const problem = await problemWith(file);
  if (mine !== picked) return;
  if (problem) showProblem(problem);
  else ask(file);
}

function land() {
  flight?.controller.abort();
  flight?.timers.forEach(clearTimeout);
  flight = null;
  moreFlight?.abort();
  moreFlight = null;
}

async function ask(file) {
  land();
  clearProblem();
  stopPreview();
  const samePhoto = shown?.file === file;
  const languages = chosenLanguages();
  const mine = flight = { file, languages, controller: new AbortController(), timers: PHASES.map(([after, words]) => setTimeout(say, after, words)) };
  if (framedFile() !== file) scrollTo({ top: 0 });
  framePhoto(file);
  setState("loading", { keepVibe: samePhoto });

  try {
    const answer = await recommend(file, languages, mine.controller.signal);
    if (flight !== mine) return;
    land();
    showAnswer(file, languages, answer);
  } catch (error) {
    if (flight !== mine || error.name === "AbortError") return;
    land();
    const retryable = error instanceof ApiError && error.retryable;
    backToShown({ keepPhoto: retryable });
    report(error, { action: retryable ? () => ask(file) : undefined });
  }
}

// After a failure or a cancel: the earlier result as it was, or the empty page.
function backToShown({ keepPhoto = false } = {}) {
  say("");
  if (shown) {
    framePhoto(shown.file);
    if (shown.worn) tryOn(shown.worn, shown.colors);
    if (!ui.more.hidden) updateMore(); // its label may be that of a question just cancelled
  } else if (!keepPhoto) {
    framePhoto(null);
  }
  setState(shown ? "result" : "idle");
}

function report(error, { action, ...rest } = {}) {
  const known = error instanceof ApiError;
  if (!known) console.error(error);
  showProblem(known ? error.message : "Something went wrong on this page. Try again.", { action, waitSeconds: known ? error.retryAfter : 0, ...rest });
}

function showAnswer(file, languages, answer) {
  const { analysis, songs } = answer;
  shown = { file, languages, session: text(answer.session_id), remaining: answer.remaining, colors: analysis.colors, worn: null };
  applyTheme(analysis.colors);
  ui.songs.replaceChildren();
  showReading(answer);
  if (songs.length) wear(songs[0], ui.songs.querySelector(".try-on"));
  updateMore(songs.length ? "" : "No song fits this photo and these languages. Try Any.", songs.length === 0);
  setState("result");
  offerPlaylist();
  say(`${countWord(songs.length)} ${songs.length === 1 ? "song" : "songs"} for a ${text(analysis.mood) || "good"} photo.`);
}

function showReading({ analysis, songs, relaxed }) {
  showVibe(analysis);
  showFelt(analysis);
  closeFelt();
  ui.photo.alt = text(analysis.description) ? `Your photo. ${text(analysis.description)}` : "The photo you chose";
  showRelaxed(relaxed);
  return addSongs(songs);
}

// What had to give way, and which source could not give all.
function showRelaxed(relaxed) {
  const messages = new Set(relaxed.map((item) => text(item?.message)).filter(Boolean));
  ui.relaxed.replaceChildren(...[...messages].map((message) => el("li", {}, `${message} `)));
  ui.relaxed.hidden = !ui.relaxed.children.length;
}

// Songs for the mood that was felt come in place of the others; what was liked stays.
function showCorrected(answer) {
  const { analysis, songs } = answer;
  moreFlight?.abort();
  moreFlight = null;
  stopPreview();
  for (const item of [...ui.songs.children]) if (item.dataset.verdict !== "liked") item.remove();
  shown.remaining = answer.remaining;
  const [first] = showReading(answer);
  if (first) wear(songs[0], first.querySelector(".try-on"));
  updateMore(text(answer.message), songs.length === 0);
  ui.mood.focus({ preventScroll: true });
  ui.vibe.scrollIntoView({ block: "nearest" });
  say(`${countWord(songs.length)} ${songs.length === 1 ? "song" : "songs"} for a ${text(analysis.mood)} photo.`);
}

// All that was kept is deleted: the page forgets, too.
function startOver() {
  land();
  clearProblem();
  stopPreview();
  shown = null;
  framePhoto(null);
  applyTheme([]);
  say("");
  setState("idle");
}

function addSongs(songs) {
  const items = songs.map((song) => songItem(song, { session: shown.session, colors: shown.colors, say, onTryOn: (chosen, button) => {
    wear(chosen, button);
    say(`On your photo: ${text(chosen.name)}`);
    byId("drop-zone").scrollIntoView({ block: "nearest" });
  } }));
  ui.songs.append(...items);
  findPreviews(items.map((item, i) => ({ item, song: songs[i] })), { session: shown.session, colors: shown.colors, say });
  return items;
}

function wear(song, button) {
  shown.worn = song;
  tryOn(song, shown.colors);
  for (const other of ui.songs.querySelectorAll(".try-on")) {
    const on = other === button;
    other.setAttribute("aria-pressed", String(on));
    other.textContent = on ? "On photo" : "Try on photo";
    other.setAttribute("aria-label", `${other.textContent}: ${other.closest(".song").querySelector(".song-title").textContent}`);
  }
}

function updateMore(sentence = "", finished = false) {
  const left = shown.remaining;
  const nothing = finished || !shown.session; // with none ranked, the server ranks afresh
  ui.more.hidden = nothing;
  ui.more.textContent = `${countWord(isNumber(left) && left > 0 ? Math.min(BATCH, left) : BATCH)} more`;
  ui["more-end"].hidden = !nothing;
  ui["more-end"].textContent = nothing ? sentence || "That is every song we would put on this photo." : "";
}

async function more() {
  if (moreFlight || !shown) return;
  clearProblem();
  const mine = moreFlight = new AbortController();
  ui.more.setAttribute("aria-disabled", "true"); // not `disabled`, which would drop the focus
  ui.more.textContent = "Choosing songs…";
  say("Choosing songs…");
  try {
    const answer = await moreSongs(shown.session, mine.signal);
    if (moreFlight !== mine) return;
    shown.remaining = answer.remaining;
    if (answer.relaxed.some((item) => text(item?.message))) showRelaxed(answer.relaxed);
    const [first] = addSongs(answer.songs);
    updateMore(text(answer.message), answer.songs.length === 0);
    if (answer.songs.length) tell(shown.session, "load_more");
    first?.focus();
    const count = answer.songs.length;
    say([count ? `${countWord(count)} more ${count === 1 ? "song" : "songs"} added.` : "", ui["more-end"].textContent].filter(Boolean).join(" "));
    if (!first && ui.more.hidden) focusEnd();
  } catch (error) {
    if (moreFlight !== mine || error.name === "AbortError") return;
    say("");
    updateMore();
    const { file } = shown;
    const expired = error.status === 404;
    report(error, { beside: ui["more-area"], action: expired ? () => ask(file) : more, label: expired ? "Read the photo again" : "Try again" });
  } finally {
    if (moreFlight === mine) moreFlight = null;
    if (!moreFlight) ui.more.removeAttribute("aria-disabled");
  }
}

function focusEnd() {
  ui["more-end"].tabIndex = -1;
  ui["more-end"].focus();
}

function buildSkeleton() {
  const block = (name) => el("i", { class: name });
  ui.skeleton.append(...Array.from({ length: BATCH }, () =>
    el("div", { class: "sk-song" }, block("sk-cover"), el("div", {}, block("sk-title"), block("sk-line short")))));
}

buildSkeleton();
listenForPhotos({ onFile: pick, onProblem: (sentence) => showProblem(sentence) });
onLanguagesChange(() => {
  const latest = flight ?? shown;
  if (latest && latest.languages.join() !== chosenLanguages().join()) ask(latest.file);
});
listenForFelt({ session: () => shown?.session, onCorrected: showCorrected, say });
listenForPlaylist({ session: () => shown?.session });
listenForMemory({ session: () => shown?.session, onForgotten: startOver });
ui.more.addEventListener("click", more);
ui.cancel.addEventListener("click", () => { land(); backToShown(); });
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && flight) ui.cancel.click(); });
