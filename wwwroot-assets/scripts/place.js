// The place on a page that one comes back to, by *back* or by the link to the list that one came from. The browser's own
// restoring of it comes too early: the page is drawn over the circuit, and has no height yet. One place an address and tab.
const keyOf = (address) => `antenna.place:${address.pathname}${address.search}`;

// Where to scroll to as soon as the page is high enough; undefined once it is the person who scrolls.
let target;
const drawn = new MutationObserver(scrollToTarget);

function returnTo(address) {
  target = Number(sessionStorage.getItem(keyOf(address))) || undefined;
  if (target !== undefined) drawn.observe(document.body, { childList: true, subtree: true });
}

function leaveToPerson() {
  target = undefined;
  drawn.disconnect();
}

function scrollToTarget() {
  if (scrollY !== target && document.documentElement.scrollHeight - innerHeight >= target) scrollTo({ top: target, behavior: "instant" });
}

history.scrollRestoration = "manual";
addEventListener("popstate", () => returnTo(location));
addEventListener(
  "click",
  (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link) return;
    leaveToPerson();
    if (link.relList.contains("up")) returnTo(link);
  },
  { capture: true },
);
for (const act of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(act, leaveToPerson, { capture: true, passive: true });

addEventListener("scroll", () => {
  if (target === undefined) sessionStorage.setItem(keyOf(location), Math.round(scrollY));
  else scrollToTarget();
});
