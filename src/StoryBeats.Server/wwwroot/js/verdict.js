// Like and dislike of one song, and after a dislike what was off.

import { sayError, sendVerdict } from "./api.js";
import { el, svg } from "./dom.js";
import { tellMark } from "./marks.js";
import { t } from "./words.js";

const REASONS = ["wrong_mood", "too_slow", "too_fast", "not_this_artist", "wrong_language", "overplayed"];
const THUMB = "M7 10.5 11 3.2c1.4 0 2.4 1 2.4 2.4l-.6 3.4h5.3c1.3 0 2.2 1.2 1.9 2.4l-1.6 6.6c-.2.9-1 1.5-1.9 1.5H7M7 10.5v9H3.5v-9z";

/** `given` is what was said of it before. */
export function verdictOn(song, name, { session, say, given }) {
  let sent = given; // what the server knows: { liked, reason }
  let wanted = given; // what the visitor said last
  let sending = false;

  const like = thumb("like", name, () => want({ liked: true }));
  const dislike = thumb("dislike", name, () => want({ liked: false, reason: wanted?.liked === false ? wanted.reason : undefined }));
  const pills = REASONS.map((reason) => el("button", {
    type: "button", class: "pill", "aria-pressed": "false", "data-reason": reason,
    onclick: () => want({ liked: false, reason: wanted?.reason === reason ? undefined : reason }),
  }, t(`song.off_${reason}`)));
  const why = el("div", { class: "why", role: "group", "aria-label": t("song.what_was_off_with", { name }), hidden: true },
    el("p", { "aria-hidden": "true" }, t("song.what_was_off")), el("div", { class: "why-pills" }, ...pills));
  const line = el("p", { class: "song-note verdict-line", hidden: true });

  function show() {
    like.setAttribute("aria-pressed", String(wanted?.liked === true));
    dislike.setAttribute("aria-pressed", String(wanted?.liked === false));
    why.hidden = wanted?.liked !== false;
    for (const pill of pills) pill.setAttribute("aria-pressed", String(Boolean(wanted?.reason) && pill.dataset.reason === wanted.reason));
    const item = like.closest(".song");
    if (item) item.dataset.verdict = wanted ? (wanted.liked ? "liked" : "disliked") : "";
  }

  // One at a time, so that the last word arrives last.
  async function want(verdict) {
    wanted = verdict;
    line.hidden = true;
    show();
    if (sending) return;
    sending = true;
    try {
      while (wanted !== sent) {
        const mine = wanted;
        await sendVerdict(session, song, mine);
        sent = mine;
      }
      tellMark(session, song, { liked: sent.liked });
      say(words(sent, name));
    } catch (error) {
      wanted = sent;
      show();
      sayError(line, error, "song.not_noted");
      line.hidden = false;
      say(line.textContent);
    } finally {
      sending = false;
    }
  }

  return { buttons: el("div", { class: "thumbs" }, like, dislike), more: el("div", {}, why, line), show, given: () => wanted };
}

function words({ liked, reason }, name) {
  if (liked) return t("song.liked", { name });
  return reason ? t("song.noted", { reason: t(`song.off_${reason}`).toLowerCase() }) : t("song.disliked", { name });
}

function thumb(kind, name, onclick) {
  const word = t(`song.${kind}`);
  return el("button", { type: "button", class: `button thumb ${kind}`, "aria-label": `${word}: ${name}`, title: word, "aria-pressed": "false", onclick },
    svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" }, svg("path", { d: THUMB })));
}
