// The focus stays where it was when a rendering takes away what has it, as "Add" does with its own row: it goes to the same control of
// what stands there now, else to the section around it. A browser would begin at the top of the page again. What lies above the page
// (dialogs, lists of suggestions) cares for its own.
const focusable = "a[href]:not([tabindex='-1']), button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary";

// What had the focus, with where it stood in each element around it; undefined where nothing of the page had.
let last;

const taken = new MutationObserver(() => {
  if (last === undefined || last.element.isConnected || document.activeElement !== document.body) return;
  const { element, places } = last;
  last = undefined;
  const place = places.find(({ parent }) => parent.isConnected);
  if (place) goTo(alike(element, place.parent.children[Math.min(place.index, place.parent.children.length - 1)]), place.parent);
});

addEventListener("focusin", ({ target }) => {
  last = target.closest("main") ? { element: target, places: placesOf(target) } : undefined;
  if (last) taken.observe(document.body, { childList: true, subtree: true });
  else taken.disconnect();
});

// Who clicks beside everything wants the focus nowhere. An element that is being taken away is let go of as well, but not there afterwards.
addEventListener("focusout", ({ target }) => setTimeout(() => {
  if (last?.element === target && target.isConnected && document.activeElement === document.body) last = undefined;
}));

function placesOf(element) {
  const places = [];
  for (let at = element; !at.matches("main"); at = at.parentElement) places.push({ parent: at.parentElement, index: [...at.parentElement.children].indexOf(at) });
  return places;
}

// No other control: a field that suggests, for example, opens when it gets the focus.
function alike(element, within) {
  return [...(within?.querySelectorAll(focusable) ?? [])].find((each) => each.tagName === element.tagName && each.textContent === element.textContent);
}

function goTo(element, around) {
  const to = element ?? around.closest("section, article, main");
  if (to !== element && !to.hasAttribute("tabindex")) to.tabIndex = -1;
  to.focus({ preventScroll: true });
}
