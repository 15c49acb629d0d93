// What an analyst does before anything is published: weights from margins, then each statement held against the data.

import assert from "node:assert/strict";

import { begin } from "../desk.js";
import { DESK, PHONE, story } from "../site.js";

const SURVEY = "second-hand-2025";

story("a rehearsal is weighted to margins, and the claims are held against it", { viewport: DESK }, async (tale) => {
  const { page, link, canvass, isAccessible, picture } = tale;
  await canvass("rehearse", SURVEY, "-n", "150", "--seed", "1");
  await begin(page, link);
  await page.goto(`/surveys/${SURVEY}/weighting?lang=en`);
  await page.fill("#name", "population");
  await page.fill("#by-1", "sex");
  await page.getByRole("button", { name: "Another margin" }).click();
  assert.match(await page.inputValue("#shares-1"), /^1: {3}# .+\n2: {3}# .+$/);
  await page.fill("#shares-1", "1: 51\n2: 50");
  await page.fill("#source-1", "Seventh national census");
  await page.fill("#year-1", "2020");
  await page.getByLabel("The test interviews of the rehearsal instead").check();
  await page.getByRole("button", { name: "Look at the result" }).click();
  await page.locator("#shares-1-fault").waitFor();
  assert.equal(await page.inputValue("#source-1"), "Seventh national census");
  await isAccessible();
  await picture("desk en weights with a fault");
  await page.fill("#shares-1", "1: 51\n2: 49");
  await page.getByRole("button", { name: "Look at the result" }).click();
  await page.locator("#result").waitFor();
  for (const size of [DESK, PHONE]) {
    await page.setViewportSize(size);
    await isAccessible();
    await staysInPlace(page);
    await picture(`desk en ${size.width} what margins come to`);
  }
  await page.getByRole("button", { name: "Keep these weights" }).click();
  await page.locator(".notice[data-kind=done]").waitFor();
  await page.locator(".weighting__made summary").click();
  await isAccessible();
  await picture("desk en weights that were made");

  await page.goto(`/surveys/${SURVEY}/claims?rehearsal=1&weight=population`);
  assert.equal(await page.locator(".claim").count(), 29);
  for (const lang of ["zh", "en"]) {
    for (const size of [DESK, PHONE]) {
      await page.setViewportSize(size);
      await page.goto(`/surveys/${SURVEY}/claims?rehearsal=1&weight=population&lang=${lang}`);
      await page.locator(".claim details summary").first().click();
      await isAccessible();
      await staysInPlace(page);
      await picture(`desk ${lang} ${size.width} claims`);
    }
  }
  await page.locator(".claims__form > summary").click();
  const text = await page.inputValue("#text");
  await page.fill("#text", text.replace(/(stat: \{pct: "?)[a-z_]+/, "$1no_such_question"));
  await page.getByRole("button", { name: "Keep these claims" }).click();
  await page.locator(".data-faults mark").waitFor();
  assert.equal(await page.locator(".data-faults mark").textContent(), "no_such_question");
  assert.equal(await page.locator(".claim").count(), 28);
  await isAccessible();
  const arriving = page.waitForEvent("download");
  await page.getByRole("link", { name: "Table as CSV" }).click();
  assert.match((await arriving).suggestedFilename(), /^second-hand-2025-claims-\d+\.csv$/);
});

async function staysInPlace(page) {
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(wider, 0, "the page itself does not scroll sideways");
}
