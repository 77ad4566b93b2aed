// Small helpers for building elements. Strings always become text nodes, never markup.

export const byId = (id) => document.getElementById(id);

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") node.className = value;
    else if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

export function httpsUrl(value) {
  try {
    const url = new URL(String(value ?? ""));
    return url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

export const text = (value) => (typeof value === "string" ? value.trim() : "");
export const list = (value) => (Array.isArray(value) ? value : []);
export const isNumber = (value) => typeof value === "number" && Number.isFinite(value);
export const percent = (value) => Math.round(Math.min(1, Math.max(0, value)) * 100);

/** Marks a text that is not in the page's language; null for one that is. */
export function setLang(node, lang) {
  if (lang) node.lang = lang;
  else node.removeAttribute("lang");
}
