// What the visitor wishes of the songs. Languages and artists switched off stay so on this device; the rest is of this page.

const KEY = "storybeats-wishes";
const KEPT = ["languages", "exclude_artists", "exclude_languages"];

// What the API takes: the newest count.
const MOST_BANNED = 100;
const LONGEST_NAME = 200;

/** What the photo itself says, as long as the visitor does not. */
export const OF_PHOTO = ["energy", "valence", "tempo"];

const listeners = new Set();
const NOTHING = Object.fromEntries(KEPT.map((name) => [name, []]));
const now = { ...NOTHING, ...read() };

/** What is wished, as the API takes it: what is not wished is left out. */
export const wishes = () => Object.fromEntries(Object.entries(now)
  .filter(([, value]) => (Array.isArray(value) ? value.length : value !== null && value !== undefined))
  .map(([name, value]) => [name, Array.isArray(value) ? [...value] : value]));

/** Wishes one thing; null leaves it to the photo again. */
export function setWish(name, value) {
  if (JSON.stringify(now[name] ?? null) === JSON.stringify(value)) return;
  now[name] = value;
  if (KEPT.includes(name)) keep();
  for (const changed of listeners) changed(name);
}

/** Calls back with the name of whatever was wished otherwise. */
export const onWishes = (changed) => listeners.add(changed);

/** Drops what was wished of another photo or another reading; nobody is called back. */
export function forgetWishes(names) {
  for (const name of names) delete now[name];
}

/** Drops what is kept on this device. */
export function forgetKept() {
  for (const name of KEPT) setWish(name, []);
}

/** What is wished, without some of it. */
export const wishesBut = (names) => Object.fromEntries(Object.entries(wishes()).filter(([name]) => !names.includes(name)));

/** What must not come: `kind` is "exclude_artists" or "exclude_languages". */
export const banned = (kind) => [...now[kind]];

export function ban(kind, name) {
  if (name.length > LONGEST_NAME) return;
  setWish(kind, [...without(kind, name), name].slice(-MOST_BANNED));
  if (kind === "exclude_languages") setWish("languages", now.languages.filter((language) => language !== name));
}

export const allow = (kind, name) => setWish(kind, without(kind, name));

// Of what is kept now: another tab may have banned something while this one slept.
const without = (kind, name) => (read()[kind] ?? now[kind]).filter((other) => !same(other, name));

const same = (a, b) => a.toLowerCase() === b.toLowerCase();

// Another tab may have banned something meanwhile.
addEventListener("storage", (event) => {
  if (event.key !== KEY) return;
  Object.assign(now, NOTHING, read());
  for (const changed of listeners) for (const name of KEPT) changed(name);
});

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY)) ?? {};
    return Object.fromEntries(KEPT.filter((name) => Array.isArray(kept[name])).map((name) => [name, kept[name].filter((one) => typeof one === "string")]));
  } catch {
    return {}; // nothing kept, or kept by nobody we know
  }
}

function keep() {
  try {
    localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(KEPT.map((name) => [name, now[name]]))));
  } catch {
    // A browser that keeps nothing: the wishes last as long as the page.
  }
}
