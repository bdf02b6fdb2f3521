const ROOMY = "(min-width: 48rem)";

/** Folds marked data-open-wide stand open where there is room; a phone keeps them shut. */
export function startFolds(root) {
  if (!window.matchMedia(ROOMY).matches) return;
  for (const fold of root.querySelectorAll("details[data-open-wide]")) fold.open = true;
}
