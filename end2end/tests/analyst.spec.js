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
  for (const place of ["data", "topline", "versions", "codebook"]) {
    for (const size of [DESK, PHONE]) {
      await page.setViewportSize(size);
      await page.goto(`/surveys/second-hand-2025/${place}?lang=en`);
      await isAccessible();
      await picture(`desk en ${size.width} ${place}`);
    }
  }
  const text = await fetched(page, "second-hand-2025", /^second-hand-2025.*1\.0\.0.*\.csv$/);
  await isAccessible();
  await picture("desk en a data file");
  const [head, row] = text.replace("\uFEFF", "").trim().split(/\r?\n/);
  const columns = head.split(",");
  assert.equal(columns[0], "id");
  assert.equal(row.split(",")[columns.indexOf("disposition")], "complete");
  assert.ok(text.includes("别的"));
});

story("a table is built by its form, sent as a link, and taken along as a workbook", { viewport: DESK }, async (tale) => {
  const { page, isAccessible, picture } = tale;
  await signIn(page);
  await page.goto("/surveys/second-hand-2025/tables?lang=en");
  await isAccessible();
  await picture("desk en 1280 tables that are not asked for");
  await page.getByLabel("All questions").check();
  await page.selectOption("#by-1", "sex");
  await page.selectOption("#by-2", "region");
  await page.selectOption("#within-2", "sex");
  await page.getByRole("button", { name: "Show" }).click();
  await page.waitForURL(/stub=all.*by=sex.*by=region&within=sex/);
  assert.ok((await page.locator("table.cross").count()) > 20);
  for (const size of [DESK, PHONE]) {
    await page.setViewportSize(size);
    await picture(`desk en ${size.width} tables`);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(wider, 0, "the page itself does not scroll sideways");
  }
  const cells = await page.locator(".cross td.tabular").allTextContents();
  assert.ok(cells.every((it) => it === "" || Number.isFinite(Number(it))), "cells are bare numbers");
  const arriving = page.waitForEvent("download");
  await page.getByRole("link", { name: "As a workbook" }).click();
  assert.match((await arriving).suggestedFilename(), /^second-hand-2025-tables-.*\.xlsx$/);
  // A single, a grid, a ranking and a number: in all tables axe would find the same, ten times as late.
  await page.goto("/surveys/second-hand-2025/tables?lang=en&stub=freq&stub=attitude&stub=concern_rank&stub=idle_n&by=sex&by=region");
  for (const size of [DESK, PHONE]) {
    await page.setViewportSize(size);
    await isAccessible();
    await picture(`desk en ${size.width} some tables`);
  }
});

story("the data are downloaded without scripts just the same", { viewport: DESK, javaScriptEnabled: false }, async ({ page }) => {
  await signIn(page);
  const text = await fetched(page, "mini-program-2026", /^mini-program-2026.*\.csv$/);
  assert.match(text.replace("\uFEFF", ""), /^id,/);
});

story("what is wrong with a data file is said beside its field", { viewport: PHONE }, async (tale) => {
  const { page, isAccessible, picture } = tale;
  await signIn(page);
  await page.goto("/surveys/second-hand-2025/data?lang=en");
  await page.fill("#filter", "no_such_question == 1");
  await page.fill("#from", "2026-02-01");
  await page.fill("#to", "2026-01-01");
  await page.getByRole("button", { name: "Make the file" }).click();
  await page.locator(".data-faults mark").waitFor();
  assert.equal(await page.locator(".data-faults mark").textContent(), "no_such_question");
  assert.equal(await page.inputValue("#filter"), "no_such_question == 1");
  assert.equal(await page.locator("#to-fault").count(), 1);
  await isAccessible();
  await picture("desk en a data file with faults");
});

/** Orders the file that the form offers at first, waits for it, and gives its text. */
async function fetched(page, survey, name) {
  await page.goto(`/surveys/${survey}/data?lang=en`);
  await page.getByRole("button", { name: "Make the file" }).click();
  // Its page looks again by itself until the file is there.
  const link = page.locator("main a.button", { hasText: "Download" });
  await link.waitFor({ timeout: 60_000 });
  const arriving = page.waitForEvent("download");
  await link.click();
  const download = await arriving;
  assert.match(download.suggestedFilename(), name);
  return readFile(await download.path(), "utf8");
}
