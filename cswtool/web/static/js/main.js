import { startAutosave } from "./autosave.js";
import { openDevice } from "./device.js";
import { startFolds } from "./fold.js";
import { startKeys } from "./keys.js";
import { startMenus } from "./menu.js";
import { startNarrowing } from "./narrow.js";
import { startOnce } from "./once.js";
import { startOutbox } from "./outbox.js";
import { startPrint } from "./print.js";
import { startQuickChoices } from "./quick.js";
import { startDoor, startSignOuts } from "./signout.js";
import { startWaiting } from "./waiting.js";
import { startWriting } from "./writing.js";

startFolds(document);
startOnce(document);
startMenus(document);
startKeys(document);
startPrint(document);
startQuickChoices(document);
startWriting(document);
startNarrowing(document);
startWaiting(document);
startDoor(document);

const opening = openDevice();

/** A device that does not answer must not keep the drafts on the server from being kept. */
const noDevice = new Promise((resolve) => setTimeout(resolve, 2_000, null));

const forms = Promise.race([opening, noDevice]).then((device) => {
  for (const form of document.querySelectorAll("form[data-autosave-url]")) startAutosave(form, device);
});

/** From one that answers late, what waits there is still sent, and it is emptied at sign-out. */
Promise.all([opening, forms]).then(([device]) => {
  startSignOuts(document, device);
  startOutbox(device);
});
