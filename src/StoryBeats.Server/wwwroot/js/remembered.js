// What this browser knows of the visitor without asking: whether there may be a profile (scripts cannot read its cookie), and a history.

import { byId } from "./dom.js";

const HINT = "storybeats-remembered";
const HISTORY = "storybeats-history";

const toggle = byId("remember");

export function isRemembered() {
  try {
    return localStorage.getItem(HINT) === "yes";
  } catch {
    return toggle.checked;
  }
}

export function setRemembered(yes) {
  toggle.checked = yes;
  try {
    if (yes) localStorage.setItem(HINT, "yes");
    else localStorage.removeItem(HINT);
  } catch {
    // A browser that keeps nothing: the switch then starts off each time.
  }
}

export function hasHistory() {
  try {
    return localStorage.getItem(HISTORY) === "yes";
  } catch {
    return false;
  }
}

export function noteHistory(any) {
  try {
    if (any) localStorage.setItem(HISTORY, "yes");
    else localStorage.removeItem(HISTORY);
  } catch {
    // A browser that keeps nothing has no history either.
  }
}
