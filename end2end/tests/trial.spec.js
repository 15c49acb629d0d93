// Trying before fielding: a preview with what was asked and why, the launch gate, and a rehearsal from the page.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { begin, signIn } from "../desk.js";
import { DESK, PHONE, story } from "../site.js";

const SURVEY = "/surveys/second-hand-2025";

story("somebody begins to work here", { viewport: DESK }, async ({ page, link }) => {
  await begin(page, link);
});

for (const lang of ["en", "zh"]) {
  story(`a preview tells what was asked and why, wide and narrow (${lang})`, { viewport: DESK }, async (tale) => {
    const { page, isAccessible, picture } = tale;
    await signIn(page);
    await page.goto(`${SURVEY}/preview?lang=${lang}`);
    await page.locator(".why button[name=page]").nth(2).click();
    await page.waitForLoadState();
    assert.equal(await page.locator("[aria-current=step]").count(), 1);
    for (const size of [DESK, PHONE]) {
      await page.setViewportSize(size);
      await isAccessible();
      await picture(`preview ${lang} ${size.width}`);
    }
    const [paper, why] = [page.locator(".preview__paper"), page.locator(".why")];
    const [above, below] = [await paper.boundingBox(), await why.boundingBox()];
    assert.ok(below.y >= above.y + above.height - 1, "on a phone it stands below");
  });
}

story("the gate finds nothing in a reference questionnaire", { viewport: DESK }, async ({ page, isAccessible, picture }) => {
  await signIn(page);
  await page.goto(`${SURVEY}/trial`);
  await page.locator("form[action$='/gate'] button").click();
  await page.waitForLoadState();
  assert.equal(await page.locator(".gate__verdict").getAttribute("data-state"), "passed");
  await isAccessible();
  await picture("trial, gate passed");
});

story("a version that was never open meets the gate first", { viewport: DESK }, async ({ page, canvass, isAccessible, picture }) => {
  const text = await readFile(new URL("../../questionnaires/second-hand-2025.yaml", import.meta.url), "utf8");
  const file = join(tmpdir(), `canvass-unmet-${process.pid}.yaml`);
  const unmet = text.replace(/^survey: .*$/m, "survey: unmet-2026").replace("if: age < 18}", "if: age * age < 9}");
  assert.ok(unmet !== text);
  await writeFile(file, unmet);
  await canvass("add", "--paused", file);
  await signIn(page);
  await page.locator("form[action='/surveys/unmet-2026/open'] button").click();
  await page.waitForURL("**/trial?opening**");
  await isAccessible();
  await page.locator("form[action$='/launch'] button").first().click();
  await page.waitForLoadState();
  assert.match(await page.locator(".gate").innerText(), /S_AGE/);
  await isAccessible();
  await picture("trial, gate not passed");
  await page.setViewportSize(PHONE);
  await picture("trial, gate not passed, phone");
  await page.locator("[name=why]").fill("The client knows of it.");
  await page.locator("form:has([name=why]) button").click();
  await page.waitForURL("**/surveys");
});

story("a rehearsal from the page fills the shadow, and one click wipes it", { viewport: DESK }, async (tale) => {
  const { page, canvass, isAccessible, picture } = tale;
  await signIn(page);
  await page.goto(`${SURVEY}/trial`);
  await page.locator("#robots").fill("60");
  await page.locator("input[name=source][value=reference]").check();
  await page.locator("form[action$='/rehearsal'] button").click();
  await page.waitForURL("**/trial**");
  await picture("rehearsal, under way");
  // The same board fills while it is watched, in the shadow of the field.
  await page.goto(`${SURVEY}/fieldwork?rehearsal&lang=en`);
  const begun = () => [...document.querySelectorAll(".funnel td")].some((it) => it.innerText === "60");
  await page.waitForFunction(begun, undefined, { timeout: 120_000 });
  await isAccessible();
  await picture("board of a rehearsal");
  await page.goto(`${SURVEY}/trial`);
  // All have come; the last of them may still be on their way.
  for (let turn = 0; (await page.locator(".rehearsal").count()) > 0; turn += 1) {
    assert.ok(turn < 120, "the rehearsal does not end");
    await page.reload();
  }
  assert.match(await page.locator("#rehearsal table").innerText(), /60 of 60 robots/);
  await isAccessible();
  await picture("rehearsal, done");
  await page.setViewportSize(PHONE);
  await isAccessible();
  await picture("rehearsal, done, phone");
  assert.equal(await canvass("export", "second-hand-2025").then((csv) => csv.trim().split("\n").length), 1);
  const rehearsed = await canvass("export", "second-hand-2025", "--rehearsal", "--all");
  assert.equal(rehearsed.trim().split("\n").length, 61);

  await page.locator("a[href$='/rehearsal/wipe']").click();
  await page.waitForURL("**/rehearsal/wipe");
  await isAccessible();
  await page.locator("form[action$='/rehearsal/wipe'] button").click();
  await page.waitForURL("**/trial**");
  const wiped = await canvass("export", "second-hand-2025", "--rehearsal", "--all");
  assert.equal(wiped.trim().split("\n").length, 1);
  await canvass("verify");
});
