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
import { capitalized, firstAsked, isLocal, nameOf, tellReaders } from "./readers.js";
import { refineList } from "./refine.js";
import { tell } from "./signals.js";
import { songItem, updateReasons } from "./songs.js";
import { showVibe } from "./vibe.js";

const BATCH = 5;
const PHASES = [[0, "Reading the photo…"], [1400, "Choosing songs…"], [12000, "Still choosing songs…"]];

const ui = Object.fromEntries(["another", "camera-again", "cancel", "intro", "looking", "mood", "more", "more-area", "more-end", "photo", "relaxed", "skeleton", "songs", "songs-heading", "status", "vibe", "vibe-skeleton"].map((id) => [id, byId(id)]));

let shown = null; // the result on the page: { file, languages, analysis, session, remaining, colors, worn, chosen, sent }
let flight = null; // the question being asked: { file, languages, controller, timers, drafted }
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
  ui.looking.hidden = !result || !ui.looking.textContent;
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
  ui.more.removeAttribute("aria-disabled");
}

// Lands where the first songs are on show already: they stay.
function stopLooking(sentence) {
  if (!flight?.drafted) return;
  land();
  look(sentence);
  showVibe(shown.analysis, shown);
  offerPlaylist();
}

// Who looks at the photo, and what came of it: a line above the songs, so that nothing jumps when it changes.
function look(sentence) {
  ui.looking.textContent = sentence;
  ui.looking.hidden = !sentence;
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
    const answer = await recommend(file, languages, mine.controller.signal, {
      onVibe: (analysis, draft) => { if (flight === mine && !mine.drafted) showEarly(analysis, draft); },
      onSongs: (draft) => { if (flight === mine) showDraft(mine, draft); },
    });
    if (flight !== mine) return;
    land();
    if (mine.drafted) showRefined(answer);
    else showAnswer(file, languages, answer);
    offerPlaylist();
  } catch (error) {
    if (flight !== mine || error.name === "AbortError") return;
    if (mine.drafted) {
      if (!(error instanceof ApiError)) console.error(error);
      stopLooking(`${whyUnseen(error)} These songs stay.`);
      say(ui.looking.textContent);
      return;
    }
    land();
    const retryable = error instanceof ApiError && error.retryable;
    backToShown({ keepPhoto: retryable });
    report(error, { action: retryable ? () => ask(file) : undefined });
  }
}

function whyUnseen({ status, message }) {
  if (status === 404) return message; // deleted meanwhile, elsewhere
  return `${status ? "Something went wrong on the server" : "The connection broke"} before ${firstAsked()} had looked.`;
}

// After a failure or a cancel: the earlier result as it was, or the empty page.
function backToShown({ keepPhoto = false } = {}) {
  say("");
  if (shown) {
    applyTheme(shown.colors);
    showVibe(shown.analysis, shown);
    framePhoto(shown.file);
    if (shown.worn) tryOn(shown.worn, shown.colors);
    if (!ui.more.hidden) updateMore(); // its label may be that of a question just cancelled
  } else {
    applyTheme([]);
    if (!keepPhoto) framePhoto(null);
  }
  setState(shown ? "result" : "idle");
}

function report(error, { action, ...rest } = {}) {
  const known = error instanceof ApiError;
  if (!known) console.error(error);
  showProblem(known ? error.message : "Something went wrong on this page. Try again.", { action, waitSeconds: known ? error.retryAfter : 0, ...rest });
}

// The reading is there before the songs are.
function showEarly(analysis, draft) {
  applyTheme(analysis.colors);
  showVibe(analysis, { draft });
  ui.vibe.hidden = false;
  ui["vibe-skeleton"].hidden = true;
}

function showDraft(mine, answer) {
  mine.drafted = true;
  mine.timers.forEach(clearTimeout);
  showAnswer(mine.file, mine.languages, answer, { draft: true });
  ui.more.setAttribute("aria-disabled", "true");
  const still = `${firstAsked()} is still looking at the photo…`;
  look(`First songs. ${still}`);
  say(`${ui.status.textContent} ${still}`);
}

