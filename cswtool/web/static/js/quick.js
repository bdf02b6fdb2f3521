/** Buttons that fill the field named by data-fills; without scripts they stay hidden. */
function startGroup(group) {
  const field = document.getElementById(group.dataset.fills);
  group.hidden = false;
  group.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-value]");
    if (button === null) return;
    field.value = button.dataset.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  const mark = () => {
    for (const button of group.querySelectorAll("button[data-value]")) {
      button.setAttribute("aria-pressed", String(button.dataset.value === field.value));
    }
  };
  field.addEventListener("input", mark);
  mark();
}

export function startQuickChoices(root) {
  for (const group of root.querySelectorAll("[data-fills]")) startGroup(group);
}
