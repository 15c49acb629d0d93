// How long a respondent waits on a slow phone: for the first page on slow 4G, and from a tap on Next to the next page
// once the browser runs the interview by itself. Medians of three runs, beside an empty file from the same server.
//   CANVASS=target/release/canvass node --test end2end/bench/instant.js

import assert from "node:assert/strict";

import { story } from "../site.js";
import { answer, takenOver } from "../walker.js";

const SURVEYS = ["mini-program-2026", "second-hand-2025"];
const RUNS = 3;
/** As Lighthouse has it: 150 ms there and back, 1.6 Mbit/s down, 750 kbit/s up, a fourth of this machine's speed. */
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 };
const SLOWER = 4;
/** In milliseconds. */
const BUDGETS = { painted: 1000, usable: 1200, next: 50 };

const median = (all) => all.toSorted((one, other) => one - other)[Math.floor(all.length / 2)];

for (const survey of SURVEYS) {
  story(`${survey}, first page on slow 4G`, async ({ context }) => {
    const empty = await first(context, "/favicon.svg");
    const page = await first(context, `/s/${survey}?lang=zh`);
    const broken = ["painted", "usable"].map((what) => {
      const [time, beside] = [page, empty].map((runs) => median(runs.map((it) => it[what])));
      const ratio = `an empty file ${beside.toFixed(0)} ms: ${(time / beside).toFixed(1)} times that`;
      return held(`${survey}, ${what}`, time, BUDGETS[what], ratio);
    });
    assert.deepEqual(broken.flat(), []);
  });

  story(`${survey}, next page`, async ({ page, canvass }) => {
    await canvass("quality", survey, "off");
    const session = await page.context().newCDPSession(page);
    // The processor's time, which other programs on this machine do not lengthen.
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    const taps = new Map();
    for (let run = 0; run < RUNS; run += 1) {
      await page.context().clearCookies();
      await page.goto(`/s/${survey}?lang=zh`);
      for (let step = 0; step < 60 && !(await hasEnded(page)); step += 1) {
        await takenOver(page);
        await answer(page);
        const name = await page.locator("[name=_page]").inputValue();
        const told = await tap(page, session);
        // At the gate and at the end only the server can say what comes.
        if (told.shown) taps.set(name, [...(taps.get(name) ?? []), told]);
      }
      assert.ok(await hasEnded(page), "no end in sight");
    }
    const all = [...taps].map(([name, told]) => {
      const [time, busy, controls] = ["time", "busy", "controls"].map((what) => median(told.map((it) => it[what])));
      console.log(`  after ${name.padEnd(16)} ${time.toFixed(0).padStart(4)} ms, ${busy.toFixed(0)} of the processor, ${controls} controls`);
      return { name, time, controls };
    });
    assert.ok(all.length > 8, `only ${all.length} pages were shown by the browser itself`);
    const broken = ["controls", "time"].map((what) => {
      const most = all.toSorted((one, other) => other[what] - one[what])[0];
      const which = what === "time" ? "slowest" : "largest";
      return held(`${survey}, the ${which} next page`, most.time, BUDGETS.next, `after ${most.name}, ${most.controls} controls`);
    });
    assert.deepEqual(broken.flat(), []);
  });
}

/** Says a time beside its budget; what is broken, if it is. */
function held(what, time, budget, beside) {
  const said = `${what}: ${time.toFixed(0)} ms, at most ${budget} (${beside})`;
  console.log(`  ${said}`);
  return time <= budget ? [] : [said];
}

/** When a page is painted and when it has loaded, in milliseconds from the beginning; each time with nothing kept. */
async function first(context, path) {
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.setCacheDisabled", { cacheDisabled: true });
    await session.send("Network.emulateNetworkConditions", SLOW_4G);
    await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    await page.goto(path, { waitUntil: "load" });
    const time = await page.evaluate(async () => {
      const painted = () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
      const loaded = () => performance.getEntriesByType("navigation")[0].loadEventEnd;
      while (!painted() || !loaded()) await new Promise((done) => setTimeout(done, 20));
      return { painted: painted(), usable: Math.max(loaded(), painted()) };
    });
    runs.push(time);
    await page.close();
  }
  return runs;
}

async function hasEnded(page) {
  return (await page.locator("main").getAttribute("data-disposition")) !== null;
}

/**
 * Taps Next on a slow phone: milliseconds from the tap until the next page is painted, and its controls.
 * Not `shown` where the browser has to wait for the server.
 */
async function tap(page, session) {
  await page.evaluate(() => {
    const turn = () => document.querySelector("[name=_turn]")?.value;
    const before = turn();
    const button = document.querySelector("button[name=_go][value=next]");
    window.tapped = new Promise((done) => {
      const look = ({ timeStamp }) =>
        requestAnimationFrame(() => {
          // A message is delivered when the frame has been painted.
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => {
            const controls = document.querySelectorAll("form input:not([type=hidden]), form select, form textarea").length;
            done({ shown: turn() !== before, controls, time: performance.now() - timeStamp });
          };
          port2.postMessage(0);
        });
      button.addEventListener("click", look, { capture: true, once: true });
    });
  });
  const button = page.locator("button[name=_go][value=next]");
  const before = await page.locator("[name=_turn]").inputValue();
  await button.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await button.boundingBox();
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  const start = await busy(session);
  // Where the server has to answer, the document may be gone before the tap is told.
  const [told] = await Promise.all([
    page.evaluate(() => window.tapped).catch(() => ({ shown: false })),
    page.mouse.click(x + width / 2, y + height / 2),
  ]);
  const end = await busy(session);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await page.waitForFunction((it) => document.querySelector("[name=_turn]")?.value !== it, before);
  await page.waitForLoadState();
  return { ...told, busy: end - start };
}

/** How long the page's thread has worked so far, in milliseconds of the processor. */
async function busy(session) {
  const { metrics } = await session.send("Performance.getMetrics");
  return 1000 * metrics.find(({ name }) => name === "TaskDuration").value;
}
