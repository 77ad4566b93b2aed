// How the server does, for whoever runs it, asked for every two seconds while somebody looks.

import { ApiError, stats } from "./api.js";
import { byId } from "./dom.js";
import { adminToken, askForToken, onToken, showUnlocked } from "./operator.js";
import { sections } from "./ops-figures.js";
import { loaded } from "./words.js";

const EVERY_MS = 2000;

const report = byId("report");
const status = byId("status");
let timer = 0;
let latest = 0;

async function show() {
  const mine = (latest += 1);
  clearTimeout(timer);
  try {
    const figures = await stats(adminToken());
    if (mine !== latest) return;
    showUnlocked();
    say("");
    byId("of-what").textContent = `Instance ${figures.instance}, since ${new Date(figures.since).toLocaleTimeString("en-GB")}.`;
    report.replaceChildren(...sections(figures));
    report.hidden = false;
    document.body.dataset.state = "result";
  } catch (error) {
    if (mine !== latest) return;
    if (error instanceof ApiError && error.status === 401) {
      lock();
      return;
    }
    say(error instanceof ApiError ? error.message : "Something went wrong on this page.");
    document.body.dataset.state = "idle";
    if (!(error instanceof ApiError)) console.error(error);
    if (error.status === 403) return;
  }
  if (!document.hidden) timer = setTimeout(show, EVERY_MS);
}

// A sentence that stays the same is not read out again.
function say(sentence) {
  if (status.textContent !== sentence) status.textContent = sentence;
}

function lock() {
  report.hidden = true;
  document.body.dataset.state = "idle";
  say(askForToken());
}

onToken(show);
document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : show()));
loaded().finally(show);
