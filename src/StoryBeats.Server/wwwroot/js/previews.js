// Half a minute to hear, and a cover: looked for once the songs are on the page, and no fault when there is none.

import { previewsOf } from "./api.js";
import { list } from "./dom.js";
import { addPreview, itemNow } from "./songs.js";

const AGAIN_MS = 4000;
const TRIES = 3;

// `shown` are pairs of a song and its list item.
export async function findPreviews(shown, context) {
  let waiting = shown.filter(({ song }) => !song.preview_url);
  for (let tries = 0; tries < TRIES && waiting.length; tries += 1) {
    if (tries) await new Promise((resolve) => { setTimeout(resolve, AGAIN_MS); });
    const found = await answer(context.session);
    if (!found) return;
    for (const { song, item } of waiting) {
      const preview = found.get(song.id);
      if (preview?.state === "found" && itemNow(item).isConnected) addPreview(itemNow(item), song, preview, context);
    }
    waiting = waiting.filter(({ song, item }) => itemNow(item).isConnected && found.get(song.id)?.state === "pending");
  }
}

async function answer(session) {
  try {
    return new Map(list((await previewsOf(session)).previews).map((preview) => [preview.song_id, preview]));
  } catch {
    return null;
  }
}
