/** A file sent as the answer (data-answers-file) leaves the page standing: the button comes back soon. */
const RELEASE_FILE_MS = 5_000;
/** Any other answer is a page. Only where it was stopped by hand nothing comes at all. */
const RELEASE_AFTER_MS = 120_000;
/** What is worked out first (data-waits) may take minutes. */
const RELEASE_WAITED_MS = 600_000;

function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("button[data-held]")) {
    button.disabled = false;
    delete button.dataset.held;
  }
}

function hold(form) {
  for (const button of form.querySelectorAll("button[type=submit]:enabled")) {
    button.dataset.held = "";
    button.disabled = true;
  }
}

function patience(form) {
  if (form.hasAttribute("data-answers-file")) return RELEASE_FILE_MS;
  return form.hasAttribute("data-waits") ? RELEASE_WAITED_MS : RELEASE_AFTER_MS;
}

/** Send a POST form once: a second press does nothing until the page is shown again. */
export function startOnce(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if ("sent" in form.dataset) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "";
    // Only after this turn: a disabled button would not send its own name and value.
    setTimeout(() => hold(form));
    setTimeout(() => release(form), patience(form));
  });

  window.addEventListener("pageshow", () => {
    for (const form of root.querySelectorAll("form[data-sent]")) release(form);
  });
}
