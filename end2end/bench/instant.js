// How long a respondent waits on a slow phone: for the first page on slow 4G, beside an empty file from the same server;
// and from a tap on Next to the next page once the browser runs the interview by itself, beside a button that does
// nothing but put the HTML of the same questions there. Medians of three runs.
//   CANVASS=target/release/canvass node --test end2end/bench/instant.js

import assert from "node:assert/strict";

import { story } from "../site.js";
import { answer, takenOver } from "../walker.js";

const SURVEYS = ["mini-program-2026", "second-hand-2025"];
const RUNS = 3;
/** As Lighthouse has it: 150 ms there and back, 1.6 Mbit/s down, 750 kbit/s up, a fourth of this machine's speed. */
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 };
const SLOWER = 4;
/** How long a finger stays down, in milliseconds; a tap counts from when it is lifted. */
const PRESS = 80;
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
        const told = await next(page, session);
        // At the gate and at the end only the server can say what comes.
        if (told.shown) taps.set(name, [...(taps.get(name) ?? []), told]);
      }
      assert.ok(await hasEnded(page), "no end in sight");
      for (const told of [...taps.values()].flat().filter((it) => it.bare === undefined)) {
        told.bare = await bare(page, session, told.html);
      }
    }
    const all = [...taps].map(([name, told]) => {
      const of = ["time", "busy", "bare", "controls"].map((what) => median(told.map((it) => it[what])));
      const [time, busy, bare, controls] = of;
      const said = [time, busy, bare].map((it) => `${it.toFixed(0).padStart(4)} ms`);
      console.log(`  after ${name.padEnd(16)} ${said[0]}, ${said[1]} of the processor with the press, ${said[2]} bare, ${controls} controls`);
      return { name, time, bare, controls };
    });
    assert.ok(all.length > 8, `only ${all.length} pages were shown by the browser itself`);
    const most = (what) => all.toSorted((one, other) => other[what] - one[what])[0];
    const said = ({ name, time, bare, controls }) => `after ${name}, ${controls} controls, ${(time / bare).toFixed(1)} times its bare HTML`;
    const [slowest, largest] = [most("time"), most("controls")];
    console.log(`  ${survey}, the slowest next page: ${slowest.time.toFixed(0)} ms (${said(slowest)})`);
    assert.deepEqual(held(`${survey}, the largest next page`, largest.time, BUDGETS.next, said(largest)), []);
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
 * Taps Next on a slow phone: milliseconds from the tap until the next page is painted, its HTML, and its controls.
 * Not `shown` where the browser has to wait for the server.
 */
async function next(page, session) {
  const before = await page.locator("[name=_turn]").inputValue();
  const told = await tap(page, session, page.locator("button[name=_go][value=next]"));
  await page.waitForFunction((it) => document.querySelector("[name=_turn]")?.value !== it, before);
  await page.waitForLoadState();
  return { ...told, shown: told !== undefined && told.turn !== before };
}

/** The same for a button that puts this HTML there, in a page of the same styles: what is left where nothing is decided. */
async function bare(page, session, html) {
  await page.evaluate((html) => {
    const [button, blocks] = ["button", "div"].map((it) => document.createElement(it));
    [button.className, blocks.className] = ["button", "interview__blocks"];
    button.textContent = "OK";
    button.addEventListener("click", () => (blocks.innerHTML = html));
    document.querySelector("main").replaceChildren(button, blocks);
  }, html);
  return (await tap(page, session, page.locator("main > .button"))).time;
}

/** Taps a button on a slow phone: milliseconds until what follows is painted, those of the processor, and what it is. */
async function tap(page, session, button) {
  await button.evaluate((it) => {
    window.tapped = new Promise((done) => {
      const look = ({ timeStamp }) =>
        requestAnimationFrame(() => {
          // A message is delivered when the frame has been painted.
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => {
            const time = performance.now() - timeStamp;
            const blocks = document.querySelector(".interview__blocks");
            const controls = blocks?.querySelectorAll("input, select, textarea").length;
            done({ time, turn: document.querySelector("[name=_turn]")?.value, html: blocks?.innerHTML, controls });
          };
          port2.postMessage(0);
        });
      it.addEventListener("click", look, { capture: true, once: true });
    });
  });
  await button.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await button.boundingBox();
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  const start = await busy(session);
  // Where the server has to answer, the document may be gone before the tap is told.
  const [told] = await Promise.all([
    page.evaluate(() => window.tapped).catch(() => undefined),
    page.mouse.click(x + width / 2, y + height / 2, { delay: PRESS }),
  ]);
  const end = await busy(session);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  return told && { ...told, busy: end - start };
}

/** How long the page's thread has worked so far, in milliseconds of the processor. */
async function busy(session) {
  const { metrics } = await session.send("Performance.getMetrics");
  return 1000 * metrics.find(({ name }) => name === "TaskDuration").value;
}
