import { startAutosave } from "./autosave.js";
import { startFolds } from "./fold.js";
import { startKeys } from "./keys.js";
import { startMenus } from "./menu.js";
import { startOnce } from "./once.js";
import { startPrint } from "./print.js";
import { startQuickChoices } from "./quick.js";
import { startWriting } from "./writing.js";

for (const form of document.querySelectorAll("form[data-autosave-url]")) {
  startAutosave(form);
}
startFolds(document);
startOnce(document);
startMenus(document);
startKeys(document);
startPrint(document);
startQuickChoices(document);
startWriting(document);
