// What a phone has to fetch, in bytes on the wire and requests, and whether anything moves under the thumb: figures
// beside their budgets, and a failure where one is broken. `cargo xtask ci` runs it on the release executable.

import assert from "node:assert/strict";
import { readdir, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { story } from "./site.js";
import { answer, next, takenOver } from "./walker.js";

/** In bytes, as brotli and with the heads of answers; requests and layout shift as such. */
const BUDGETS = {
  "first page": 20_000,
  "requests before any script": 2,
  "interview scripts": 120_000,
  handout: 40_000,
  "requests for what is kept, second visit": 0,
  "layout shift": 0.001,
};
const SURVEYS = ["mini-program-2026", "second-hand-2025"];
const SITE = fileURLToPath(new URL("../target/site", import.meta.url));
/** Pages that are answered in the browser. */
const PAGES = 5;
/** Within this time after a tap a shift counts as its effect. In milliseconds. */
const TAP = 500;

for (const survey of SURVEYS) {
  for (const lang of ["zh", "en"]) {
    story(`${survey}, first page in ${lang}`, { javaScriptEnabled: false }, async ({ page, url }) => {
      const asked = await listen(page, url);
      await page.goto(`/s/${survey}?lang=${lang}`);
      const all = await arrived(page, asked);
      assert.ok(all.length > 0 && all.every((it) => it.coding === "br"), `not all as brotli: ${list(all)}`);
      within("first page", bytes(all), list(all));
      within("requests before any script", all.length, list(all));
    });
  }

  story(`${survey}, in the browser`, async ({ page, context, url }) => {
    const shifts = await shiftsOf(page);
    const asked = await listen(page, url);
    await page.goto(`/s/${survey}?lang=zh`);
    await takenOver(page);
    await page.waitForTimeout(2 * TAP);
    for (let number = 0; number < PAGES; number += 1) {
      await answer(page);
      await next(page);
      await page.waitForTimeout(2 * TAP);
    }
    const all = await arrived(page, asked);
    await loadsNothingElse(all);
    const scripts = all.filter((it) => isScript(it.path));
    within("interview scripts", Math.max(bytes(scripts), await packed(scripts)), list(scripts));
    const handout = all.filter((it) => it.path.startsWith("/handout/"));
    assert.ok(handout.length > 0 && handout.every((it) => it.coding === "br"), `the handout: ${list(handout)}`);
    within("handout", bytes(handout), list(handout));
    const seen = shifts.map((it) => `${it.value.toFixed(4)} ${it.what}`).join("; ");
    within("layout shift", shifts.reduce((sum, it) => sum + it.value, 0), seen);
    await isKept(context, url, survey, [...scripts, ...handout]);
  });
}

/** Says a figure beside its budget, and fails where it is over. */
function within(what, figure, why) {
  const budget = BUDGETS[what];
  const said = (it) => (budget >= 1000 ? `${(it / 1000).toFixed(1)} kB` : String(Math.round(it * 1e4) / 1e4));
  console.log(`  ${what.padEnd(42)} ${said(figure).padStart(9)}   at most ${said(budget)}`);
  assert.ok(figure <= budget, `${what}: ${said(figure)}, and ${said(budget)} are the most.\n${why}`);
}

/** Notes each answer that comes over the wire to a page: what was asked for, how many bytes it took, how it is kept. */
async function listen(page, url) {
  const session = await page.context().newCDPSession(page);
  const asked = new Map();
  const note = (id, facts) => asked.set(id, { ...asked.get(id), ...facts });
  session.on("Network.requestWillBeSent", ({ requestId, request }) =>
    note(requestId, { path: request.url.replace(url, ""), method: request.method, bytes: 0 }),
  );
  session.on("Network.requestServedFromCache", ({ requestId }) => note(requestId, { cached: true }));
  session.on("Network.responseReceived", ({ requestId, response }) => {
    const head = Object.fromEntries(Object.entries(response.headers).map(([name, it]) => [name.toLowerCase(), it]));
    const cached = asked.get(requestId)?.cached || response.fromDiskCache || response.fromPrefetchCache;
    note(requestId, { cached, coding: head["content-encoding"], keeps: head["cache-control"] ?? "" });
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) =>
    note(requestId, { bytes: encodedDataLength, ended: true }),
  );
  session.on("Network.loadingFailed", ({ requestId }) => note(requestId, { ended: true }));
  await session.send("Network.enable");
  return asked;
}

/** What came over the wire, once all is there, but for the icon and what the page holds itself. */
async function arrived(page, asked) {
  await page.waitForLoadState("networkidle");
  while ([...asked.values()].some((it) => !it.ended)) await page.waitForTimeout(50);
  const own = (it) => it.path.startsWith("data:") || it.path.startsWith("/favicon");
  return [...asked.values()].filter((it) => it.path && !it.cached && !own(it));
}

const bytes = (all) => all.reduce((sum, it) => sum + it.bytes, 0);
const list = (all) => all.map((it) => `  ${it.bytes} ${it.coding ?? "plain"} ${it.path}`).join("\n");
const isScript = (path) => path.startsWith("/pkg/") && !path.endsWith(".css");
const folder = (path) => path.split("/").slice(0, 3).join("/");

/** A respondent's page asks for the interview's own files, and for nothing of the desk or of others. */
async function loadsNothingElse(all) {
  const start = all.find((it) => it.path.endsWith("/start.js"));
  assert.ok(start, `no script was asked for: ${list(all)}`);
  const is = (it) =>
    ["/s/", "/i/", "/handout/"].some((prefix) => it.path.startsWith(prefix)) ||
    folder(it.path) === folder(start.path) ||
    (it.path.startsWith("/pkg/interview.") && it.path.endsWith(".css"));
  const others = all.filter((it) => !is(it));
  assert.equal(others.length, 0, `a respondent's page asked for\n${list(others)}`);
}

/** The brotli of every script that there is for interviews, whether or not these pages have needed it. */
async function packed(scripts) {
  const all = await readdir(SITE + folder(scripts[0].path), { recursive: true, withFileTypes: true });
  const packed = all.filter((it) => it.isFile() && it.name.endsWith(".br"));
  assert.ok(packed.length >= scripts.length, "the site that was packed is not the one that is served");
  const sizes = await Promise.all(packed.map(async (it) => (await stat(`${it.parentPath}/${it.name}`)).size));
  return sizes.reduce((sum, it) => sum + it, 0);
}

/** Whoever comes again has everything but the page itself. */
async function isKept(context, url, survey, kept) {
  const fleeting = kept.filter((it) => !it.keeps.includes("immutable"));
  assert.equal(fleeting.length, 0, `not kept for ever: ${fleeting.map((it) => `${it.path} (${it.keeps})`).join(" ")}`);
  const page = await context.newPage();
  const asked = await listen(page, url);
  await page.goto(`/s/${survey}?lang=zh`);
  await page.waitForTimeout(2 * TAP);
  const wire = await arrived(page, asked);
  assert.ok([...asked.values()].some((it) => it.path.startsWith("/pkg/") && it.cached), "nothing was in the cache");
  const again = wire.filter((it) => it.path.startsWith("/pkg/") || it.path.startsWith("/handout/"));
  within("requests for what is kept, second visit", again.length, list(again));
}

/** The shifts of a page's layout that no tap has asked for, in all its documents. */
async function shiftsOf(page) {
  const shifts = [];
  await page.exposeBinding("noteShift", (_, shift) => shifts.push(shift));
  await page.addInitScript(() => {
    new PerformanceObserver((entries) => {
      for (const { value, hadRecentInput, sources } of entries.getEntries()) {
        const what = sources.map((it) => it.node?.className || it.node?.nodeName).join(", ");
        if (!hadRecentInput) window.noteShift({ value, what });
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  return shifts;
}
