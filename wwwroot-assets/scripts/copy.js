// Puts what is seen on the clipboard. Where the browser keeps a page from it (a page that came over plain http, or a person
// who does not allow it) it becomes a file; the answer tells which.
const margin = 16;

// What the look of a table and its bars is made of.
const properties = [
  "align-items", "animation", "background-color", "background-image", "background-position", "background-size", "border-bottom", "border-collapse",
  "border-left", "border-radius", "border-right", "border-spacing", "border-top", "box-sizing", "color", "display", "fill", "flex-basis", "flex-grow", "flex-shrink",
  "flex-wrap", "float", "font-family", "font-feature-settings", "font-size", "font-style", "font-variant-numeric", "font-weight", "gap", "height",
  "justify-content", "letter-spacing", "line-height", "list-style", "margin", "max-width", "min-width", "opacity", "overflow", "overflow-wrap", "padding",
  "table-layout", "text-align", "text-decoration", "text-overflow", "transform", "vertical-align", "white-space", "width",
];

export async function text(value, name) {
  try {
    await navigator.clipboard.writeText(value);
    return true;
  } catch {
    save(new Blob([value], { type: "text/plain" }), name);
    return false;
  }
}

export async function image(element, name) {
  const picture = await draw(element);
  try {
    await navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]);
    return true;
  } catch {
    save(picture, name);
    return false;
  }
}

// An SVG that holds a copy of the element with all that its look is made of; drawn at twice its size, for fine print.
async function draw(element) {
  const { width, height } = element.getBoundingClientRect();
  const [wide, high] = [Math.ceil(width) + 2 * margin, Math.ceil(height) + 2 * margin];
  const sheet = document.createElement("div");
  sheet.style.cssText = `padding:${margin}px;background:${backgroundOf(element)}`;
  sheet.append(copyOf(element));
  const body = new XMLSerializer().serializeToString(sheet);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}"><style>${await fonts()}</style><foreignObject width="100%" height="100%">${body}</foreignObject></svg>`;
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [wide * 2, high * 2];
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The picture is empty"))), "image/png"));
}

function copyOf(element) {
  const look = getComputedStyle(element);
  const copy = element.cloneNode(false);
  copy.removeAttribute("class");
  for (const property of properties) copy.style.setProperty(property, look.getPropertyValue(property));
  copy.style.animation = "none";
  for (const child of element.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) copy.append(child.cloneNode());
    else if (child.nodeType === Node.ELEMENT_NODE && isSeen(child)) copy.append(copyOf(child));
  }
  return copy;
}

function isSeen(element) {
  return getComputedStyle(element).display !== "none" && !element.classList.contains("visually-hidden") && element.tagName !== "FIELDSET";
}

function backgroundOf(element) {
  for (let each = element; each; each = each.parentElement) {
    const { backgroundColor } = getComputedStyle(each);
    if (!backgroundColor.endsWith(", 0)") && backgroundColor !== "transparent") return backgroundColor;
  }
  return "white";
}

// A picture loads nothing by itself: the page's font goes with it.
async function fonts() {
  const faces = [["normal", "inter-latin-wght-normal.woff2"], ["italic", "inter-latin-wght-italic.woff2"]];
  const rules = faces.map(async ([style, file]) => {
    const bytes = await (await fetch(`./fonts/${file}`)).blob();
    return `@font-face{font-family:"Inter";font-style:${style};font-weight:100 900;src:url(${await dataOf(bytes)}) format("woff2")}`;
  });
  return (await Promise.all(rules)).join("");
}

function dataOf(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
