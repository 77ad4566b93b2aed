// The songs of a photo as a playlist in the visitor's own Spotify.

import { ApiError, beginSpotify, forgetSpotify, makePlaylist, sayError, spotifyChannel, spotifyState } from "./api.js";
import { byId, el, httpsUrl, list, setLang } from "./dom.js";
import { t } from "./words.js";

const area = byId("playlist");
const button = byId("playlist-save");
const line = byId("playlist-line");
let state = null; // { available, connected } once asked

export function listenForPlaylist({ session }) {
  let windowOpened = null;
  let waiting = false; // this tab, and no other, sent the visitor to Spotify

  button.addEventListener("click", async () => {
    line.replaceChildren();
    if (state.connected) return save();
    // Opened at once: a browser blocks what opens after waiting.
    windowOpened = window.open("", "storybeats-spotify", "popup,width=520,height=760");
    try {
      const { auth_url: address } = await beginSpotify();
      if (!httpsUrl(address) && !address.startsWith("http://127.0.0.1")) throw new ApiError(t("error.unreadable"));
      if (!windowOpened) throw new ApiError(t("playlist.blocked"));
      windowOpened.location.href = address;
      waiting = true;
      line.textContent = t("playlist.say_yes");
    } catch (error) {
      windowOpened?.close();
      sayError(line, error);
    }
    return null;
  });

  spotifyChannel().addEventListener("message", ({ data }) => {
    if (data !== "connected") return;
    state = { available: true, connected: true };
    if (waiting) save();
    waiting = false;
  });

  async function save() {
    const here = session();
    if (!here) return;
    button.disabled = true;
    setLang(line, null);
    line.textContent = t("playlist.making");
    try {
      const made = await makePlaylist(here);
      const missing = list(made.missing).length;
      line.replaceChildren(
        t("playlist.in", { count: made.added }),
        el("a", { href: httpsUrl(made.playlist_url), target: "_blank", rel: "noopener noreferrer" }, made.name),
        missing ? t("playlist.missing", { count: missing }) : t("playlist.done"));
    } catch (error) {
      if (error.status === 401) state = { ...state, connected: false };
      sayError(line, error);
    } finally {
      button.disabled = false;
    }
  }
}

// With a result on the page; a server without an app at Spotify has no button.
export async function offerPlaylist() {
  line.replaceChildren();
  try {
    state ??= await spotifyState();
  } catch {
    return;
  }
  area.hidden = !state.available;
}

export async function spotifyConnected() {
  try {
    state = await spotifyState();
  } catch {
    // The server cannot say just now: what it said last holds.
  }
  return state?.connected === true;
}

export async function disconnectSpotify() {
  if (!await spotifyConnected()) return;
  await forgetSpotify();
  state = { ...state, connected: false };
}

