import { NAMES } from "./autosave.js";
import { clockTime, Pauses, post } from "./post.js";

const LONGEST_PAUSE_MS = 20_000;
const OPENED_AGAIN = "cswtool-opened-again";
const TOO_LARGE = 413;

/** A line under the heading that says what became of a text, with a way to it. */
function tell(kind, words, choice) {
  const notice = document.createElement("div");
  notice.className = `notice notice-${kind}`;
  notice.setAttribute("role", "status");
  const line = document.createElement("p");
  line.textContent = words;
  notice.append(line);
  if (choice !== undefined) notice.append(choice);
  document.getElementById("main").prepend(notice);
}

function linkTo(page, label) {
  const link = document.createElement("a");
  link.href = page;
  link.textContent = label;
  const line = document.createElement("p");
  line.append(link);
  return line;
}

/** A form that sends the text the way its own page would have: the answer shows what to do. */
function sendAgain(text, token) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = text.action;
  for (const [name, value] of [["csrf_token", token], ...new URLSearchParams(text.body)]) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }
  const button = document.createElement("button");
  button.type = "submit";
  button.className = "button button-primary";
  button.textContent = "開いて直す";
  form.append(button);
  return form;
}

/** Whether this page is the empty form that the text was typed into, asked for and not sent. */
function isItsPage(text) {
  const [opened] = performance.getEntriesByType("navigation");
  return text.page === location.pathname + location.search && opened?.responseStatus === 200;
}

/** Whether this page answers a form that was sent, and shows or has stored its text. */
function isAnswer() {
  const [opened] = performance.getEntriesByType("navigation");
  const refused = opened?.responseStatus >= 400 && opened.responseStatus !== TOO_LARGE;
  return refused || opened?.redirectCount > 0;
}

class Outbox {
  constructor(device, token) {
    this.device = device;
    this.token = token;
    this.told = new Set();
    this.busy = false;
    this.pauses = new Pauses(LONGEST_PAUSE_MS);
    this.timer = undefined;
  }

  /** Send what other openings of our pages left here, while somebody looks who can be told. */
  async empty() {
    if (this.busy || document.hidden) return;
    clearTimeout(this.timer);
    this.busy = true;
    let carried = false;
    try {
      carried = await this.sendAll();
      if (carried) this.pauses.startOver();
    } finally {
      this.busy = false;
      this.timer = setTimeout(() => this.empty(), carried ? LONGEST_PAUSE_MS : this.pauses.next());
    }
  }

  lineIsBack() {
    this.pauses.startOver();
    return this.empty();
  }

  /** Whether the line carried all that there was. */
  async sendAll() {
    for (const text of await this.device.texts()) {
      if (NAMES.has(text.writer)) continue;
      if (text.refused) this.tellRefused(text);
      else if (!(await this.send(text))) return false;
    }
    return true;
  }

  /** Whether the line carried it. Dropped here only once the server has it, as a record or as a draft. */
  async send(waiting) {
    const kept = await this.post(waiting.draftUrl, waiting);
    if (!["done", "refused"].includes(kept.state)) return false;
    const text = await this.apart(waiting, kept.formKey);
    const sent = text.pressed ? await this.post(text.action, text) : undefined;
    if (sent !== undefined && !["done", "refused"].includes(sent.state)) return false;
    await this.settle(text, sent?.state, kept);
    return true;
  }

  /** Another page went on with the same draft: this text goes under a key of its own, and writes over nothing. */
  async apart(text, formKey) {
    const fields = new URLSearchParams(text.body);
    if (formKey === null || formKey === fields.get("form_key")) return text;
    fields.set("form_key", formKey);
    const own = { ...text, body: fields.toString() };
    await this.device.keep(own);
    return own;
  }

  /** Once a form is stored, the server takes no draft of it any more. */
  async settle(text, sent, kept) {
    if (sent === "refused" || (kept.state === "refused" && sent !== "done")) return this.holdBack(text);
    await this.device.drop(text.id);
    if (sent === "done") return tell("ok", `送信しました ${clockTime()}：この端末で待っていた「${text.title}」`);
    return this.comeBack(text, kept.formKey);
  }

  /** The server would not store it: it stays here, whatever page is opened, until it is looked at. */
  async holdBack(text) {
    await this.device.keep({ ...text, refused: true });
    this.tellRefused(text);
  }

  /** What was opened to be mended goes from here once its answer has come: the page that shows it, or the record. */
  async dropOpened() {
    const id = sessionStorage.getItem(OPENED_AGAIN);
    sessionStorage.removeItem(OPENED_AGAIN);
    if (id !== null && isAnswer()) await this.device.drop(id);
  }

  post(url, { body, writer, opened }) {
    return post(url, body, { token: this.token, writer, opened });
  }

  comeBack(text, formKey) {
    const page = new URL(text.page, location.href);
    page.searchParams.set("draft", formKey);
    if (isItsPage(text)) location.replace(page);
    else tell("info", `この端末に残っていた書きかけの「${text.title}」を、下書きに保存しました。`, linkTo(page, "続きを書く"));
  }

  tellRefused(text) {
    if (this.told.has(text.id)) return;
    this.told.add(text.id);
    const form = sendAgain(text, this.token);
    form.addEventListener("submit", () => sessionStorage.setItem(OPENED_AGAIN, text.id));
    const words = `${clockTime(new Date(text.at))} に入力した「${text.title}」は、まだ保存されていません。開いて、表示に従って直してから、もう一度送ってください。`;
    tell("warn", words, form);
  }
}

/** What waits on the device goes by itself: now, when the line is back, and again and again until it has gone. */
export async function startOutbox(device) {
  const token = document.querySelector("[name=csrf_token]");
  if (device === null || token === null) return;
  const outbox = new Outbox(device, token.value);
  window.addEventListener("online", () => outbox.lineIsBack());
  document.addEventListener("visibilitychange", () => outbox.empty());
  await outbox.dropOpened();
  await outbox.empty();
}