function showAnswer(file, languages, answer, { draft = false } = {}) {
  const { analysis, songs } = answer;
  shown = { file, languages, analysis, session: text(answer.session_id), remaining: answer.remaining, colors: analysis.colors, worn: null, chosen: false, sent: draft };
  applyTheme(analysis.colors);
  ui.songs.replaceChildren();
  look("");
  showReading(answer, { draft });
  if (songs.length) wear(songs[0], ui.songs.querySelector(".try-on"));
  updateMore(songs.length ? "" : "No song fits this photo and these languages. Try Any.", songs.length === 0);
  setState("result");
  say(`${countWord(songs.length)} ${songs.length === 1 ? "song" : "songs"} for a ${text(analysis.mood) || "good"} photo.`);
}

// A model has looked at the photo: its songs come in place of the first ones. What stays, what was liked and what is heard keep their place.
function showRefined(answer) {
  const { analysis, songs } = answer;
  const before = new Map([...ui.songs.children].map((item) => [item.dataset.song, item]));
  Object.assign(shown, { analysis, remaining: answer.remaining, colors: analysis.colors, session: text(answer.session_id) || shown.session });
  applyTheme(analysis.colors);
  const fresh = songs.filter((song) => !before.has(song.id));
  const made = new Map(makeSongs(fresh).map((item, i) => [fresh[i].id, item]));
  const kept = (item) => item.dataset.verdict === "liked" || item.dataset.playing === "yes";
  refineList(ui.songs, songs.map((song) => made.get(song.id) ?? before.get(song.id)), kept, () => {
    showRead(answer);
    for (const song of songs) if (before.has(song.id)) updateReasons(before.get(song.id), song);
  });
  const stays = shown.chosen && [...ui.songs.children].some((item) => item.dataset.song === shown.worn.id);
  if (songs.length && !stays) wear(songs[0], ui.songs.querySelector(".try-on"));
  updateMore();
  look(whatChanged(analysis, fresh.length));
  say(ui.looking.textContent);
}

function whatChanged({ source, readers }, count) {
  if (isLocal(source)) {
    const tried = Array.isArray(readers) ? readers.find((one) => !isLocal(one?.reader)) : null;
    return `${capitalized(nameOf(tried?.reader) || "the model")} could not read the photo: the songs stay.`;
  }
  const seen = `${capitalized(nameOf(source))} has looked at the photo`;
  return count ? `${seen}: ${count} ${count === 1 ? "song" : "songs"} changed.` : `${seen}: the songs stay.`;
}

function showReading(answer, options) {
  showRead(answer, options);
  closeFelt();
  return addSongs(answer.songs);
}

function showRead({ analysis, relaxed }, options) {
  showVibe(analysis, { ...shown, ...options });
  showFelt(analysis);
  ui.photo.alt = text(analysis.description) ? `Your photo. ${text(analysis.description)}` : "The photo you chose";
  showRelaxed(relaxed);
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
  look("");
  moreFlight?.abort();
  moreFlight = null;
  stopPreview();
  for (const item of [...ui.songs.children]) if (item.dataset.verdict !== "liked") item.remove();
  Object.assign(shown, { analysis, remaining: answer.remaining });
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
  const items = makeSongs(songs);
  ui.songs.append(...items);
  return items;
}

function makeSongs(songs) {
  const items = songs.map((song) => songItem(song, { session: shown.session, colors: shown.colors, say, onTryOn: (chosen, button) => {
    shown.chosen = true;
    wear(chosen, button);
    say(`On your photo: ${text(chosen.name)}`);
    byId("drop-zone").scrollIntoView({ block: "nearest" });
  } }));
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
  if (flight?.drafted) say(ui.looking.textContent); // what comes next follows from it
  if (moreFlight || flight || !shown) return;
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
// Who says what the photo felt like need not wait for what a model says.
listenForFelt({ session: () => shown?.session, onAsking: () => stopLooking(""), onCorrected: showCorrected, say });
listenForPlaylist({ session: () => shown?.session });
listenForMemory({ session: () => shown?.session, onForgotten: startOver });
ui.more.addEventListener("click", more);
ui.cancel.addEventListener("click", () => { land(); backToShown(); });
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !flight || document.querySelector("dialog[open]")) return;
  if (!flight.drafted) return void ui.cancel.click();
  stopLooking("Stopped: these songs stay.");
  say(ui.looking.textContent);
});
tellReaders();
