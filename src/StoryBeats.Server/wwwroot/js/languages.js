// The language choice: "Any" and the single languages exclude each other. It stays as it was on this device.

import { byId } from "./dom.js";
import { allow, onWishes, setWish, wishes } from "./wishes.js";

const MOST = 5; // as many as the server takes

const area = byId("languages");
const more = byId("more-languages");
const boxes = [...area.querySelectorAll("input")];
const any = boxes.find((box) => box.value === "");
const named = boxes.filter((box) => box !== any);

export function listenForLanguages() {
  const kept = wishes().languages ?? [];
  setWish("languages", named.map((box) => box.value).filter((name) => kept.includes(name)).slice(0, MOST));
  show();
  area.addEventListener("change", (event) => {
    if (event.target === any) for (const box of named) box.checked = false;
    const wanted = named.filter((box) => box.checked).map((box) => box.value);
    for (const name of wanted) allow("exclude_languages", name);
    setWish("languages", wanted);
    show();
  });
  more.addEventListener("click", () => {
    more.setAttribute("aria-expanded", "true");
    show();
    named.find((box) => box.closest(".rare")).focus();
  });
  onWishes((name) => { if (name === "languages") show(); });
}

// A browser may restore ticks after a reload: what is wished counts.
function show() {
  const wanted = wishes().languages ?? [];
  const open = more.getAttribute("aria-expanded") === "true";
  more.hidden = open;
  any.checked = !wanted.length;
  for (const box of named) {
    box.checked = wanted.includes(box.value);
    box.disabled = !box.checked && wanted.length >= MOST;
    box.closest("label").hidden = !open && !box.checked && box.closest("label").classList.contains("rare");
  }
}
