// Charts that are tables first: every figure is text, and the drawing beside it is for the eye alone.

import { el, percent, svg } from "./dom.js";

const number = new Intl.NumberFormat();
export const count = (value) => number.format(value);
export const rate = (value) => (value === null ? "–" : `${percent(value)}%`);
export const titled = (name) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");

// Likes and dislikes of each, as one bar of two parts; all bars share one scale.
export function verdictTable(caption, what, sums) {
  const most = Math.max(1, ...sums.map((sum) => sum.likes + sum.dislikes));
  return table(caption, [what, "Likes and dislikes", "Likes", "Dislikes", "Like rate", "Opened", "Shown"], sums.map((sum) => [
    titled(sum.name), bar([[sum.likes, "like"], [sum.dislikes, "dislike"]], most),
    count(sum.likes), count(sum.dislikes), rate(sum.like_rate), count(sum.clicks), count(sum.shown),
  ]));
}

// One bar each.
export function countTable(caption, what, rows) {
  const most = Math.max(1, ...rows.map((row) => row.count));
  return table(caption, [what, "", "Times"], rows.map((row) => [row.name, bar([[row.count, "like"]], most), count(row.count)]));
}

function table(caption, heads, rows) {
  return el("table", { class: "chart" },
    el("caption", { class: "sr" }, caption),
    el("thead", {}, el("tr", {}, ...heads.map((head, i) => el("th", { scope: "col", class: columnClass(i) }, head)))),
    el("tbody", {}, ...rows.map((row) => el("tr", {}, ...row.map((cell, i) =>
      (i === 0 ? el("th", { scope: "row", dir: "auto" }, cell) : el("td", { class: columnClass(i), "data-head": heads[i] }, cell)))))));
}

const columnClass = (i) => (i === 0 ? "name" : i === 1 ? "drawn" : "figure");

function bar(parts, most) {
  const drawing = svg("svg", { class: "bar-chart", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" });
  let x = 0;
  for (const [value, kind] of parts) {
    const width = (value / most) * 100;
    if (width > 0) drawing.append(svg("rect", { class: kind, x, y: 0, width, height: 10 }));
    x += width;
  }
  return drawing;
}

// Twenty-four columns: what was shown, and in front of it likes and dislikes.
export function hourChart(sums) {
  const most = Math.max(1, ...sums.map((sum) => sum.likes + sum.dislikes));
  const drawing = svg("svg", { class: "hour-chart", viewBox: "0 0 240 100", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" });
  sums.forEach((sum, hour) => {
    const likes = (sum.likes / most) * 98;
    const dislikes = (sum.dislikes / most) * 98;
    drawing.append(
      svg("rect", { class: "ground", x: hour * 10 + 1, y: 99, width: 8, height: 1 }),
      svg("rect", { class: "like", x: hour * 10 + 1, y: 99 - likes, width: 8, height: likes }),
      svg("rect", { class: "dislike", x: hour * 10 + 1, y: 99 - likes - dislikes, width: 8, height: dislikes }));
  });
  const hours = el("div", { class: "hour-axis", "aria-hidden": "true" }, ...[0, 6, 12, 18].map((hour) => el("span", {}, `${String(hour).padStart(2, "0")}:00`)));
  const figures = table("By hour of the day, in UTC", ["Hour", "", "Likes", "Dislikes", "Like rate", "Opened", "Shown"], sums.map((sum) => [
    `${sum.name}:00`, "", count(sum.likes), count(sum.dislikes), rate(sum.like_rate), count(sum.clicks), count(sum.shown)]));
  return el("div", {}, drawing, hours, el("details", { class: "figures" }, el("summary", {}, "The figures"), figures));
}

export function legend() {
  const key = (kind, words) => el("li", {}, svg("svg", { class: "key", viewBox: "0 0 10 10", "aria-hidden": "true" }, svg("rect", { class: kind, width: 10, height: 10, rx: 2 })), words);
  return el("ul", { class: "legend", "aria-hidden": "true" }, key("like", "Likes"), key("dislike", "Dislikes"));
}
