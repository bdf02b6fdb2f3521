/** A line this slow is as good as down. */
const PATIENCE_MS = 12_000;
/** Browsers refuse a larger body on a request that is to outlive its page. */
const KEEPALIVE_BYTES = 60_000;
const FIRST_PAUSE_MS = 1_000;

/** How long to wait for the next try: longer each time, up to `longest` milliseconds. */
export class Pauses {
  constructor(longest) {
    this.longest = longest;
    this.startOver();
  }

  /** After a try that went well, and when the line is said to be back, which is often before it carries. */
  startOver() {
    this.following = FIRST_PAUSE_MS;
  }

  next() {
    const pause = this.following;
    this.following = Math.min(2 * pause, this.longest);
    return pause;
  }
}

/** One answer of the server as a state: done, token-ran-out, signed-out, waiting or refused. */
function outcome(response) {
  if (response.ok || response.type === "opaqueredirect") return "done";
  if (response.status === 400) return "token-ran-out";
  if (response.status === 401) return "signed-out";
  const retryLater = response.status >= 500 || response.status === 429;
  return retryLater ? "waiting" : "refused";
}

/**
 * Send a form's text. `opened` and `writer` say which page holds it (see drafts/commands.py).
 * Answers with the state and the form key under which a draft was kept.
 */
export async function post(url, body, { token, writer = "", opened = "", stop = new AbortController() }) {
  const patience = setTimeout(() => stop.abort(), PATIENCE_MS);
  const headers = { "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": token, "X-Draft-Writer": writer };
  if (opened !== "") headers["X-Draft-Opened"] = opened;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers,
      body,
      redirect: "manual",
      keepalive: body.length < KEEPALIVE_BYTES,
      signal: stop.signal,
    });
    return { state: outcome(response), formKey: response.headers.get("X-Form-Key") };
  } catch {
    return { state: "waiting", formKey: null };
  } finally {
    clearTimeout(patience);
  }
}

export function clockTime(at = new Date()) {
  return new Intl.DateTimeFormat("ja-JP", { hour: "numeric", minute: "2-digit", timeZone: "Asia/Tokyo" }).format(at);
}
