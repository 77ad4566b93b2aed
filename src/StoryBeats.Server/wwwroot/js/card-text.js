// Text in a box of the card, whatever its length and script.

const FACE = '"Avenir Next", "Segoe UI Variable Text", "Segoe UI", system-ui, -apple-system, Roboto, "Helvetica Neue", "Liberation Sans", sans-serif';
const LINE = 1.2; // what Devanagari and Tamil need above and below
const STEP = 2;
const LONGEST = 300;
const LATIN = /^[\p{Script=Latin}\P{L}]*$/u;
const FROM_RIGHT = /\p{Script=Arabic}|\p{Script=Hebrew}/u;

/** Rows one below the other, in the middle of the box. A row's `tail` follows its words and is never cut. */
export function write(context, box, rows) {
  const set = rows.filter((row) => row.words).map((row) => ({ ...row, ...fit(context, row, box.width) }));
  let y = box.y + (box.height - set.reduce((sum, { lines, size }) => sum + lines.length * size * LINE, 0)) / 2;
  context.textBaseline = "alphabetic";
  context.textAlign = "left";
  for (const { lines, size, weight, ink, tight } of set) {
    for (const line of lines) {
      choose(context, weight, size, tight && LATIN.test(line));
      context.direction = FROM_RIGHT.test(line) ? "rtl" : "ltr";
      context.fillStyle = ink;
      context.fillText(line, box.x, y + size * 0.93);
      y += size * LINE;
    }
  }
}

/** Wrapped first, then smaller, then cut short. */
export function fit(context, { words, tail = "", size, least, weight, lines, tight = false }, width) {
  const said = words.replace(/\s+/g, " ").trim();
  for (let tried = size; tried >= least; tried -= STEP) {
    choose(context, weight, tried, tight && LATIN.test(said));
    const wrapped = wrap(context, said, tail, width, lines);
    if (wrapped) return { size: tried, lines: wrapped };
  }
  return { size: least, lines: cut(context, said, tail, width, lines) };
}

function choose(context, weight, size, tight) {
  context.font = `${weight} ${size}px ${FACE}`;
  context.letterSpacing = tight ? `${-0.035 * size}px` : "0px";
}

const measure = (context, words) => context.measureText(words).width;

// On one line, or on two as even as can be.
function wrap(context, words, tail, width, lines) {
  if (measure(context, words + tail) <= width) return [words + tail];
  if (lines < 2) return null;
  const parts = words.split(" ");
  const ways = parts.slice(1).map((_, i) => [parts.slice(0, i + 1).join(" "), parts.slice(i + 1).join(" ") + tail])
    .map((two) => ({ two, widest: Math.max(...two.map((line) => measure(context, line))) }))
    .filter(({ widest }) => widest <= width);
  return ways.length ? ways.reduce((best, way) => (way.widest < best.widest ? way : best)).two : null;
}

function cut(context, words, tail, width, lines) {
  let left = letters(words).slice(0, LONGEST);
  const done = [];
  while (done.length < lines - 1) {
    let count = longest(context, left, "", width);
    const space = left.lastIndexOf(" ", count);
    if (space > 0) count = space;
    done.push(left.slice(0, count).join(""));
    left = left.slice(count).join("").trimStart() ? letters(left.slice(count).join("").trimStart()) : [];
  }
  return [...done, `${left.slice(0, longest(context, left, `…${tail}`, width)).join("").trimEnd()}…${tail}`];
}

function longest(context, left, end, width) {
  let count = left.length;
  while (count > 1 && measure(context, left.slice(0, count).join("") + end) > width) count -= 1;
  return count;
}

// As people count them: a vowel sign stays with its consonant.
const letters = (words) => (Intl.Segmenter ? [...new Intl.Segmenter().segment(words)].map(({ segment }) => segment) : [...words]);
