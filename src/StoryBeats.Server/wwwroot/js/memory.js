// Whether this visitor is remembered, and all that is kept: to see and to delete.

import { adoptSession, ApiError, forgetProfile, forgetSession, keptOfProfile, keptOfSession, makeProfile } from "./api.js";
import { byId, el } from "./dom.js";
import { keptList } from "./kept.js";
import { disconnectSpotify, spotifyConnected } from "./playlist.js";

// Scripts cannot read the cookie; this only says whether asking the server makes sense.
const HINT = "storybeats-remembered";

const toggle = byId("remember");
const line = byId("memory-line");
const dialog = byId("kept");
const body = byId("kept-body");

export function listenForMemory({ session, onForgotten }) {
  setRemembered(hint() === "yes");
  toggle.addEventListener("change", () => (toggle.checked ? remember() : forget()));
  byId("kept-open").addEventListener("click", () => { dialog.showModal(); show(); });
  byId("kept-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });

  async function remember() {
    await quietly(async () => {
      await makeProfile();
      setRemembered(true);
      const here = session();
      if (here) await absent(adoptSession(here));
      line.textContent = "From now on, what you like shapes your songs here. A cookie with a random name holds it together, nothing else.";
    }, () => setRemembered(false));
  }

  async function forget() {
    await quietly(async () => {
      await forgetEverything();
      line.textContent = "Forgotten: your profile, its photos' songs and all you said about them.";
    }, () => setRemembered(true));
  }

  async function show() {
    body.replaceChildren(el("p", { class: "quiet" }, "Looking…"));
    try {
      const [sessions, own] = await find();
      body.replaceChildren(...keptList(sessions, own, remove), ...(await spotify()));
    } catch (error) {
      body.replaceChildren(el("p", {}, sentence(error)));
    }
  }

  // The profile's sessions, and the one on the page where it belongs to none.
  async function find() {
    const here = session();
    const profile = hint() === "yes" ? await absent(keptOfProfile()) : null;
    if (hint() === "yes" && !profile) setRemembered(false);
    const sessions = profile?.sessions ?? [];
    if (here && !sessions.some((kept) => kept.session_id === here)) {
      const own = await absent(keptOfSession(here));
      if (own) sessions.unshift(own);
    }
    return [sessions, Boolean(profile)];
  }

  async function spotify() {
    if (!await spotifyConnected()) return [];
    const button = el("button", { type: "button", class: "button", id: "kept-spotify", onclick: () => quietly(async () => {
      await absent(disconnectSpotify());
      button.parentElement.replaceChildren("Your Spotify account is forgotten.");
    }, () => {}) }, "Disconnect");
    return [el("p", {}, "Your Spotify account, so that playlists can be made: tokens, encrypted. ", button)];
  }

  async function remove() {
    try {
      await absent(disconnectSpotify());
      const here = session();
      if (hint() === "yes") await forgetEverything();
      else if (here) await absent(forgetSession(here));
      body.replaceChildren(el("p", {}, "All of it is deleted. Nothing is kept of you now."));
      byId("kept-close").focus();
    } catch (error) {
      body.replaceChildren(el("p", {}, sentence(error)));
    }
    onForgotten();
  }

  async function forgetEverything() {
    const here = session();
    await absent(disconnectSpotify());
    await absent(forgetProfile());
    setRemembered(false);
    if (here) await absent(forgetSession(here)); // of before the profile
    onForgotten();
  }
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

async function quietly(work, undo) {
  line.textContent = "";
  try {
    await work();
  } catch (error) {
    undo();
    line.textContent = sentence(error);
  }
}

const sentence = (error) => (error instanceof ApiError ? error.message : "That did not work. Try again.");

function setRemembered(yes) {
  toggle.checked = yes;
  try {
    if (yes) localStorage.setItem(HINT, "yes");
    else localStorage.removeItem(HINT);
  } catch {
    // A browser that keeps nothing: the switch then starts off each time.
  }
}

function hint() {
  try {
    return localStorage.getItem(HINT);
  } catch {
    return toggle.checked ? "yes" : null;
  }
}
