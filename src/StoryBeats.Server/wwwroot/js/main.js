// The page as it comes: ways to give it a photo, then who will see it. All that comes after a photo is loaded once this works.

import { byId } from "./dom.js";
import { listenForLanguages } from "./languages.js";
import { listenForPhotos, problemWith } from "./photo.js";
import { clearProblem, showProblem } from "./problem.js";
import { hasHistory, isRemembered, setRemembered } from "./remembered.js";
import { has, language, loaded, onLanguage, setLanguage, t, translate } from "./words.js";

let picked = 0;
let loading = null;

// A phone may lose its connection before the rest has come: then the next press tries again.
function flow() {
  loading ??= loaded().then(() => import("./flow.js")).catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

// Does something that needs the rest of the page.
async function withFlow(work) {
  try {
    await work(await flow());
  } catch (error) {
    console.warn(error);
    if (has("error.offline")) showProblem(t(navigator.onLine ? "error.unreachable" : "error.offline"), { action: () => { clearProblem(); withFlow(work); } });
    else byId("offline").hidden = false; // the connection was lost before there were any words
  }
}

async function pick(file) {
  const mine = (picked += 1);
  await withFlow(async ({ ask }) => {
    const problem = await problemWith(file);
    if (mine !== picked) return;
    if (problem) showProblem(problem);
    else ask(file);
  });
}

function showLanguage() {
  for (const button of byId("page-language").children) button.setAttribute("aria-pressed", String(button.value === language));
}

function showConnection() {
  byId("offline").hidden = navigator.onLine;
}

setRemembered(isRemembered());
showConnection();
for (const change of ["online", "offline"]) addEventListener(change, showConnection);
listenForLanguages();
listenForPhotos({ onFile: pick, onProblem: (sentence) => showProblem(sentence) });
byId("page-language").addEventListener("click", ({ target }) => { if (target.value) setLanguage(target.value).catch(() => showProblem(t("error.unreachable"))); });
byId("remember").addEventListener("change", () => withFlow(({ remember }) => remember()));
byId("kept-open").addEventListener("click", () => withFlow(({ openKept }) => openKept()));
performance.mark("ready");
import("./readers.js").then(({ tellReaders }) => tellReaders()).catch(() => {}); // the answer itself says who has read the photo

loaded().then(() => {
  if (language !== document.documentElement.lang) translate(document);
  showLanguage();
  onLanguage(showLanguage);
  document.documentElement.dataset.ready = "";
}).catch(() => {}); // the page then stays as it came, in English

// What the first screen does not need comes with the first sign that it will be needed, or at once where the device has it already.
for (const sign of ["pointerdown", "keydown", "dragenter", "paste"]) addEventListener(sign, () => flow().catch(() => {}), { once: true, capture: true });
const later = globalThis.requestIdleCallback ?? setTimeout;
later(() => {
  if (navigator.serviceWorker?.controller) flow().catch(() => {});
  if (hasHistory()) import("./history.js").catch(() => {}); // its button shows once it works
  navigator.serviceWorker?.register("/sw.js").catch(() => {}); // without it the page works, only not offline
});
