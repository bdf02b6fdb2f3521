/** What is sent to be worked out (data-waits): how long it has been, so that nobody thinks it hangs. */
export function startWaiting(root) {
  for (const form of root.querySelectorAll("form[data-waits]")) {
    const [told, counted] = form.querySelectorAll("[data-waiting]");
    let ticking = 0;

    form.addEventListener("submit", () => {
      const began = Date.now();
      told.textContent = form.dataset.waits;
      clearInterval(ticking);
      ticking = setInterval(() => {
        counted.textContent = `${Math.floor((Date.now() - began) / 1_000)}秒たちました`;
      }, 1_000);
    });

    addEventListener("pageshow", () => {
      clearInterval(ticking);
      told.textContent = counted.textContent = "";
    });
  }
}
