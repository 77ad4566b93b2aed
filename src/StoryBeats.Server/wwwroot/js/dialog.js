// A dialog made when it is first needed.

import { byId, el } from "./dom.js";
import { dialogStyles } from "./styles.js";
import { t } from "./words.js";

/** Empties itself when it is closed; `onClosed` then lets go of what it showed. */
export async function openDialog(id, heading, onClosed, ...content) {
  await dialogStyles();
  byId(id)?.close(); // pressed twice
  const dialog = el("dialog", { id, class: "sheet", "aria-labelledby": `${id}-heading`, onclick: (event) => { if (event.target === dialog) dialog.close(); }, onclose: () => { dialog.remove(); onClosed(); } },
    el("div", { class: "sheet-inside" },
      el("div", { class: "sheet-top" },
        el("h2", { id: `${id}-heading` }, t(heading)),
        el("button", { type: "button", class: "button sheet-close", onclick: () => dialog.close() }, t("sheet.close"))),
      ...content));
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
