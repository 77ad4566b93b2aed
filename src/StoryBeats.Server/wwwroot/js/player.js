// One preview at a time. A track is { url, at, total, update }; `update` is told "playing", "paused", "moved", "ended" or "failed".

const audio = new Audio();
audio.preload = "none";
let current = null;
let until = Infinity;

const isPlaying = (track) => track === current && !audio.paused;

export function stop() {
  const before = current;
  current = null;
  audio.pause();
  before?.update("paused");
}

export function toggle(track) {
  if (isPlaying(track)) pause();
  else play(track);
}

/** From where it was left, or `seconds` of it from somewhere else. */
export async function play(track, { from = track.at, seconds = Infinity } = {}) {
  if (track !== current) {
    stop();
    current = track;
    audio.src = track.url;
  }
  if (audio.currentTime !== from) seek(track, from);
  until = from + seconds;
  track.update("playing");
  try {
    await audio.play();
  } catch (error) {
    if (error.name !== "AbortError") fail(track); // a pause or another preview got in between
  }
}

export function seek(track, seconds) {
  track.at = seconds;
  if (track === current) {
    audio.currentTime = seconds;
    until = Infinity;
  }
  track.update("moved");
}

function pause() {
  audio.pause();
  current.at = audio.currentTime;
  current.update("paused");
}

function fail(track) {
  if (track !== current) return;
  current = null;
  track.update("failed");
}

audio.addEventListener("durationchange", () => {
  if (!current || !Number.isFinite(audio.duration)) return;
  current.total = audio.duration;
  current.update("moved");
});

audio.addEventListener("timeupdate", () => {
  if (!current || audio.seeking || audio.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
  current.at = audio.currentTime;
  current.update("moved");
  if (current.at >= until && !audio.paused) pause();
});

// Not by this page: a call, a media key, headphones pulled.
audio.addEventListener("pause", () => { if (current && audio.paused && !audio.ended) pause(); });

audio.addEventListener("ended", () => {
  if (!current) return;
  current.at = 0;
  current.update("ended");
});

audio.addEventListener("error", () => { if (current) fail(current); });
