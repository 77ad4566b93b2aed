// What visitors think of the songs, for whoever runs the server. The figures come from the API alone, never with the page.

import { ApiError, insights } from "./api.js";
import { count, countTable, hourChart, legend, rate, titled, verdictTable } from "./charts.js";
import { byId, el, list } from "./dom.js";
import { adminToken, askForToken, hideToken, onToken, showUnlocked } from "./operator.js";
import { loaded } from "./words.js";

const FEW_ARTISTS = 12;

const report = byId("report");
const status = byId("status");
let latest = 0;

const chosenDays = () => Number(document.querySelector("#days input:checked").value);

async function show() {
  const mine = (latest += 1);
  status.textContent = "Adding up…";
  try {
    const figures = await insights(chosenDays(), adminToken());
    if (mine !== latest) return;
    showUnlocked();
    byId("days").hidden = false;
    status.textContent = "";
    report.replaceChildren(...(figures.sessions === 0 ? [empty()] : sections(figures)));
    report.hidden = false;
    document.body.dataset.state = "result";
  } catch (error) {
    if (mine !== latest) return;
    report.hidden = true;
    document.body.dataset.state = "idle";
    byId("days").hidden = true;
    if (error instanceof ApiError && error.status === 401) {
      status.textContent = askForToken();
      return;
    }
    hideToken();
    status.textContent = error instanceof ApiError ? error.message : "Something went wrong on this page. Try again.";
    if (!(error instanceof ApiError)) console.error(error);
  }
}

function empty() {
  return el("div", { class: "empty" },
    el("h2", {}, "Nobody has sent a photo yet."),
    el("p", {}, "Once visitors like, dislike and open songs, this page shows which moods, artists, languages and hours they come from, "
      + "which moods lie clearly below the rest, whom they often dislike and why, and how they would have read their photos."),
    el("a", { class: "button accent", href: "/" }, "Send the first photo"));
}

function sections(figures) {
  const { totals } = figures;
  const judged = totals.total > 0;
  const clicks = list(figures.by_mood).reduce((sum, mood) => sum + mood.clicks, 0);
  const plays = list(figures.by_mood).reduce((sum, mood) => sum + mood.plays, 0);
  return [
    tiles([
      ["Like rate", rate(totals.like_rate), judged ? `of ${count(totals.total)} ${totals.total === 1 ? "verdict" : "verdicts"}` : "no verdict yet"],
      ["Likes", count(totals.likes)], ["Dislikes", count(totals.dislikes)],
      ["Opened", count(clicks), "in Spotify"], ["Previews", count(plays), "started"],
      ["Photos", count(figures.sessions), `${count(figures.songs_shown)} songs shown`],
    ]),
    attention(figures),
    section("By hour", "Of the day, in UTC, by when it was said.", legend(), hourChart(list(figures.by_hour))),
    column(
      section("By mood", "As the photos were read.", legend(), ...moods(sorted(figures.by_mood))),
      section("Why not", "The reasons given with dislikes.", list(figures.reasons).length
        ? countTable("Reasons", "Reason", figures.reasons.map((reason) => ({ name: titled(reason.reason), count: reason.count })))
        : nothing("No dislike came with a reason yet.")),
      section("Felt different", "What photos were read as, and what visitors felt.", list(figures.corrections).length
        ? countTable("Corrected moods", "Read as and felt", figures.corrections.map((correction) => ({ name: `${titled(correction.read)} → ${correction.felt}`, count: correction.count })))
        : nothing("Nobody has corrected a mood yet."))),
    column(
      section("By language", "Of the songs.", legend(), verdictTable("By language", "Language", list(figures.by_language))),
      section("By artist", "Those shown most.", legend(), ...artists(list(figures.by_artist)))),
  ];
}

const sorted = (sums) => [...list(sums)].sort((a, b) => b.likes + b.dislikes - a.likes - a.dislikes || b.shown - a.shown);
const column = (...panels) => el("div", { class: "report-column" }, ...panels);
const nothing = (sentence) => el("p", { class: "quiet" }, sentence);

function section(title, about, ...content) {
  return el("section", { class: "panel" }, el("h2", {}, title), el("p", { class: "quiet" }, about), ...content);
}

function tiles(all) {
  return el("dl", { class: "tiles" }, ...all.map(([name, value, about]) => el("div", {}, el("dt", {}, name), el("dd", {}, value), about && el("dd", { class: "about" }, about))));
}

// What somebody should look at; saying that there is nothing is an answer, too.
function attention(figures) {
  const names = (sums) => el("ul", { class: "names" }, ...sums.map((sum) =>
    el("li", {}, el("strong", { dir: "auto" }, titled(sum.name)), ` ${rate(sum.like_rate)} liked, ${count(sum.likes + sum.dislikes)} verdicts`)));
  const low = list(figures.low_moods);
  const disliked = list(figures.often_disliked);
  return el("section", { class: "panel attention" },
    el("h2", {}, "Worth a look"),
    el("div", { class: "attention-columns" },
      el("div", {}, el("h3", {}, "Moods clearly below the rest"), low.length ? names(low) : nothing("None: no mood's like rate is lower than chance explains.")),
      el("div", {}, el("h3", {}, "Artists often disliked"), disliked.length ? names(disliked) : nothing("None that three or more photos' visitors dislike more than like."))));
}

function moods(sums) {
  const unseen = sums.filter((sum) => sum.shown === 0);
  return [
    verdictTable("By mood", "Mood", sums.filter((sum) => sum.shown > 0)),
    unseen.length ? nothing(`No photo of these yet: ${unseen.map((sum) => sum.name).join(", ")}.`) : null,
  ].filter(Boolean);
}

function artists(sums) {
  const few = verdictTable("By artist", "Artist", sums.slice(0, FEW_ARTISTS));
  return sums.length <= FEW_ARTISTS ? [few] : [few, el("details", { class: "figures" },
    el("summary", {}, `${sums.length - FEW_ARTISTS} more`), verdictTable("More artists", "Artist", sums.slice(FEW_ARTISTS)))];
}

onToken(show);
byId("days").addEventListener("change", show);
loaded().finally(show);
