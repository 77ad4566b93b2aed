// Text onto the clipboard, and a button that says whether it got there.

import { el } from "./dom.js";
import { t } from "./words.js";

const FEEDBACK_MS = 2000;

export function copyButton(label, name, line, say) {
  let timer = 0;
  const button = el("button", { type: "button", class: "button copy", "aria-label": name ? `${label}: ${name}` : null }, label);
  button.addEventListener("click", async () => {
    const copied = await copy(line());
    button.textContent = copied ? t("song.copied") : t("song.not_copied");
    button.classList.toggle("done", copied);
    say(!copied ? t("song.copy_refused") : name ? t("song.copied_line", { line: line() }) : t("song.copied"));
    clearTimeout(timer);
    timer = setTimeout(() => { button.textContent = label; button.classList.remove("done"); }, FEEDBACK_MS);
  });
  return button;
}

async function copy(line) {
  try {
    await navigator.clipboard.writeText(line);
    return true;
  } catch {
    // Plain http (a phone on the local network) has no clipboard API.
    const area = el("textarea", { class: "sr", "aria-hidden": "true", tabindex: "-1" });
    area.value = line;
    const before = document.activeElement;
    (document.querySelector("dialog[open]") ?? document.body).append(area); // behind an open dialog nothing can be selected
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    before?.focus({ preventScroll: true });
    return copied;
  }
}
