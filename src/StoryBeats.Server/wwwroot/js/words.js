// The page's texts in the visitor's language; those of other languages are never loaded.

const KEY = "storybeats-language";
// The pages for those who run the server are in English alone.
const LANGUAGES = (document.documentElement.dataset.languages ?? "en").split(" ");

const listeners = new Set();
let words = {};

/** The language of the page: "en" or "hi". */
export let language = "en";

/** The text of a key; what stands in {braces} is filled in. */
export function t(key, values = {}) {
  const entry = words[key];
  if (typeof entry === "function") return entry(values);
  return entry?.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "") ?? key;
}

/** Whether there is a text for it: what a server says may be newer than this page. */
export const has = (key) => Object.hasOwn(words, key);

/** A word the server says in English, in the page's language where it is known. */
export const word = (kind, english) => (has(`${kind}.${english}`) ? t(`${kind}.${english}`) : english);

/** Day and time of an instant, as this browser writes English or as the page's language does. */
export const dayOf = (instant) => new Date(instant).toLocaleString(locale(), { dateStyle: "medium", timeStyle: "short" });

/** Its time alone. */
export const timeOf = (instant) => new Date(instant).toLocaleTimeString(locale(), { timeStyle: "short" });

const locale = () => (language === "en" ? undefined : language);

/** The `lang` of what the server wrote, which is English. */
export const langOfServer = () => (language === "en" ? null : "en");

/** Changes the page's language and keeps the choice on this device. */
export async function setLanguage(name) {
  await load(name);
  try {
    localStorage.setItem(KEY, name);
  } catch {
    // A browser that keeps nothing: the choice lasts as long as the page.
  }
  translate(document);
  for (const changed of listeners) changed();
}

/** Calls back whenever the language has changed. */
export const onLanguage = (changed) => listeners.add(changed);

/** Puts the texts of elements with data-t in place, and those of attributes named in data-t-… */
export function translate(root) {
  document.documentElement.lang = language;
  for (const node of root.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const [from, to] of [["data-t-label", "aria-label"], ["data-t-alt", "alt"], ["data-t-content", "content"]]) {
    for (const node of root.querySelectorAll(`[${from}]`)) node.setAttribute(to, t(node.getAttribute(from)));
  }
}

async function load(name) {
  const parts = await Promise.all([import(`./words/${name}.js`), import(`./words/${name}.story.js`)]);
  words = Object.assign({}, ...parts.map((part) => part.default));
  language = name;
}

function first() {
  const wanted = [chosen(), ...navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase())];
  return wanted.find((name) => LANGUAGES.includes(name)) ?? "en";
}

function chosen() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

let loading = null;

/** Loads the first words: until then a text is its key. The page does not wait for them, it can be pressed at once. What failed is tried again. */
export function loaded() {
  loading ??= load(first()).catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

loaded().catch(() => {}); // as early as can be
