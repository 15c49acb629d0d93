// What Lighthouse says of a respondent's first page, and of one in the middle: a phone on slow 4G, at a fourth of this
// machine's speed. Medians of three runs.
//   CANVASS=target/release/canvass node --test end2end/bench/lighthouse.js

import assert from "node:assert/strict";
import { createServer } from "node:net";
import { test } from "node:test";

import lighthouse from "lighthouse";

import { launch, serve } from "../site.js";
import { walkOn } from "../walker.js";

const SURVEYS = ["mini-program-2026", "second-hand-2025"];
const CATEGORIES = ["performance", "accessibility", "best-practices"];
const RUNS = 3;
const BUDGET = 100;

test("Lighthouse finds nothing wanting on a first page and in the middle", { timeout: 1_200_000 }, async () => {
  const site = await serve();
  const port = await freePort();
  const browser = await launch([`--remote-debugging-port=${port}`]);
  try {
    const broken = [];
    for (const survey of SURVEYS) {
      await site.canvass("quality", survey, "off");
      const first = `${site.url}/s/${survey}?lang=zh`;
      broken.push(...(await judged(`${survey}, first page`, first, port)));
      broken.push(...(await judged(`${survey}, half-way`, await halfWay(browser, first), port)));
    }
    assert.deepEqual(broken, []);
  } finally {
    await browser.close();
    await site.stop();
  }
});

/** Says what a page is given; what falls short, and for what. */
async function judged(what, url, port) {
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) {
    const { lhr } = await lighthouse(url, { port, onlyCategories: CATEGORIES, logLevel: "error" });
    assert.equal(lhr.runtimeError, undefined);
    assert.equal(lhr.finalDisplayedUrl, url, "another page was judged");
    runs.push(lhr);
  }
  return CATEGORIES.flatMap((category) => {
    const score = (it) => Math.round(100 * it.categories[category].score);
    const middle = runs.toSorted((one, other) => score(one) - score(other))[Math.floor(RUNS / 2)];
    const said = `${what}, ${category}: ${score(middle)} of ${BUDGET}`;
    const faults = wanting(middle, category).join("; ");
    console.log(`  ${said}${faults && ` (${faults})`}`);
    return score(middle) < BUDGET ? [said] : [];
  });
}

/** The audits that cost a page its full score, with what they measured. */
function wanting({ audits, categories }, category) {
  const counted = categories[category].auditRefs.filter(({ weight }) => weight > 0).map(({ id }) => audits[id]);
  const short = counted.filter(({ score }) => score !== null && score < 0.995);
  return short.map(({ id, displayValue }) => [id, displayValue].filter(Boolean).join(" "));
}

/** The address of an interview that somebody has answered half of. */
async function halfWay(browser, first) {
  const page = await browser.newPage();
  await page.goto(first);
  await walkOn(page, undefined, async () => Number(await page.locator(".meter").getAttribute("value")) >= 50);
  // Where the browser is ahead, the server comes after.
  await page.waitForURL("**/i/*");
  await page.waitForLoadState("networkidle");
  const url = page.url();
  await page.close();
  return url;
}

/** A port that nobody listens on. */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
