// Why a song fits, in the page's language.

import { el, list, text } from "./dom.js";
import { has, langOfServer, t } from "./words.js";

/** Words or elements, one a reason. */
export function whyOf(song) {
  const coded = list(song.why);
  return (coded.length ? coded.map(translated) : list(song.reasons).map((said) => asSaid(text(said)))).filter(Boolean);
}

function translated({ code, text: said, values }) {
  return has(`why.${code}`) ? t(`why.${code}`, values ?? {}) : asSaid(text(said));
}

function asSaid(said) {
  const lang = langOfServer();
  return said && lang ? el("span", { lang }, said) : said;
}
