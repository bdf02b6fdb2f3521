/**
 * What waits on this device until the line is back.
 *
 * Each text is sealed with AES-GCM. The key comes with every page of whoever is signed in
 * and lives in memory only, so nobody else who signs in here can read it, and neither can
 * somebody who takes the disk. Texts of another key are thrown away at first sight.
 */
const DATABASE = "cswtool";
const STORE = "waiting";
const CHANNEL = "cswtool-device";
const NONCE_BYTES = 12;

const bytesOf = (text) => new TextEncoder().encode(text);
const inBase64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function openDatabase() {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "id" });
  return settled(opening);
}

class Device {
  constructor(database, key, owner) {
    this.database = database;
    this.key = key;
    this.owner = owner;
    this.last = Promise.resolve();
    this.channel = new BroadcastChannel(CHANNEL);
    this.channel.onmessage = () => this.close();
  }

  rows(mode) {
    return this.database.transaction(STORE, mode).objectStore(STORE);
  }

  sealing(id, iv) {
    return { name: "AES-GCM", iv, additionalData: bytesOf(`${this.owner}|${id}`) };
  }

  /** One change after the other: what is dropped does not come back by an earlier write. */
  inTurn(change) {
    this.last = this.last.then(change);
    return this.last;
  }

  /** Keep a text, in place of the one with the same id. False where that cannot be done. */
  keep(text) {
    return this.inTurn(() => this.put(text));
  }

  async put(text) {
    if (this.key === undefined) return false;
    try {
      const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
      const sealed = await crypto.subtle.encrypt(this.sealing(text.id, iv), this.key, bytesOf(JSON.stringify(text)));
      if (this.key === undefined) return false;
      await settled(this.rows("readwrite").put({ id: text.id, owner: this.owner, iv, sealed }));
      return true;
    } catch {
      return false;
    }
  }

  /** All that waits, the oldest first. */
  async texts() {
    if (this.key === undefined) return [];
    const rows = await settled(this.rows("readonly").getAll());
    const opened = await Promise.all(rows.map((row) => this.unseal(row)));
    return opened.filter((text) => text !== undefined).sort((one, other) => one.at - other.at);
  }

  async unseal({ id, iv, sealed }) {
    try {
      const text = await crypto.subtle.decrypt(this.sealing(id, iv), this.key, sealed);
      return JSON.parse(new TextDecoder().decode(text));
    } catch {
      return undefined;
    }
  }

  drop(id) {
    return this.inTurn(() => settled(this.rows("readwrite").delete(id)).catch(() => undefined));
  }

  async dropOthers() {
    for (const row of await settled(this.rows("readonly").getAll())) {
      if (row.owner !== this.owner) await this.drop(row.id);
    }
  }

  /** At sign-out: nothing stays, and no other tab writes any more. */
  async purge() {
    this.channel.postMessage("signed out");
    this.close();
    await settled(this.rows("readwrite").clear());
  }

  close() {
    this.key = undefined;
  }
}

/** The device of whoever is signed in; null where the browser gives us no safe place (no HTTPS, storage off). */
export async function openDevice() {
  const secret = document.querySelector("meta[name=device-key]");
  if (secret === null || !window.isSecureContext) return null;
  const raw = Uint8Array.from(atob(secret.content), (character) => character.charCodeAt(0));
  secret.remove();
  try {
    const owner = inBase64(await crypto.subtle.digest("SHA-256", new Uint8Array([...bytesOf("owner"), ...raw])));
    const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
    const device = new Device(await openDatabase(), key, owner);
    await device.dropOthers();
    return device;
  } catch {
    return null;
  }
}

/** Whether anything waits here, whoever it is from: the door says so without opening it. */
export async function somethingWaits() {
  try {
    const database = await openDatabase();
    return (await settled(database.transaction(STORE).objectStore(STORE).count())) > 0;
  } catch {
    return false;
  }
}
