// Back from Spotify: what the visitor brings goes to the server, and the page that waits hears of it.

import { endSpotify, sayError } from "./api.js";
import { byId } from "./dom.js";
import { loaded, t, translate } from "./words.js";

const query = new URLSearchParams(location.search);
// The code is nobody's business, not even the history's.
history.replaceState(null, "", location.pathname);

async function end(line) {
  try {
    if (!query.get("error")) await endSpotify(query.get("code") ?? "", query.get("state") ?? "");
  } catch (error) {
    sayError(line, error);
    return;
  }
  line.textContent = t(query.get("error") ? "spotify.no" : "spotify.connected");
  if (query.get("error")) return;
  new BroadcastChannel("storybeats-spotify").postMessage("connected");
  setTimeout(() => window.close(), 400);
}

await loaded().catch(() => {}); // the code must go to the server, words or not
translate(document);
await end(byId("line"));
