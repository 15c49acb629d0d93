// Fetches what lets the browser go on with an interview by itself, once the page can be used and the line is free.
// Where any of it fails to arrive, the form goes on as it is.
const loaded = new Promise((done) => {
  if (document.readyState === "complete") done();
  else addEventListener("load", done, { once: true });
});
const idle = () => new Promise((done) => (window.requestIdleCallback ? requestIdleCallback(done, { timeout: 3000 }) : setTimeout(done, 200)));

async function fetched(address) {
  const answer = await fetch(address, { priority: "low" });
  if (!answer.ok) throw new Error(answer.status);
  return new Uint8Array(await answer.arrayBuffer());
}

async function engine() {
  const module = await import("./interview.js");
  await module.default({ module_or_path: new URL("interview.wasm", import.meta.url) });
  return module;
}

async function start() {
  const form = document.querySelector("form[data-handout]");
  if (!form || !window.indexedDB || !window.WebAssembly) return;
  await loaded;
  await idle();
  const [handout, { take_over }] = await Promise.all([fetched(form.dataset.handout), engine()]);
  take_over(handout);
}

start().catch(() => {});
