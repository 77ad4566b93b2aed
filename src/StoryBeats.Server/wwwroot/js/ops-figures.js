// The figures of /api/stats as cards and tables. Whether one is fine is said in words and a sign; colour only repeats it.

import { el, isNumber, list, svg } from "./dom.js";

const CLOSE = 0.8; // from this share of its target on a figure that is still fine is close to it
const SPARK_WIDTH = 120;
const SPARK_HEIGHT = 30;

const LEVELS = {
  fine: "✓ within target",
  close: "! close to its target",
  missed: "✗ misses its target",
  none: "– not measured yet",
};

export function sections(stats) {
  const { requests, latency, cache, upstream, artists } = stats;
  const calls = upstream.calls_per_request;
  return [
    el("div", { class: "goals" },
      photos("First photo, P95", latency.first),
      photos("Known photo, P95", latency.cached),
      goal("Error rate", requests.error_rate, { show: percent, target: `under ${percent(requests.error_rate.target)}`, about: `${whole(requests.errors)} of ${whole(requests.count)} requests` }),
      goal("Cache hit rate", cache.hit_rate, { show: percent, target: `over ${percent(cache.hit_rate.target)}`, more: true, about: "of all lookups" }),
      goal("Spotify calls a photo, P95", { ...calls, value: calls.p95 }, { show: plain, target: `under ${plain(calls.target)}`, about: `mean ${plain(calls.mean)} · most ${plain(calls.max)}` }),
      goal("Artist time, P95", { value: artists.p95_s, target: artists.target_s, ok: artists.ok }, { show: seconds, target: `at most ${seconds(artists.target_s)}`, about: `${whole(artists.count)} rankings with live songs` })),
    panel("Caches", "Lookups, and how many found something fresh.", ["Cache", "Lookups", "Hit rate"],
      Object.entries(cache.by_cache).map(([name, one]) => [name, whole(one.lookups), percent(one.hit_rate)])),
    panel("Queues", "What waits or is under way now.", ["Queue", "Depth"], Object.entries(stats.queues).map(([name, depth]) => [name.replaceAll("_", " "), whole(depth)])),
    panel("Models", "What was used in this hour.", ["", ""], [["Tokens", whole(stats.models.tokens)], ["Cost", isNumber(stats.models.cost_usd) ? `$${stats.models.cost_usd.toFixed(4)}` : "–"]]),
  ];
}

function photos(name, { count, p50_ms: p50, p95_ms: p95, p99_ms: p99, target_ms: target, ok, recent_p95_ms: recent }) {
  const card = goal(name, { value: p95, target, ok }, {
    show: milliseconds,
    target: `at most ${milliseconds(target)}`,
    about: `P50 ${milliseconds(p50)} · P99 ${milliseconds(p99)} · ${whole(count)} ${count === 1 ? "photo" : "photos"}`,
  });
  card.append(spark(list(recent), target));
  return card;
}

function goal(name, { value, target, ok }, { show, target: aim, about, more = false }) {
  const level = levelOf(value, target, ok, more);
  return el("section", { class: "goal", "data-level": level, "data-goal": name },
    el("h2", {}, name),
    el("p", { class: isNumber(value) ? "value" : "value none" }, isNumber(value) ? show(value) : "No figure yet"),
    el("p", { class: "target" }, `Target: ${aim}`),
    el("p", { class: "mark" }, LEVELS[level]),
    el("p", { class: "about" }, about));
}

export function levelOf(value, target, ok, more) {
  if (!isNumber(value) || typeof ok !== "boolean") return "none";
  if (!ok) return "missed";
  return (more ? value * CLOSE < target : value > target * CLOSE) ? "close" : "fine";
}

function panel(title, about, heads, rows) {
  const empty = rows.length === 0;
  return el("section", { class: "panel" },
    el("h2", {}, title),
    el("p", { class: "quiet" }, empty ? "Nothing yet." : about),
    empty ? null : el("table", { class: "chart" },
      el("caption", { class: "sr" }, title),
      el("tbody", {}, ...rows.map(([name, ...figures]) => el("tr", {},
        el("th", { scope: "row" }, name),
        ...figures.map((figure, i) => el("td", { class: "figure", "data-head": heads[i + 1] }, figure)))))));
}

// P95 of each of the last minutes, and its target where that is near enough to be seen.
function spark(values, target) {
  const known = values.filter(isNumber);
  const top = Math.max(...known, 1);
  const most = target <= top * 2 ? Math.max(top, target) : top;
  const y = (value) => SPARK_HEIGHT - (value / most) * SPARK_HEIGHT;
  let path = "";
  let drawn = false;
  values.forEach((value, i) => {
    if (isNumber(value)) path += `${drawn ? "L" : "M"}${((i / (values.length - 1)) * SPARK_WIDTH).toFixed(1)} ${y(value).toFixed(1)}${drawn ? "" : "h0.1"}`;
    drawn = isNumber(value);
  });
  const lines = [svg("path", { d: path })];
  if (target <= most) lines.push(svg("path", { class: "goal-line", d: `M0 ${y(target).toFixed(1)}H${SPARK_WIDTH}` }));
  return svg("svg", { class: "spark", viewBox: `0 0 ${SPARK_WIDTH} ${SPARK_HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" }, ...lines);
}

const whole = (value) => (isNumber(value) ? value.toLocaleString("en") : "–");
const plain = (value) => (isNumber(value) ? value.toLocaleString("en", { maximumFractionDigits: 1 }) : "–");
const percent = (value) => (isNumber(value) ? `${(value * 100).toLocaleString("en", { maximumFractionDigits: 1 })} %` : "–");
const seconds = (value) => (isNumber(value) ? `${value.toLocaleString("en", { maximumFractionDigits: 2 })} s` : "–");
const milliseconds = (value) => (!isNumber(value) ? "–" : value < 1000 ? `${plain(value)} ms` : seconds(value / 1000));
