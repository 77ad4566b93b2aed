// The token of whoever runs the server, in this tab until it is closed, and the form that asks for it.

import { byId } from "./dom.js";

const KEY = "storybeats-admin-token";

const form = byId("token-form");
const forgetting = byId("forget-token");

export const adminToken = () => sessionStorage.getItem(KEY) ?? "";

/** Calls `changed` whenever a token was entered or forgotten. */
export function onToken(changed) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sessionStorage.setItem(KEY, byId("token").value.trim());
    byId("token").value = "";
    changed();
  });
  forgetting.addEventListener("click", () => { sessionStorage.removeItem(KEY); changed(); });
}

/** The figures were given out: with a token it may be forgotten, without one none is asked for. */
export function showUnlocked() {
  form.hidden = true;
  forgetting.hidden = !adminToken();
}

/** The figures could not be had, whatever the token. */
export function hideToken() {
  form.hidden = true;
  forgetting.hidden = true;
}

/** Asks for a token; what to say of the one that was tried, nothing where there was none. */
export function askForToken() {
  const tried = adminToken();
  forgetting.hidden = true;
  form.hidden = false;
  sessionStorage.removeItem(KEY);
  byId("token").focus();
  return tried ? "That is not the token of this server." : "";
}
