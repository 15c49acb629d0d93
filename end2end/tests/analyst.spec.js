// What an analyst does: read the codebook, download the data, open it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { begin, signIn } from "../desk.js";
import { DESK, PHONE, story } from "../site.js";
import { walk } from "../walker.js";

story("the data are downloaded as a file that says what it is", { viewport: DESK }, async (tale) => {
  const { page, context, link, canvass, isAccessible, picture } = tale;
  await canvass("quality", "second-hand-2025", "off");
  const respondent = await context.newPage();
  await walk(respondent, "second-hand-2025", "zh");
  await begin(page, link);
  for (const place of ["data", "codebook"]) {
    for (const size of [DESK, PHONE]) {
      await page.setViewportSize(size);
      await page.goto(`/surveys/second-hand-2025/${place}?lang=en`);
      await isAccessible();
      await picture(`desk en ${size.width} ${place}`);
    }
  }
  await page.goto("/surveys/second-hand-2025/data?lang=en");
  const arriving = page.waitForEvent("download");
  await page.locator("main form button").first().click();
  const download = await arriving;
  assert.match(download.suggestedFilename(), /^second-hand-2025.*1\.0\.0.*\.csv$/);
  const text = await readFile(await download.path(), "utf8");
  const [head, row] = text.replace("\uFEFF", "").trim().split(/\r?\n/);
  const columns = head.split(",");
  assert.equal(columns[0], "id");
  assert.equal(row.split(",")[columns.indexOf("disposition")], "complete");
  assert.ok(text.includes("别的"));
});

story("the data are downloaded without scripts just the same", { viewport: DESK, javaScriptEnabled: false }, async ({ page }) => {
  await signIn(page);
  await page.goto("/surveys/mini-program-2026/data?lang=zh");
  const arriving = page.waitForEvent("download");
  await page.locator("main form button").first().click();
  const text = await readFile(await (await arriving).path(), "utf8");
  assert.match(text.replace("\uFEFF", ""), /^id,/);
});
