import { clockTime, Pauses, post } from "./post.js";

const QUIET_MS = 3_000;
/** With the line down the device is near: nothing is gained by waiting. */
const QUIET_ON_DEVICE_MS = 400;
const LONGEST_PAUSE_MS = 60_000;

const SAVING = "保存しています…";
const SENDING = "送信しています…";
const ON_DEVICE = "送信待ち（この端末に保存しました）";
const NOT_ON_DEVICE = "送信待ち（この端末には保存できません。つながるまで、この画面を閉じないでください）";
const TO_BE_SENT = "送信待ち（この端末に保存しました。つながると自動で送ります。画面を閉じてもかまいません）";
const TYPED_AGAIN = "書き直したので、まだ送っていません。もう一度ボタンを押してください（この端末に保存しました）";
const FILES_STAY = "つながらないため、送れません。文章はこの端末に保存しました。選んだファイルは残せないので、つながってから、もう一度ボタンを押してください";
const LOOKED_AT = "つながらないため、作れません。入力した内容はこの端末に保存しました。つながってから、もう一度ボタンを押してください";
const SIGNED_OUT = "送信待ち（サインアウトしています。別の画面でサインインすると、ここの入力が送られます）";
const SIGN_IN = "サインインの画面を開く";
const REFUSED = "下書きを保存できませんでした。「保存」のボタンを押して送信してください";

const HANDED_ON = "cswtool-writer-";

/** What this opening of the page calls itself. */
const NEW_NAME = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** The names under which this opening keeps texts. */
export const NAMES = new Set([NEW_NAME]);

/** Into a page of its own: this one holds what is still to be sent. */
function signInLink() {
  const link = document.createElement("a");
  link.href = "/sign-in";
  link.target = "_blank";
  link.textContent = SIGN_IN;
  return link;
}

/** A form that came back refused goes on under the name of the page that sent it: it is one filling-in. */
function nameFor(key) {
  const name = sessionStorage.getItem(HANDED_ON + key) ?? NEW_NAME;
  sessionStorage.removeItem(HANDED_ON + key);
  NAMES.add(name);
  return name;
}

/** What the form holds now, without files and without the token, which nobody typed. */
function typedText(form) {
  const entries = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrf_token");
  return new URLSearchParams(entries).toString();
}

/** Why a form cannot go by itself later: files are not kept, and a page must be looked at. */
function staysHere(form) {
  if (form.hasAttribute("data-answers-page")) return LOOKED_AT;
  const files = [...form.querySelectorAll("input[type=file]")].some((field) => field.files.length > 0);
  return files ? FILES_STAY : undefined;
}

/** A form whose text is kept: on the server, or on the device while the line is down. */
class Draft {
  constructor(form, device) {
    this.form = form;
    this.device = device;
    this.display = form.querySelector("[data-autosave-state]");
    this.opened = document.querySelector("[data-draft-opened]")?.dataset.draftOpened ?? "";
    this.writer = nameFor(this.key);
    this.saved = typedText(form);
    this.onDevice = undefined;
    this.down = false;
    this.timer = undefined;
    this.sealTimer = undefined;
    this.turn = 0;
    this.stop = undefined;
    this.pauses = new Pauses(LONGEST_PAUSE_MS);
    this.leaving = false;
    this.pressed = undefined;
    this.waitingWords = ON_DEVICE;
  }

  get unsaved() {
    return typedText(this.form) !== this.saved;
  }

  get atRisk() {
    return this.unsaved && typedText(this.form) !== this.onDevice;
  }

  show(state, text) {
    if (this.display === null) return;
    this.display.dataset.state = state;
    this.display.textContent = text;
    if (text === SIGNED_OUT) this.display.append(" ", signInLink());
  }

  typed() {
    if (this.pressed !== undefined && !this.down) return;
    if (this.pressed !== undefined) this.waitingWords = TYPED_AGAIN;
    if (this.down) {
      clearTimeout(this.sealTimer);
      this.sealTimer = setTimeout(() => this.seal(this.waitingWords), QUIET_ON_DEVICE_MS);
    }
    this.pressed = undefined;
    this.sendIn(QUIET_MS);
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
    if (this.leaving || this.stop !== undefined || !(this.unsaved || this.pressed)) return;
    const body = typedText(this.form);
    const turn = (this.turn += 1);
    if (!this.down) this.show("saving", this.pressed ? SENDING : SAVING);
    this.stop = new AbortController();
    const token = this.form.elements.csrf_token.value;
    const answer = await post(this.form.dataset.autosaveUrl, body, { token, writer: this.writer, opened: this.opened, stop: this.stop });
    if (this.leaving || turn !== this.turn) return;
    this.stop = undefined;
    await this.settle(answer, body);
  }

