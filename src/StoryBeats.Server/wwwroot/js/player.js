// One preview at a time.

const audio = new Audio();
audio.preload = "none";
let playing = null; // { url, update }

export function stop() {
  audio.pause();
  playing?.update("paused");
  playing = null;
}

// `update` is told "playing", "ended", "paused" or "failed" for as long as this preview is the current one.
export async function toggle(url, update) {
  const again = playing?.url === url;
  stop();
  if (again) return;
  const mine = { url, update };
  playing = mine;
  audio.src = url;
  update("playing");
  try {
    await audio.play();
  } catch {
    if (playing !== mine) return; // another preview or a stop got in between
    playing = null;
    update("failed");
  }
}

audio.addEventListener("ended", () => {
  playing?.update("ended");
  stop();
});
