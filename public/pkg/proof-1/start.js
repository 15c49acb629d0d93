// Works out the sum that a page of an interview asks for, and puts it into the form. Whoever sends the form earlier
// is asked again on the next page; whoever has no scripts is only noted.
//
// worker.js is dist/workers/sha.js of the npm package altcha 3.2.2 (MIT, see LICENSE.txt), as it came. A change to
// either file needs a folder of another name: browsers keep these for a year.

const MOST = 4;

const field = document.querySelector("input[data-challenge]");
// Not on plain http, except on one's own machine.
if (field && globalThis.crypto?.subtle) solve(JSON.parse(field.dataset.challenge));

function solve(challenge) {
  const many = Math.max(1, Math.min(MOST, navigator.hardwareConcurrency || 1));
  const workers = Array.from({ length: many }, () => new Worker(new URL("./worker.js", import.meta.url)));
  workers.forEach((worker, at) => {
    worker.addEventListener("message", ({ data }) => {
      if (!data || data.error) return;
      workers.forEach((it) => it.terminate());
      field.value = JSON.stringify({ challenge, solution: data });
    });
    worker.postMessage({ type: "work", challenge, counterStart: at, counterStep: many, timeout: 90_000 });
  });
}