  /** Whatever is on its way to the server is of no interest any more. */
  forget() {
    this.stopTimer();
    this.turn += 1;
    this.stop?.abort();
    this.stop = undefined;
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

  async settle({ state, formKey }, body) {
    if (state === "waiting") return this.wait(this.waitingWords);
    this.down = false;
    if (this.pressed) return this.go(state, formKey);
    if (state === "done") return this.kept(body, formKey);
    if (state === "refused") return this.show("waiting", REFUSED);
    if (state === "token-ran-out") await this.renewToken();
    return this.wait(SIGNED_OUT);
  }

  async kept(body, formKey) {
    clearTimeout(this.sealTimer);
    this.pauses.startOver();
    await this.device?.drop(this.key);
    this.onDevice = undefined;
    this.waitingWords = ON_DEVICE;
    this.saved = body;
    this.takeKey(formKey);
    this.show("saved", `保存済み ${clockTime()}`);
    if (this.unsaved) this.sendIn(QUIET_MS);
  }

  get key() {
    return this.form.elements.form_key.value;
  }

  /** Another page went on with the same draft: what is typed here has a key of its own now. */
  takeKey(formKey) {
    if (formKey === null || formKey === this.key) return;
    this.form.elements.form_key.value = formKey;
    const saved = new URLSearchParams(this.saved);
    saved.set("form_key", formKey);
    this.saved = saved.toString();
  }

  /** Not sent: on the device with it, and once more later. */
  async wait(words) {
    this.down = true;
    const stays = this.pressed && staysHere(this.form);
    if (stays) this.pressed = undefined;
    await this.seal(stays ?? (this.pressed ? TO_BE_SENT : words));
    this.sendIn(this.pauses.next());
  }

  async seal(words) {
    if (this.leaving) return;
    const body = typedText(this.form);
    const kept = await this.device?.keep({
      id: this.key,
      at: Date.now(),
      writer: this.writer,
      opened: this.opened,
      title: document.title.replace(/ - cswtool$/, ""),
      page: location.pathname + location.search,
      draftUrl: this.form.dataset.autosaveUrl,
      action: this.form.getAttribute("action"),
      body,
      pressed: this.pressed !== undefined,
    });
    this.onDevice = kept ? body : undefined;
    this.show("waiting", kept ? words : NOT_ON_DEVICE);
  }

  /** The button was pressed: first the text into safety, which also shows whether the line is up. */
  press(submitter) {
    if (this.pressed) return;
    this.pressed = submitter ?? this.form;
    this.forget();
    this.send();
  }

  /**
   * The line is up: the form goes the way it goes without a script. Where the server did not keep
   * the text (signed out, say), the device does until it has gone.
   */
  async go(state, formKey) {
    this.leave();
    if (state === "done") await this.device?.drop(this.key);
    this.takeKey(formKey);
    sessionStorage.setItem(HANDED_ON + this.key, this.writer);
    this.form.requestSubmit(this.pressed === this.form ? undefined : this.pressed);
  }

  /** The form itself is on its way: a late draft must not come after it. */
  leave() {
    this.leaving = true;
    clearTimeout(this.sealTimer);
    this.forget();
  }

  back() {
    this.leaving = false;
    this.pressed = undefined;
  }
}

/** Keep what is typed, a few seconds after each change, and send the form once the line allows. */
export function startAutosave(form, device) {
  const draft = new Draft(form, device);
  const flush = () => draft.send();

  form.addEventListener("input", () => draft.typed());
  form.addEventListener("change", () => draft.typed());
  form.addEventListener("submit", (event) => {
    if (draft.leaving) return;
    event.preventDefault();
    draft.press(event.submitter);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") flush();
  });
  window.addEventListener("pagehide", flush);
  window.addEventListener("online", () => {
    draft.pauses.startOver();
    flush();
  });
  window.addEventListener("offline", () => {
    draft.down = true;
    if (draft.unsaved) draft.seal(draft.waitingWords);
  });
  window.addEventListener("pageshow", () => draft.back());
  window.addEventListener("beforeunload", (event) => {
    if (!draft.leaving && draft.atRisk) event.preventDefault();
  });
}
