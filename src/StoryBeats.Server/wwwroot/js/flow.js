// From a photo to its songs: which photo is being asked about, which result is on show, and what the page looks like meanwhile.

import { ApiError, moreSongs, recommend } from "./api.js";
import { applyTheme } from "./colors.js";
import { byId, el, isNumber, text } from "./dom.js";
import { closeFelt, listenForFelt, showFelt } from "./felt.js";
import { framedFile, framePhoto, tryOn } from "./frame.js";
import { problemOfSize } from "./photo.js";
import { stop as stopPreview } from "./player.js";
import { listenForPlaylist, offerPlaylist } from "./playlist.js";
import { findPreviews } from "./previews.js";
import { clearProblem, showProblem } from "./problem.js";
import { capitalized, firstAsked, isLocal, nameOf } from "./readers.js";
import { refineList } from "./refine.js";
import { noteHistory } from "./remembered.js";
import { shrunk } from "./shrink.js";
import { tell } from "./signals.js";
import { itemNow, songItem, songsShown, updateReasons } from "./songs.js";
import { isTuning, listenForTuning, showTuning, tune, wished } from "./tuning.js";
import { showVibe } from "./vibe.js";
import { forgetWishes, OF_PHOTO, wishesBut } from "./wishes.js";
import { has, langOfServer, onLanguage, t, word } from "./words.js";

const BATCH = 5;
const MOST = 30; // as many as are ranked at once
const PREVIEWS_MS = 400; // as long as it takes to let a slider go
const PHASES = [[0, "status.reading"], [1400, "status.choosing"], [12000, "status.still"]];

const ui = Object.fromEntries(["another", "camera-again", "cancel", "intro", "looking", "mood", "more", "more-area", "more-end", "photo", "relaxed", "skeleton", "songs", "songs-heading", "status", "tuning", "vibe", "vibe-skeleton"].map((id) => [id, byId(id)]));

let shown = null; // the result on the page: { file, analysis, session, remaining, colors, worn, chosen, sent, told, count, titles }
let flight = null; // the question being asked: { file, past, asked, controller, timers, drafted }
let moreFlight = null;
let looksForPreviews = 0;
const waiting = []; // songs to look for previews of, with their list items

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
  ui.tuning.hidden = !result;
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
  keep();
}

// Who looks at the photo, and what came of it: a line above the songs, so that nothing jumps when it changes.
function look(sentence) {
  ui.looking.textContent = sentence;
  ui.looking.hidden = !sentence;
}

