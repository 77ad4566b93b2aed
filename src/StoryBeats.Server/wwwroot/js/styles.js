// Styles that only some visitors need, loaded when they do.

import { el } from "./dom.js";

let loading = null;

/** Those of the dialogs; a page that cannot load them still works. */
export function dialogStyles() {
  loading ??= new Promise((resolve) => {
    document.head.append(el("link", { rel: "stylesheet", href: "/story.css", onload: resolve, onerror: resolve }));
  });
  return loading;
}
