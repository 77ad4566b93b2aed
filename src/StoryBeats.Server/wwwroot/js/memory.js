// Whether this visitor is remembered, and all that is kept: to see and to delete.

import { adoptSession, ApiError, forgetProfile, forgetSession, keptOfProfile, keptOfSession, makeProfile, sayError } from "./api.js";
import { byId, el, setLang } from "./dom.js";
import { keptList, removal } from "./kept.js";
import { disconnectSpotify, spotifyConnected } from "./playlist.js";
import { hasHistory, isRemembered, setRemembered } from "./remembered.js";
import { allow, banned, forgetKept, wishes } from "./wishes.js";
import { t, word } from "./words.js";

const toggle = byId("remember");
const line = byId("memory-line");
const dialog = byId("kept");
const body = byId("kept-body");

byId("kept-close").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });

/** Remembers the visitor from now on, or forgets them, as the switch says. `page` is the session on show, and who is told when all is forgotten. */
export async function rememberAsSwitched(page) {
  const wanted = toggle.checked;
  setLang(line, null);
  line.textContent = "";
  try {
    if (wanted) await remember(page);
    else await forgetEverything(page);
    line.textContent = t(wanted ? "memory.on" : "memory.off");
  } catch (error) {
    setRemembered(!wanted);
    sayError(line, error);
  }
}

async function remember({ session }) {
  await makeProfile();
  setRemembered(true);
  const here = session();
  if (here) await absent(adoptSession(here));
}

async function forgetEverything({ session, onForgotten }) {
  const here = session();
  await absent(disconnectSpotify());
  await absent(forgetProfile());
  setRemembered(false);
  if (here) await absent(forgetSession(here)); // of before the profile
  onForgotten();
}

/** Shows all that is kept, on the server and here. */
export async function openKept(page) {
  dialog.showModal();
  body.replaceChildren(el("p", { class: "quiet" }, t("memory.looking")));
  try {
    const [sessions, own] = await find(page.session());
    const device = onDevice();
    const any = sessions.length || own || device.length;
    body.replaceChildren(...keptList(sessions, own), ...(await spotify()), ...device, ...(any ? [removal(() => remove(page))] : []));
  } catch (error) {
    const failed = el("p");
    sayError(failed, error);
    body.replaceChildren(failed, ...onDevice());
  }
}

// The profile's sessions, and the one on the page where it belongs to none.
async function find(here) {
  const profile = isRemembered() ? await absent(keptOfProfile()) : null;
  if (isRemembered() && !profile) setRemembered(false);
  const sessions = profile?.sessions ?? [];
  if (here && !sessions.some((kept) => kept.session_id === here)) {
    const own = await absent(keptOfSession(here));
    if (own) sessions.unshift(own);
  }
  return [sessions, Boolean(profile)];
}

async function spotify() {
  if (!await spotifyConnected()) return [];
  const button = el("button", { type: "button", class: "button", id: "kept-spotify", onclick: async () => {
    try {
      await absent(disconnectSpotify());
      button.parentElement.replaceChildren(t("memory.disconnected"));
    } catch (error) {
      sayError(line, error);
    }
  } }, t("memory.disconnect"));
  return [el("p", {}, t("memory.spotify"), button)];
}

// Kept by this browser; languages and artists are sent along with each photo and each wish.
function onDevice() {
  const { languages = [] } = wishes();
  return [
    hasHistory() && el("p", {}, t("kept.history")),
    languages.length && el("p", {}, t("kept.languages_off", { languages: languages.map((name) => word("language", name)).join(", ") })),
    bans("exclude_artists", "kept.artists"),
    bans("exclude_languages", "kept.off_languages"),
  ].filter(Boolean);
}

function bans(kind, heading) {
  const names = banned(kind);
  if (!names.length) return null;
  const area = el("section", { class: "kept-bans" }, el("h3", {}, t(heading)));
  area.append(el("ul", {}, ...names.map((name) => {
    const said = kind === "exclude_languages" ? word("language", name) : name;
    const item = el("li", {}, el("span", { dir: "auto" }, said), el("button", { type: "button", class: "button", "aria-label": t("kept.allow_one", { name: said }), onclick: () => {
      allow(kind, name);
      const next = item.nextElementSibling ?? item.previousElementSibling;
      item.remove();
      (next?.querySelector("button") ?? byId("kept-close")).focus();
      if (!next) area.remove();
    } }, t("kept.allow")));
    return item;
  })));
  return area;
}

async function remove(page) {
  const said = el("p");
  try {
    // This device first: that works without a connection. The page keeps its session until the server has forgotten it, else nobody could ask again.
    await (await import("./history.js")).clearHistory();
    await absent(disconnectSpotify());
    const here = page.session();
    if (isRemembered()) await forgetEverything(page);
    else if (here) await absent(forgetSession(here));
    said.textContent = t("memory.deleted");
    byId("kept-close").focus();
    page.onForgotten();
    forgetKept();
  } catch (error) {
    sayError(said, error);
  }
  body.replaceChildren(said);
}

// What is not there needs no deleting, and is not shown.
async function absent(asked) {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}
