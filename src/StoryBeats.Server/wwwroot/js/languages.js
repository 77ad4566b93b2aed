// The language choice: "Any" and the single languages exclude each other.

import { byId } from "./dom.js";

const SETTLE_MS = 500; // so that ticking two languages asks once

const boxes = [...byId("languages").querySelectorAll("input")];
const any = boxes.find((box) => box.value === "");
const named = boxes.filter((box) => box !== any);

export const chosenLanguages = () => named.filter((box) => box.checked).map((box) => box.value);

export function onLanguagesChange(changed) {
  let timer = 0;
  byId("languages").addEventListener("change", (event) => {
    if (event.target === any) for (const box of named) box.checked = false;
    any.checked = chosenLanguages().length === 0;
    clearTimeout(timer);
    timer = setTimeout(changed, SETTLE_MS);
  });
}

// A browser may restore ticks after a reload without firing "change".
any.checked = chosenLanguages().length === 0;
