// Keys that act on the page: an element names its own in aria-keyshortcuts, which tells people who do not see it, too. So
// the sheet of them (KeyboardSheet) lists what works on the page at hand and nothing else.
//
// A key presses the first such element that one sees: a button or a link is clicked, a field gets the focus. In a container
// with data-rows, J and K move the focus from row to row, and X checks the box of the row that has it. An element with data-in-row,
// which says what its key does in any row, is pressed only while its row has the focus.
const setting = "antenna.keys";
const fields = "input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable=true]";
const own = { J: "Next row", K: "Previous row", X: "Select the row, or take it out", Enter: "Open the row" };
const link = "a[href]:not([tabindex='-1'])";
const needs = { X: "input[type=checkbox]", Enter: link };

/** Whether keys without Ctrl act; some people dictate, and every word would press some. */
export const areOn = () => localStorage.getItem(setting) !== "off";

export const turn = (on) => (on ? localStorage.removeItem(setting) : localStorage.setItem(setting, "off"));

/** The keys that work on the page now, each with what it does: { keys, name, everywhere }. */
export function list() {
  const listed = new Map();
  for (const element of document.querySelectorAll("[aria-keyshortcuts]")) {
    const keys = element.getAttribute("aria-keyshortcuts");
    if (!listed.has(keys) && isUsable(element)) listed.set(keys, { keys, name: element.dataset.inRow || nameOf(element), everywhere: element.closest("header.bar") !== null });
  }
  const rows = rowsNow();
  for (const [keys, name] of rows ? Object.entries(own) : []) {
    if (!needs[keys] || rows.querySelector(needs[keys])) listed.set(keys, { keys, name, everywhere: false });
  }
  return [...listed.values()];
}

export const open = (dialog) => dialog.showModal();

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.repeat || event.isComposing || event.target.closest?.(fields)) return;
  if (!event.ctrlKey && !event.metaKey && !areOn()) return;
  const pressed = find(event);
  if (pressed) {
    event.preventDefault();
    if (pressed.matches(fields)) pressed.focus();
    else pressed.click();
  } else if (!event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey && actOnRows(event.key.toUpperCase())) {
    event.preventDefault();
  }
});

function find(event) {
  for (const element of (document.querySelector("dialog:modal, [role=dialog]") ?? document).querySelectorAll("[aria-keyshortcuts]")) {
    if (element.getAttribute("aria-keyshortcuts").split(" ").some((keys) => matches(event, keys)) && isUsable(element) && isAtHand(element)) return element;
  }
  return null;
}

function matches(event, keys) {
  const parts = keys.split("+").filter((part) => part !== "");
  const key = parts.pop() ?? "+";
  const has = (name) => parts.includes(name);
  // What is no letter or digit may need Shift on one keyboard and not on another.
  const shift = /^[A-Z]$/.test(key) || key.length > 1 ? event.shiftKey === has("Shift") : true;
  return shift && event.altKey === has("Alt") && (event.ctrlKey || event.metaKey) === has("Control") && event.key.toUpperCase() === key.toUpperCase();
}

function isUsable(element) {
  return !element.disabled && element.getAttribute("aria-disabled") !== "true" && element.getClientRects().length > 0;
}

function isAtHand(element) {
  return !element.dataset.inRow || [...element.closest("[data-rows]").children].some((row) => row.contains(element) && row.contains(document.activeElement));
}

function nameOf(element) {
  const label = element.getAttribute("aria-label") ?? element.labels?.[0]?.innerText;
  if (label) return label.trim();
  const copy = element.cloneNode(true);
  for (const hint of copy.querySelectorAll("kbd, [aria-hidden=true]")) hint.remove();
  return copy.textContent.trim() || element.getAttribute("placeholder") || element.title;
}

function rowsNow() {
  return document.querySelector("dialog:modal, [role=dialog]") ? null : document.querySelector("[data-rows]");
}

function actOnRows(key) {
  const rows = rowsNow();
  if (!rows || !(key in own) || key === "ENTER") return false;
  const all = [...rows.children];
  const at = all.findIndex((row) => row.contains(document.activeElement));
  if (key === "X") {
    const box = all[at]?.querySelector("input[type=checkbox]");
    box?.click();
    return box !== undefined;
  }
  const to = all[at < 0 ? 0 : Math.min(Math.max(at + (key === "J" ? 1 : -1), 0), all.length - 1)];
  const first = to?.querySelector(link) ?? to?.querySelector("button:not(:disabled)");
  first?.focus();
  first?.scrollIntoView({ block: "nearest" });
  return first !== undefined;
}
