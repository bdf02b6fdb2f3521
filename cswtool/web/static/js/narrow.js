const plain = (text) => text.normalize("NFKC").toLowerCase();

/** A line above many boxes: what is typed there leaves those in sight that hold it, and those that are ticked. */
function startLine(place) {
  const line = place.querySelector("input");
  const chips = [...document.getElementById(place.dataset.narrows).querySelectorAll(".chip")];
  place.hidden = false;
  line.addEventListener("input", () => {
    const typed = plain(line.value.trim());
    for (const chip of chips) {
      chip.hidden = !plain(chip.textContent).includes(typed) && !chip.querySelector("input").checked;
    }
  });
  line.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) event.preventDefault();
  });
}

export function startNarrowing(root) {
  for (const place of root.querySelectorAll("[data-narrows]")) startLine(place);
}
