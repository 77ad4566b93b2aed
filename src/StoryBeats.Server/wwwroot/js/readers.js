// Who reads photos, and what they are called.

import { readers } from "./api.js";
import { byId, list, text } from "./dom.js";
import { loaded, onLanguage, t } from "./words.js";

const LOCAL = "local";
const SERVICES = {
  anthropic: { short: "Claude", long: "Claude (Anthropic)", host: "api.anthropic.com" },
  openai: { short: "OpenAI", long: "OpenAI (ChatGPT)", host: "api.openai.com" },
};
// Kinds of server, which say nothing of who runs them.
const NAMELESS = ["ollama", "compatible"];
const THIS_MACHINE = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

let models = []; // who is asked beside this server, in order
let hosts = new Map(); // where each of them is

export const isLocal = (reader) => text(reader).toLowerCase() === LOCAL;
export const nameOf = (reader) => serviceOf(reader)?.short ?? placed(reader);
/** The name as the first word of a sentence. */
export const capitalized = (name) => name.charAt(0).toUpperCase() + name.slice(1);
/** Who is asked first, as the first word of a sentence. */
export const firstAsked = () => capitalized(nameOf(models[0]) || t("reader.model"));

/** Says before the upload who will see the photo. */
export async function tellReaders() {
  try {
    const answer = await readers();
    await loaded();
    models = list(answer.readers).map(text).filter((reader) => reader && !isLocal(reader));
    hosts = new Map(Object.entries(answer.hosts ?? {}).map(([reader, host]) => [reader, text(host).toLowerCase()]));
  } catch {
    return; // The answer itself says who has read the photo.
  }
  show();
  onLanguage(show);
}

function show() {
  const line = byId("readers");
  line.hidden = !models.length;
  if (models.length) line.textContent = t("reader.told", { readers: either(models.map(wholeNameOf)) });
}

const serviceOf = (reader) => (Object.hasOwn(SERVICES, text(reader)) ? SERVICES[text(reader)] : null);

/** The name before the upload: a service's own, and who else the photo goes to. */
function wholeNameOf(reader) {
  const service = serviceOf(reader);
  if (!service) return placed(reader);
  const host = hosts.get(text(reader));
  return !host || host === service.host ? service.long : t("reader.at", { name: service.long, host });
}

/** A name that says nothing of where, with where. */
function placed(reader) {
  const name = NAMELESS.includes(text(reader)) ? t("reader.model") : text(reader);
  const host = hosts.get(text(reader));
  if (!name || !host) return name;
  return t(THIS_MACHINE.test(host) ? "reader.here" : "reader.at", { name, host });
}

const either = (names) => (names.length < 2 ? names.join("") : t("reader.or", { some: names.slice(0, -1).join(", "), last: names.at(-1) }));
