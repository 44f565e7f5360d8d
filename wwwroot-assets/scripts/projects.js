// The projects that were looked at last in this browser, the newest first.
const key = "antenna.projects";
const most = 8;

export function recent() {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "[]").filter(Number.isSafeInteger);
  } catch {
    return [];
  }
}

export const visit = (id) => localStorage.setItem(key, JSON.stringify([id, ...recent().filter((other) => other !== id)].slice(0, most)));
