/** Close an open menu (details[data-menu]) on Escape and on a click elsewhere. */
export function startMenus(root) {
  const menus = [...root.querySelectorAll("details[data-menu]")];

  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus.filter((candidate) => candidate.open)) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  root.addEventListener("click", (event) => {
    for (const menu of menus) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
}
