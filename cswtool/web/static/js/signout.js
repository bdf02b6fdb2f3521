import { somethingWaits } from "./device.js";

const ASK = "この端末に、まだ送っていない入力が残っています。サインアウトすると消えて、戻せません。サインアウトしますか？";

/** Leave nothing behind on the device. What would be lost is asked about first. */
function startSignOut(form, device) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if ((await device.texts()).length > 0 && !window.confirm(ASK)) return;
    await device.purge();
    form.submit();
  });
}

export function startSignOuts(root, device) {
  if (device === null) return;
  for (const form of root.querySelectorAll("form[data-sign-out]")) startSignOut(form, device);
}

/** At the door: what waits here goes once its owner has signed in. */
export async function startDoor(root) {
  for (const hint of root.querySelectorAll("[data-something-waits]")) {
    hint.hidden = !(await somethingWaits());
  }
}
