// "This felt energetic": the photo is read anew.

import { correctMood, sayError } from "./api.js";
import { byId, el, setLang, text } from "./dom.js";
import { t } from "./words.js";

const MOODS = ["romantic", "energetic", "peaceful", "melancholic", "happy", "confident", "nostalgic", "dreamy", "moody"];

const box = byId("felt");
const line = byId("felt-line");
let asking = false;

// `session` gives the session on show; `onAsking` is told before the server is asked; `onCorrected` takes the answer.
export function listenForFelt({ session, onAsking, onCorrected, say }) {
  const buttons = MOODS.map((mood) => el("button", { type: "button", class: "pill", "data-mood": mood, "data-t": `mood.${mood}`, onclick: () => correct(mood) }, t(`mood.${mood}`)));
  byId("felt-moods").append(...buttons);

  async function correct(mood) {
    const mine = session();
    if (asking || !mine) return;
    asking = true;
    onAsking();
    tellLine(t("felt.again"));
    say(t("felt.again"));
    try {
      const answer = await correctMood(mine, mood);
      if (session() === mine) {
        closeFelt();
        onCorrected(answer);
      }
    } catch (error) {
      if (session() !== mine) return;
      sayError(line, error);
      line.hidden = false;
      say(line.textContent);
    } finally {
      asking = false;
    }
  }
}

// The mood it was read as is no correction.
export function showFelt(analysis) {
  const read = text(analysis.mood_category);
  for (const button of byId("felt-moods").children) button.hidden = button.dataset.mood === read;
}

export function closeFelt() {
  box.open = false;
  tellLine("");
}

function tellLine(sentence) {
  setLang(line, null);
  line.textContent = sentence;
  line.hidden = !sentence;
}
