// Back from Spotify: what the visitor brings goes to the server, and the page that waits hears of it.

import { endSpotify, sayError, spotifyChannel } from "./api.js";
import { byId } from "./dom.js";
import { loaded, t, translate } from "./words.js";

const query = new URLSearchParams(location.search);
// The code is nobody's business, not even the history's.
history.replaceState(null, "", location.pathname);

async function end(line) {
  if (query.get("error")) {
    line.textContent = t("spotify.no");
    return;
  }
  try {
    await endSpotify(query.get("code") ?? "", query.get("state") ?? "");
  } catch (error) {
    sayError(line, error);
    return;
  }
  line.textContent = t("spotify.connected");
  spotifyChannel().postMessage("connected");
  setTimeout(() => window.close(), 400);
}

await loaded().then(() => translate(document)).catch(() => {}); // the code must go to the server, words or not
await end(byId("line"));
