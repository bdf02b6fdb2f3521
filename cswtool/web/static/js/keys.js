const STORE = "cswtool-keys-off";

/** WCAG 2.1.4: a key of one letter can be switched off, from the user menu. */
function isOff() {
  return localStorage.getItem(STORE) !== null;
}

function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

function startToggle(button) {
  const show = () => button.setAttribute("aria-pressed", String(!isOff()));
  button.hidden = false;
  show();
  button.addEventListener("click", () => {
    if (isOff()) localStorage.removeItem(STORE);
    else localStorage.setItem(STORE, "");
    show();
  });
}

/** One key follows its link: `n` opens a[data-key="n"], the page's own before the header's. */
export function startKeys(root) {
  root.querySelectorAll("[data-keys-toggle]").forEach(startToggle);
  root.addEventListener("keydown", (event) => {
    const modified = event.ctrlKey || event.altKey || event.metaKey || event.isComposing;
    if (modified || event.repeat || isOff() || isTyping(event.target)) return;
    const link = [...root.querySelectorAll("a[data-key]")].findLast((candidate) => candidate.dataset.key === event.key);
    if (link === undefined) return;
    event.preventDefault();
    link.click();
  });
}
