// Back from Spotify: what the visitor brings goes to the server, and the page that waits hears of it.

import { ApiError, endSpotify } from "./api.js";
import { byId } from "./dom.js";

const query = new URLSearchParams(location.search);
// The code is nobody's business, not even the history's.
history.replaceState(null, "", location.pathname);

async function end() {
  if (query.get("error")) return "You said no, so nothing was connected.";
  try {
    await endSpotify(query.get("code") ?? "", query.get("state") ?? "");
  } catch (error) {
    return error instanceof ApiError ? error.message : "That did not work. Try again.";
  }
  new BroadcastChannel("storybeats-spotify").postMessage("connected");
  setTimeout(() => window.close(), 400);
  return "Spotify is connected. You can close this window.";
}

byId("line").textContent = await end();
