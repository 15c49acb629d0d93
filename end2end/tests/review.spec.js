// A manager reviews a flagged interview: reads the evidence, takes it out with a reason, and lets it stand again.

import assert from "node:assert/strict";

import { begin } from "../desk.js";
import { DESK, PHONE, story } from "../site.js";
import { walk } from "../walker.js";

const SURVEY = "mini-program-2026";
const REVIEW = `/surveys/${SURVEY}/review`;

story("a flagged interview is rejected with a reason, and restored", async (tale) => {
  const { page, link, canvass, isAccessible, picture } = tale;
  // Flags only: whoever answers as fast as a browser's script is not rejected at once.
  await canvass("quality", SURVEY, "flag");
  await walk(page, SURVEY, "en");

  await page.setViewportSize(DESK);
  await begin(page, link);

  await page.goto(`${REVIEW}?lang=en`);
  await isAccessible();
  await picture("review");
  await page.setViewportSize(PHONE);
  await isAccessible();
  await page.setViewportSize(DESK);
  await page.locator("input[name=interview]").check();
  await page.locator("button[value=reject]").click();
  await page.waitForLoadState();
  assert.ok(await page.locator("input[name=interview]").isChecked(), "what was ticked is kept where the reason is missing");
  await judge(page, "reject", "Twelve minutes of questions in seconds.");
  assert.equal(await completes(page), "0");
  for (const [lang, size] of [["en", DESK], ["zh", PHONE]]) {
    await page.setViewportSize(size);
    await page.goto(`/surveys/${SURVEY}/interviews/1?lang=${lang}`);
    await isAccessible();
    await picture(`interview ${lang}`);
  }
  await page.setViewportSize(DESK);

  await page.goto(`${REVIEW}?lang=en`);
  await page.locator("input[name=interview]").check();
  await judge(page, "accept", "It was a test of ours.");
  assert.equal(await completes(page), "1");
});

async function judge(page, verdict, why) {
  await page.locator("form:has(button[value=reject]) [name=why]").fill(why);
  await page.locator(`button[value=${verdict}]`).click();
  await page.waitForLoadState();
}

/** Completes that the board tells. */
async function completes(page) {
  await page.goto(`/surveys/${SURVEY}/fieldwork?lang=en`);
  const text = await page.locator("main").innerText();
  return text.match(/(\d+) \/ 1514/)[1];
}
