// The preview of one song: its button, how far it has come, and where the story's fifteen seconds begin.

import { el, httpsUrl } from "./dom.js";
import { clock, CLIP_SECONDS, PREVIEW_SECONDS, startAt, startOf } from "./marks.js";
import * as player from "./player.js";
import { tell } from "./signals.js";
import { t } from "./words.js";

export function listenTo(song, name, { session, say }) {
  const track = { url: httpsUrl(song.preview_url), at: 0, total: PREVIEW_SECONDS, update };
  let playing = false;
  let begun = false;

  const button = el("button", { type: "button", class: "button play", title: source(song), onclick: () => player.toggle(track) });
  const range = el("input", { type: "range", class: "player-range", min: 0, step: 1, "aria-label": t("song.position_in", { name }), oninput: () => player.seek(track, Number(range.value)), onkeydown: playOnKey });
  const clip = el("i", { class: "player-clip", hidden: true });
  const time = el("span", { class: "player-time", "aria-hidden": "true" });
  const here = action("start-here", t("song.start_here"), null, () => setStart(Math.floor(track.at)));
  const playClip = action("play-clip", t("song.play_clip"), null, () => player.play(track, { from: startOf(song), seconds: CLIP_SECONDS }));
  const noStart = action("no-start", t("song.no_start"), t("song.no_start_of", { name }), () => { setStart(null); here.focus(); });
  const bar = el("div", { class: "player", role: "group", "aria-label": t("song.preview_of", { name }), hidden: true },
    el("div", { class: "player-line" }, el("span", { class: "player-track" }, clip, range), time),
    el("div", { class: "player-actions" }, here, playClip, noStart));

  function action(kind, words, label, onclick) {
    return el("button", { type: "button", class: `button ${kind}`, "aria-label": label, onclick }, words);
  }

  function playOnKey(event) {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    player.toggle(track);
  }

  function setStart(seconds) {
    startAt(session, song, seconds);
    showStart();
    say(seconds === null ? t("song.start_gone", { name }) : t("song.start_set", { name, at: clock(seconds) }));
  }

  function showStart() {
    const start = startOf(song);
    for (const only of [clip, playClip, noStart]) only.hidden = start === null;
    if (start === null) return;
    clip.style.setProperty("--start", String(Math.min(1, start / track.total)));
    clip.style.setProperty("--end", String(Math.min(1, (start + CLIP_SECONDS) / track.total)));
  }

  function showPosition() {
    const [at, total] = [Math.round(track.at), Math.round(track.total)];
    if (Number(range.max) !== total) {
      range.max = total;
      showStart();
    }
    range.value = at;
    range.setAttribute("aria-valuetext", t("song.position", { at, total }));
    time.textContent = `${clock(at)} / ${clock(total)}`;
  }

  function showState(words) {
    button.textContent = t(words);
    button.setAttribute("aria-label", `${t(words)}: ${name}`);
    button.classList.toggle("done", playing);
    const item = button.closest(".song");
    if (item) item.dataset.playing = playing ? "yes" : "";
  }

  function update(state) {
    showPosition();
    if (state === "moved") return;
    playing = state === "playing";
    if (playing) bar.hidden = false;
    if (playing && !begun) tell(session, "preview_play", song);
    if (state === "ended") tell(session, "preview_complete", song);
    begun = playing || (begun && state === "paused");
    showState(playing ? "song.pause" : state === "failed" ? "song.no_preview" : "song.play");
    if (state !== "failed") return;
    button.disabled = true;
    bar.hidden = true;
    say(t("song.not_played", { name }));
  }

  showPosition();
  showStart();
  showState("song.play");
  return { button, bar };
}

function source({ preview_source: from }) {
  return { deezer: t("song.from_service", { service: "Deezer" }), itunes: t("song.from_service", { service: "iTunes" }) }[from];
}
