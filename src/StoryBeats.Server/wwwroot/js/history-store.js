// The photos of this device in IndexedDB: one entry a photo, so that two tabs never write over each other's.

const NAME = "storybeats";
const STORE = "photos";
const MOST = 100;

let opening = null;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "session" }).createIndex("at", "at");
    request.onsuccess = () => {
      const closed = () => { opening = null; };
      // A newer page in another tab; or the browser itself, when its data are cleared.
      request.result.onversionchange = () => { request.result.close(); closed(); };
      request.result.onclose = closed;
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  opening.catch(() => { opening = null; });
  return opening;
}

async function run(mode, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode);
    const asked = work(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(asked?.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

/** Newest first. */
export const entries = async () => (await run("readonly", (store) => store.index("at").getAll())).reverse();

/** Reads, changes and writes in one go; `change` is given the entry or undefined, and nothing is written when it gives none back. */
export const update = (session, change) => run("readwrite", (store) => {
  store.get(session).onsuccess = ({ target }) => {
    const entry = change(target.result);
    if (!entry) return;
    store.put(entry);
    dropOldest(store);
  };
});

export const remove = (session) => run("readwrite", (store) => store.delete(session));

export async function clear() {
  try {
    await open();
  } catch {
    return; // where nothing can be kept, nothing is
  }
  await run("readwrite", (store) => store.clear());
}

function dropOldest(store) {
  store.count().onsuccess = ({ target: { result: count } }) => {
    let over = count - MOST;
    if (over <= 0) return;
    store.index("at").openCursor().onsuccess = ({ target: { result: cursor } }) => {
      cursor.delete();
      if ((over -= 1) > 0) cursor.continue();
    };
  };
}
