// A folder of this computer, as a field with "webkitdirectory" chooses it. Blazor tells the server the name of a file and nothing of its
// folder, so each is named by its path, and it tells of all files, of which thousands may be pictures: what is sent of a folder is said
// by the field, in data-endings and data-most, and one file more tells the server that there are too many.
const isShown = (path) => path.split("/").slice(1).every((part) => !part.startsWith(".") && !part.startsWith("~$") && part !== "__MACOSX");

addEventListener(
  "change",
  ({ target }) => {
    if (!target.matches?.("input[type=file][webkitdirectory]")) return;
    const endings = target.dataset.endings.split(",");
    delete target.files;
    const chosen = [...target.files]
      .filter(({ name, webkitRelativePath }) => isShown(webkitRelativePath) && endings.some((ending) => name.toLowerCase().endsWith(ending)))
      .slice(0, Number(target.dataset.most) + 1);
    for (const file of chosen) Object.defineProperty(file, "name", { value: file.webkitRelativePath || file.name });
    Object.defineProperty(target, "files", { configurable: true, value: chosen });
  },
  { capture: true },
);
