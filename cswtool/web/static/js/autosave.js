const QUIET_MS = 3_000;
const FIRST_RETRY_MS = 4_000;
const LAST_RETRY_MS = 60_000;
/** Browsers refuse a larger body on a request that is to outlive its page. */
const KEEPALIVE_BYTES = 60_000;

const SAVING = "保存しています…";
const WAITING = "送信待ち（接続がありません）";
const SIGNED_OUT = "送信待ち（サインアウトしています。別の画面でサインインすると、ここの入力が送られます）";
const REFUSED = "下書きを保存できませんでした。「保存」のボタンを押して送信してください";

function clockTime() {
  return new Intl.DateTimeFormat("ja-JP", { hour: "numeric", minute: "2-digit", timeZone: "Asia/Tokyo" }).format(new Date());
}

/** What the form holds now, without files and without the token, which nobody typed. */
function typedText(form) {
  const entries = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrf_token");
  return new URLSearchParams(entries).toString();
}

/** One answer of the server as a state: saved, signed-out, refused or waiting. */
function outcome(response) {
  if (response.ok) return "saved";
  if (response.status === 400) return "token-ran-out";
  if (response.type === "opaqueredirect" || response.status === 401) return "signed-out";
  const retryLater = response.status >= 500 || response.status === 429;
  return retryLater ? "waiting" : "refused";
}

class Draft {
  constructor(form) {
    this.form = form;
    this.display = form.querySelector("[data-autosave-state]");
    this.saved = typedText(form);
    this.timer = undefined;
    this.request = undefined;
    this.retryMs = FIRST_RETRY_MS;
    this.leaving = false;
  }

  get unsaved() {
    return typedText(this.form) !== this.saved;
  }

  show(state, text) {
    if (this.display === null) return;
    this.display.dataset.state = state;
    this.display.textContent = text;
  }

  /** A timer already running is left alone: somebody who never stops typing is saved too. */
  sendIn(milliseconds) {
    this.timer ??= setTimeout(() => this.send(), milliseconds);
  }

  stopTimer() {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  async send() {
    this.stopTimer();
    if (this.leaving || this.request !== undefined || !this.unsaved) return;
    const body = typedText(this.form);
    this.request = new AbortController();
    this.show("saving", SAVING);
    const state = await this.post(body);
    this.request = undefined;
    if (!this.leaving) this.settle(state, body);
  }

  async post(body) {
    try {
      const response = await fetch(this.form.dataset.autosaveUrl, {
        method: "POST",
        headers: {
          "Content-Type": "application/x-www-form-urlencoded",
          "X-CSRFToken": this.form.elements.csrf_token.value,
        },
        body,
        redirect: "manual",
        keepalive: body.length < KEEPALIVE_BYTES,
        signal: this.request.signal,
      });
      return outcome(response);
    } catch {
      return "waiting";
    }
  }

  /** After a sign-in in another tab this page's token is an old one; the page itself has a new one. */
  async renewToken() {
    try {
      const answer = await fetch(location.href);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const token = page.querySelector("form[data-autosave-url] [name=csrf_token]");
      if (token !== null) this.form.elements.csrf_token.value = token.value;
    } catch {
      // The line is down as well: the next try finds out.
    }
  }

  settle(state, body) {
    if (state === "saved") {
      this.saved = body;
      this.retryMs = FIRST_RETRY_MS;
      this.show("saved", `下書きを保存しました ${clockTime()}`);
      if (this.unsaved) this.sendIn(QUIET_MS);
      return;
    }
    const texts = { "signed-out": SIGNED_OUT, refused: REFUSED, waiting: WAITING, "token-ran-out": SIGNED_OUT };
    this.show("waiting", texts[state]);
    if (state === "refused") return;
    if (state === "token-ran-out") this.renewToken();
    this.sendIn(this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, LAST_RETRY_MS);
  }

  /** The form itself is on its way: a late draft must not come after it. */
  leave() {
    this.leaving = true;
    this.stopTimer();
    this.request?.abort();
  }
}

/** Keep a draft of what is typed on the server, a few seconds after each change. */
export function startAutosave(form) {
  const draft = new Draft(form);
  const flush = () => draft.send();

  form.addEventListener("input", () => draft.sendIn(QUIET_MS));
  form.addEventListener("change", () => draft.sendIn(QUIET_MS));
  form.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) draft.leave();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") flush();
  });
  window.addEventListener("pagehide", flush);
  window.addEventListener("online", flush);
  window.addEventListener("pageshow", () => {
    draft.leaving = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!draft.leaving && draft.unsaved) event.preventDefault();
  });
}
