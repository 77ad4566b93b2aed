// Songs that come in place of others: what stays keeps its element, and nothing on the screen jumps.

// Puts `wanted` into the list in their order. An element that is not wanted leaves unless `keeps` says otherwise; those kept come last.
// A line with data-stays is no song: it keeps its place.
// `also` changes what else is on the page.
export function refineList(list, wanted, keeps, also) {
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  const left = [...list.children];
  const place = focused ? left.indexOf(focused.closest("#songs > li")) : -1;
  const kept = left.filter((item) => !wanted.includes(item) && keeps(item));
  const now = [...wanted, ...kept];
  left.forEach((item, i) => { if ("stays" in item.dataset) now.splice(Math.min(i, now.length), 0, item); });

  hold(list, now, () => {
    also();
    for (const item of left) {
      item.classList.add("settled"); // what is moved does not come in again
      if (!now.includes(item)) item.remove();
    }
    now.forEach((item, i) => { if (list.children[i] !== item) list.insertBefore(item, list.children[i] ?? null); });
  });
  // A moved element loses the focus, and one that left takes it along.
  if (focused && document.activeElement !== focused) (focused.isConnected ? focused : now[Math.min(place, now.length - 1)])?.focus({ preventScroll: true });
}

// What the visitor looks at stays where it is on the screen: the list's beginning, or the first song of those on the screen that stays.
function hold(list, now, change) {
  const page = document.documentElement;
  const top = (item) => item.getBoundingClientRect().top;
  const looked = top(list) >= 0 ? list : [...list.children].find((item) => now.includes(item) && item.getBoundingClientRect().bottom > 0);
  if (!looked || scrollY === 0 || top(looked) > innerHeight) {
    change();
    return;
  }
  const before = top(looked);
  page.style.setProperty("overflow-anchor", "none"); // else the browser does the same once more
  change();
  scrollBy({ top: top(looked) - before, behavior: "instant" });
  requestAnimationFrame(() => page.style.removeProperty("overflow-anchor"));
}
