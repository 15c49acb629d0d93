// What an interview keeps in the browser: one record for each, in IndexedDB. It throws where that is refused.
const STORE = "interviews";
const WEEK = 7 * 24 * 3600 * 1000;
let opened;

function open() {
  opened ??= new Promise((done, fail) => {
    const request = indexedDB.open("canvass", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onerror = request.onblocked = () => fail(request.error);
    request.onsuccess = () => {
      // Somebody clears what this site keeps: let them, and open anew when there is something to keep.
      request.result.onversionchange = request.result.onclose = () => {
        request.result.close();
        opened = undefined;
      };
      done(request.result);
    };
  });
  return opened;
}

async function once(mode, act) {
  const db = await open();
  return new Promise((done, fail) => {
    const change = db.transaction(STORE, mode);
    const request = act(change.objectStore(STORE));
    change.oncomplete = () => done(request.result);
    change.onabort = change.onerror = () => fail(change.error ?? request.error);
  });
}

async function run(mode, act) {
  try {
    return await once(mode, act);
  } catch {
    opened = undefined;
    return once(mode, act);
  }
}

export const load = async (key) => (await run("readonly", (all) => all.get(key)))?.bytes;
export const save = (key, bytes) => run("readwrite", (all) => all.put({ at: Date.now(), bytes }, key));
export const forget = (key) => run("readwrite", (all) => all.delete(key));

// Nobody comes back to what has lain here for a week; this one excepted, whatever the clock says.
export const sweep = (mine) =>
  run("readwrite", (all) => {
    const request = all.openCursor();
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) return;
      if (cursor.key !== mine && cursor.value.at < Date.now() - WEEK) cursor.delete();
      cursor.continue();
    };
    return request;
  });

// Whether no other tab runs this interview; none will as long as this one lives.
export const only = (name) =>
  new Promise((done) => {
    if (!navigator.locks) return done(true);
    const held = navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      done(lock !== null);
      return lock && new Promise(() => {});
    });
    held.catch(() => done(true));
  });
