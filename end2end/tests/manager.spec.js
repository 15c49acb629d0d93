// What a manager does: the first password, opening and pausing, and the board that fills while it is watched.

import assert from "node:assert/strict";

import { choosePassword, signIn } from "../desk.js";
import { DESK, PHONE, isAccessible as isAccessibleOn, picture as pictureOf, story } from "../site.js";
import { walkOn } from "../walker.js";

story("the one-time link chooses the first password, and says all that is wrong at once", { viewport: DESK }, async (tale) => {
  const { page, link, isAccessible, picture } = tale;
  await page.goto(`${link}?lang=en`);
  await isAccessible();
  await page.locator("[name=password]").fill("short");
  await page.locator("[name=repeat]").fill("other");
  await page.locator("main button").click();
  await page.waitForLoadState();
  assert.ok((await page.locator("[aria-invalid=true]").count()) >= 2);
  await isAccessible();
  await picture("first password, faults");
  await choosePassword(page);
  const again = await page.goto(link);
  assert.ok(again.status() >= 400, "the link is good once");
});

for (const lang of ["zh", "en"]) {
  story(`the desk is accessible, wide and narrow (${lang})`, { viewport: DESK }, async ({ page, isAccessible, picture }) => {
    await signIn(page);
    for (const size of [DESK, PHONE]) {
      await page.setViewportSize(size);
      for (const place of ["surveys", "surveys/mini-program-2026/fieldwork", "surveys/mini-program-2026/questionnaire"]) {
        await page.goto(`/${place}?lang=${lang}`);
        await isAccessible();
        await picture(`desk ${lang} ${size.width} ${place}`);
      }
    }
  });
}

story("the board fills while it is watched, without reload", { viewport: DESK }, async ({ page, context, picture }) => {
  await signIn(page);
  await page.goto("/surveys/second-hand-2025/fieldwork?lang=en");
  const board = page.locator(".quota-board").first();
  const before = await board.innerText();
  await page.evaluate(() => (window.sameDocument = true));
  const respondent = await context.newPage();
  await respondent.goto("/s/second-hand-2025?lang=en");
  await walkOn(respondent, undefined, async () => (await respondent.locator("[name=idle_know]").count()) > 0);
  await page.bringToFront();
  await page.waitForFunction(
    (before) => document.querySelector(".quota-board").innerText !== before,
    before,
  );
  assert.ok(await page.evaluate(() => window.sameDocument), "the page was not loaded again");
  await picture("board, one in progress");
});

story("a paused survey tells respondents kindly, and opens again", { viewport: DESK }, async (tale) => {
  const { page, context, isAccessible, picture } = tale;
  await signIn(page);
  await page.locator("form[action='/surveys/mini-program-2026/pause'] button").click();
  await page.waitForLoadState();
  const respondent = await context.newPage();
  await respondent.goto("/s/mini-program-2026?lang=zh");
  assert.equal(await respondent.locator("form [name=consent]").count(), 0);
  await isAccessibleOn(respondent);
  await pictureOf(respondent, "paused zh");
  await page.locator("form[action='/surveys/mini-program-2026/open'] button").click();
  await page.waitForLoadState();
  await respondent.reload();
  assert.ok((await respondent.locator("form [name=consent]").count()) > 0);
  await isAccessible();
  await picture("surveys, open again");
});

story("the board is there without scripts", { viewport: DESK, javaScriptEnabled: false }, async ({ page }) => {
  await signIn(page);
  await page.goto("/surveys/mini-program-2026/fieldwork?lang=en");
  assert.ok((await page.locator("td").count()) > 35);
});