/** Asks for songs for a photo. */
export async function ask(file) {
  land();
  clearProblem();
  stopPreview();
  const samePhoto = shown?.file === file;
  const past = samePhoto ? ["like"] : ["like", ...OF_PHOTO]; // wished of the songs on show; it holds until there are others
  const mine = flight = { file, past, asked: JSON.stringify(wishesBut(past)), controller: new AbortController(), timers: PHASES.map(([after, key]) => setTimeout(() => say(t(key)), after)) };
  if (framedFile() !== file) scrollTo({ top: 0 });
  framePhoto(file);
  setState("loading", { keepVibe: samePhoto });

  try {
    const sent = await shrunk(file);
    if (flight !== mine) return;
    const problem = problemOfSize(sent);
    if (problem) {
      land();
      backToShown();
      showProblem(problem);
      return;
    }
    const answer = await recommend(sent, JSON.parse(mine.asked), mine.controller.signal, {
      onVibe: (analysis, draft) => { if (flight === mine && !mine.drafted) showEarly(analysis, draft); },
      onSongs: (draft) => { if (flight === mine) showDraft(mine, draft); },
    });
    if (flight !== mine) return;
    land();
    if (mine.drafted) showRefined(answer);
    else showAnswer(mine, answer);
    offerPlaylist();
    keep();
  } catch (error) {
    if (flight !== mine || error.name === "AbortError") return;
    if (mine.drafted) {
      if (!(error instanceof ApiError)) console.error(error);
      stopLooking(t("looking.they_stay", { why: whyUnseen(error) }));
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
  return t(status ? "looking.server" : "looking.connection", { reader: firstAsked() });
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
    showTuning(shown.analysis);
    tune(); // what was wished meanwhile
  } else {
    applyTheme([]);
    if (!keepPhoto) framePhoto(null);
  }
  setState(shown ? "result" : "idle");
}

function report(error, { action, ...rest } = {}) {
  const known = error instanceof ApiError;
  if (!known) console.error(error);
  showProblem(known ? error.message : t("error.page"), { action, waitSeconds: known ? error.retryAfter : 0, lang: error.lang, ...rest });
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
  showAnswer(mine, answer, { draft: true });
  ui.more.setAttribute("aria-disabled", "true");
  look(t("looking.first", { reader: firstAsked() }));
  say(`${ui.status.textContent} ${t("looking.still", { reader: firstAsked() })}`);
}

function showAnswer({ file, past, asked }, answer, { draft = false } = {}) {
  const { analysis, songs } = answer;
  forgetWishes(past);
  shown = { file, analysis, session: text(answer.session_id), remaining: answer.remaining, colors: analysis.colors, worn: null, chosen: false, sent: draft, told: asked, count: songs.length, titles: new Map() };
  applyTheme(analysis.colors);
  ui.songs.replaceChildren();
  look("");
  showReading(answer, { draft });
  if (songs.length) wear(songs[0], ui.songs.querySelector(".try-on"));
  else offerStory(); // there is none
  updateMore(songs.length ? "" : t("songs.none"), songs.length === 0);
  setState("result");
  sayHowMany(songs);
  tune(); // what was wished while it was read
}

// A model has looked at the photo: its songs come in place of the first ones.
function showRefined(answer) {
  const { analysis } = answer;
  Object.assign(shown, { colors: analysis.colors, session: text(answer.session_id) || shown.session });
  applyTheme(analysis.colors);
  const changed = replaceSongs(answer);
  updateMore();
  look(whatChanged(analysis, changed));
  say(ui.looking.textContent);
  if (isTuning()) shown.told = ""; // what is on its way may be of the first songs still
  tune();
}

// Songs for what was just wished. Only the last of many answers is spoken of and looked for.
function showTuned(answer, { settled }) {
  clearProblem();
  moreFlight?.abort();
  moreFlight = null;
  if (!flight) {
    ui.more.removeAttribute("aria-disabled");
    look("");
  }
  replaceSongs(answer);
  updateMore(answer.songs.length ? "" : t("songs.none"), answer.songs.length === 0);
  if (!settled) return;
  sayHowMany(answer.songs);
  if (!flight) keep();
}

// Other songs in place of those on show. What stays, what was liked and what is heard keep their place.
function replaceSongs(answer) {
  const { analysis, songs } = answer;
  const before = new Map([...ui.songs.children].map((item) => [item.dataset.song, item]));
  Object.assign(shown, { analysis, remaining: answer.remaining });
  const fresh = songs.filter((song) => !before.has(song.id));
  const made = new Map(makeSongs(fresh).map((item, i) => [fresh[i].id, item]));
  const kept = (item) => item.dataset.verdict === "liked" || item.dataset.playing === "yes";
  refineList(ui.songs, songs.map((song) => made.get(song.id) ?? before.get(song.id)), kept, () => {
    showRead(answer, { draft: Boolean(flight?.drafted) });
    for (const song of songs) if (before.has(song.id)) updateReasons(before.get(song.id), song);
  });
  const stays = shown.chosen && [...ui.songs.children].some((item) => item.dataset.song === shown.worn.id);
  if (songs.length && !stays) wear(songs[0], [...ui.songs.children].find((item) => item.dataset.song === songs[0].id).querySelector(".try-on"));
  return fresh.length;
}

function sayHowMany(songs) {
  say(t("songs.for", { count: songs.length, mood: moodInWords() || t("songs.good") }));
}

const moodInWords = () => word("mood", text(shown.analysis.mood));

function whatChanged({ source, readers }, count) {
  if (isLocal(source)) {
    const tried = Array.isArray(readers) ? readers.find((one) => !isLocal(one?.reader)) : null;
    return t("looking.could_not", { reader: capitalized(nameOf(tried?.reader) || t("reader.the_model")) });
  }
  return t(count ? "looking.changed" : "looking.same", { reader: capitalized(nameOf(source)), count });
}

function showReading(answer, options) {
  showRead(answer, options);
  closeFelt();
  return addSongs(answer.songs);
}

function showRead({ analysis, relaxed }, options) {
  showVibe(analysis, { ...shown, ...options });
  showFelt(analysis);
  showTuning(analysis);
  const description = text(analysis.description);
  ui.photo.alt = description ? t("photo.described", { description }) : t("photo.alt");
  showRelaxed(relaxed);
}

// What had to give way, and which source could not give all.
function showRelaxed(relaxed) {
  shown.relaxed = relaxed;
  const said = new Map(relaxed.filter((item) => text(item?.message)).map(({ filter, message }) => (
    has(`relaxed.${filter}`) ? [t(`relaxed.${filter}`), null] : [text(message), langOfServer()])));
  ui.relaxed.replaceChildren(...[...said].map(([sentence, lang]) => el("li", { lang }, `${sentence} `)));
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
  forgetWishes(OF_PHOTO); // the mood says them now
  Object.assign(shown, { analysis, remaining: answer.remaining, count: songs.length, told: isTuning() ? "" : wished() });
  const [first] = showReading(answer);
  if (first) wear(songs[0], first.querySelector(".try-on"));
  updateMore(t("songs.none_left"), songs.length === 0);
  ui.mood.focus({ preventScroll: true });
  ui.vibe.scrollIntoView({ block: "nearest" });
  sayHowMany(songs);
  keep();
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
  for (const song of songs) shown.titles.set(song.id, text(song.name));
  const items = songs.map((song) => songItem(song, { session: shown.session, colors: shown.colors, say, onTryOn: (chosen, button) => {
    shown.chosen = true;
    wear(chosen, button);
    say(t("photo.wears", { name: text(chosen.name) }));
    byId("drop-zone").scrollIntoView({ block: "nearest" });
  } }));
  items.forEach((item, i) => waiting.push({ item, song: songs[i] }));
  clearTimeout(looksForPreviews);
  looksForPreviews = setTimeout(lookForPreviews, shown.told === wished() ? 0 : PREVIEWS_MS);
  return items;
}

// Songs that a slider only passes are not looked for.
function lookForPreviews() {
  const still = waiting.splice(0).filter(({ item }) => itemNow(item).isConnected);
  if (still.length && shown) findPreviews(still, { session: shown.session, colors: shown.colors, say });
}

// For the history on this device. Without a connection there may be none to load; the songs are there all the same.
function keep() {
  const { file, analysis, session } = shown;
  const songs = songsShown();
  import("./history.js").then(({ remember: keepHere }) => {
    noteHistory(true);
    keepHere({ file, analysis, songs, session });
  }).catch(() => {});
}

function offerStory() {
  import("./story.js").then(({ storyFor }) => {
    if (shown) storyFor({ file: shown.file, song: shown.worn, analysis: shown.analysis, colors: shown.colors });
  }).catch(() => {});
}

function wear(song, button) {
  shown.worn = song;
  tryOn(song, shown.colors);
  offerStory();
  for (const other of ui.songs.querySelectorAll(".try-on")) {
    const on = other === button;
    other.setAttribute("aria-pressed", String(on));
    other.textContent = t(on ? "song.on_photo" : "song.try_on");
    other.setAttribute("aria-label", `${other.textContent}: ${other.closest(".song").querySelector(".song-title").textContent}`);
  }
}

function updateMore(sentence = "", finished = false) {
  const left = shown.remaining;
  const nothing = finished || !shown.session; // with none ranked, the server ranks afresh
  ui.more.hidden = nothing;
  ui.more.textContent = t("songs.more", { count: isNumber(left) && left > 0 ? Math.min(BATCH, left) : BATCH });
  ui["more-end"].hidden = !nothing;
  ui["more-end"].textContent = nothing ? sentence || t("songs.end") : "";
}

async function more() {
  if (flight?.drafted) say(ui.looking.textContent); // what comes next follows from it
  if (moreFlight || flight || !shown) return;
  clearProblem();
  const mine = moreFlight = new AbortController();
  ui.more.setAttribute("aria-disabled", "true"); // not `disabled`, which would drop the focus
  ui.more.textContent = t("status.choosing");
  say(t("status.choosing"));
  try {
    const answer = await moreSongs(shown.session, mine.signal);
    if (moreFlight !== mine) return;
    shown.remaining = answer.remaining;
    if (answer.relaxed.some((item) => text(item?.message))) showRelaxed(answer.relaxed);
    const [first] = addSongs(answer.songs);
    shown.count += answer.songs.length;
    keep();
    updateMore(t("songs.none_left"), answer.songs.length === 0);
    if (answer.songs.length) tell(shown.session, "load_more");
    first?.focus();
    const count = answer.songs.length;
    say([count ? t("songs.added", { count }) : "", ui["more-end"].textContent].filter(Boolean).join(" "));
    if (!first && ui.more.hidden) focusEnd();
  } catch (error) {
    if (moreFlight !== mine || error.name === "AbortError") return;
    say("");
    updateMore();
    reportOfSession(error, { beside: ui["more-area"], action: more });
  } finally {
    if (moreFlight === mine) moreFlight = null;
    if (!moreFlight) ui.more.removeAttribute("aria-disabled");
  }
}

// A session that has ended can only begin again with its photo.
function reportOfSession(error, { beside, action }) {
  const { file } = shown;
  const expired = error.status === 404;
  report(error, { beside, action: expired ? () => ask(file) : action, label: t(expired ? "problem.read_again" : "problem.retry") });
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

// The texts made of what is known here; what only passes is gone.
function redraw() {
  if (!shown) return;
  showRead({ analysis: shown.analysis, relaxed: shown.relaxed }, { draft: Boolean(flight?.drafted) });
  if (shown.worn) tryOn(shown.worn, shown.colors);
  if (!flight) say("");
  if (!ui.more.hidden) updateMore();
}

const page = { session: () => shown?.session, onForgotten: startOver };

/** Does what the switch "Remember my taste" says. */
export const remember = async () => (await import("./memory.js")).rememberAsSwitched(page);

/** Opens what is kept of the visitor. */
export const openKept = async () => (await import("./memory.js")).openKept(page);

buildSkeleton();
listenForTuning({
  shown: () => (flight && !flight.drafted ? null : shown),
  count: () => Math.min(MOST, Math.max(BATCH, shown.count)),
  titleOf: (id) => shown?.titles.get(id) ?? "",
  onTuned: showTuned,
  onFailed: (error) => reportOfSession(error, { beside: byId("languages"), action: tune }),
});
onLanguage(redraw);
// Who says what the photo felt like need not wait for what a model says.
listenForFelt({ session: () => shown?.session, onAsking: () => stopLooking(""), onCorrected: showCorrected, say });
listenForPlaylist({ session: () => shown?.session });
ui.more.addEventListener("click", more);
ui.cancel.addEventListener("click", () => { land(); backToShown(); });
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !flight || document.querySelector("dialog[open]")) return;
  if (!flight.drafted) return void ui.cancel.click();
  stopLooking(t("looking.stopped"));
  say(ui.looking.textContent);
});
