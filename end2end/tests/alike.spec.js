// By plain forms and in the browser: the same respondents, the same answers, dispositions and orders.

import assert from "node:assert/strict";

import { byForms, inTheBrowser, kept } from "../alike.js";
import { serve, story } from "../site.js";

const SURVEYS = ["mini-program-2026", "second-hand-2025"];
/** INTERVIEWS=1000 for a thousand, which takes half an hour. */
const INTERVIEWS = Number(process.env.INTERVIEWS ?? 12);
/** The network fails for every so many of them. */
const FAILING = 10;

story(`${INTERVIEWS} interviews are kept alike, answered by plain forms and in the browser`, { timeout: 1_800_000 }, async (tale) => {
  const { context, canvass, url } = tale;
  const browser = context.browser();
  const plain = await serve();
  const ends = {};
  try {
    for (const survey of SURVEYS) for (const side of [canvass, plain.canvass]) await side("quality", survey, "off");
    for (let seed = 0; seed < INTERVIEWS; seed += 1) {
      const [survey, lang] = [SURVEYS[seed % 2], seed % 4 < 2 ? "zh" : "en"];
      const own = await browser.newContext({ baseURL: url });
      const page = await own.newPage();
      if (seed % FAILING === FAILING - 1) await failing(page);
      const { token, end } = await inTheBrowser(page, survey, lang, seed);
      await own.close();
      assert.equal(await byForms(plain.url, survey, lang, seed, token), end, `seed ${seed}`);
      ends[end] = (ends[end] ?? 0) + 1;
      if (seed % 50 === 49) console.log(`${seed + 1} of ${INTERVIEWS}: ${JSON.stringify(ends)}`);
    }
    for (const survey of SURVEYS) {
      const [ours, theirs] = [await kept(canvass, survey), await kept(plain.canvass, survey)];
      assert.ok(ours.some((it) => JSON.stringify(it).length > 1_000), "nobody has come far");
      assert.deepEqual(ours, theirs);
    }
    console.log(`${INTERVIEWS} alike: ${JSON.stringify(ends)}`);
  } finally {
    await plain.stop();
  }
});

/** Every third post fails, by turns before and after the server has taken it. */
async function failing(page) {
  let posts = 0;
  await page.route(/\/(s|i)\/[^/]+$/, async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    posts += 1;
    if (posts % 3 > 0) return route.continue();
    if (posts % 2 === 0) await route.fetch();
    return route.abort("connectionreset");
  });
}
