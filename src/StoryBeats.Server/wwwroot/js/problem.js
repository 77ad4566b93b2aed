// The one error box. It sits next to the drop zone, or next to "Five more" when that is what failed.

import { byId, el } from "./dom.js";
import { t } from "./words.js";

const box = byId("error");
let timer = 0;

export function clearProblem() {
  clearTimeout(timer);
  box.replaceChildren();
  byId("error-home").append(box);
}

export function showProblem(message, { action, label = t("problem.retry"), waitSeconds = 0, beside, lang } = {}) {
  clearProblem();
  (beside ?? byId("error-home")).append(box);

  const buttons = el("div", { class: "error-actions" });
  if (action) {
    const retry = el("button", { type: "button", class: "button", onclick: action }, label);
    if (waitSeconds) {
      retry.disabled = true;
      timer = setTimeout(() => { retry.disabled = false; }, waitSeconds * 1000);
    }
    buttons.append(retry);
  }
  buttons.append(el("button", { type: "button", class: "button", onclick: clearProblem }, t("problem.dismiss")));
  box.append(el("p", { lang }, message), buttons);
  box.scrollIntoView({ block: "nearest" });
}
