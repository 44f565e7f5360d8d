// The choice of light or dark colours belongs to this browser, and outlives its tab.
const key = "antenna.colours";

export const chosen = () => localStorage.getItem(key);

export const choose = (colours) => localStorage.setItem(key, colours);
