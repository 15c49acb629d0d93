// What an analyst does with a report: writes it, looks at it, prints it, and opens its files in an office program.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { begin } from "../desk.js";
import { DESK, PHONE, story } from "../site.js";
import { walk } from "../walker.js";

const HERE = "/surveys/second-hand-2025/report";

story("a report is written, printed to PDF, and opened as a workbook and as a document", { viewport: DESK }, async (tale) => {
  const { page, context, link, canvass, isAccessible, picture } = tale;
  await canvass("quality", "second-hand-2025", "off");
  await walk(await context.newPage(), "second-hand-2025", "zh");
  await begin(page, link);
  await page.goto(`${HERE}?lang=en`);
  await isAccessible();
  await page.getByLabel("Title").fill("What we found");
  await page.getByRole("button", { name: "Begin it" }).click();
  await page.waitForURL(`**${HERE}/1`);
  await add(page, "text", "Who answered", "Of all, **{{pct sex == 2}}** are women.\n\n- {{n sex == 1}} men\n- {{pct nosuch == 1}}\n\n> a quote");
  await add(page, "question", "", "sex");
  await add(page, "table", "By sex", "stub=region&by=sex");
  await add(page, "chart", "", "stub=region&by=sex");
  await add(page, "claims", "", "");
  await add(page, "method", "", "");
  assert.match(await page.locator(".report-section").first().textContent(), /% \(n = 1\)/);
  assert.equal(await page.locator(".report-section mark").first().isVisible(), true);
  for (const size of [DESK, PHONE]) {
    await page.setViewportSize(size);
    await isAccessible();
    await picture(`desk en ${size.width} report`);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(wider, 0, "the page itself does not scroll sideways");
  }
  await page.setViewportSize(DESK);
  await page.getByRole("button", { name: "Move up: By sex" }).click();
  await page.waitForURL(/done=moved/);

  const folder = await mkdtemp(join(tmpdir(), "canvass-report-"));
  try {
    for (const [name, ending] of [["Excel", "xlsx"], ["Word", "docx"]]) {
      const file = join(folder, `report.${ending}`);
      const arriving = page.waitForEvent("download");
      await page.getByRole("link", { name, exact: true }).click();
      await (await arriving).saveAs(file);
      assert.match(await inOffice(folder, file), /What we found[^]*Who answered[^]*women/);
    }
    await page.getByRole("link", { name: "Print view" }).click();
    await page.waitForURL("**/report.html");
    await isAccessible();
    await picture("report en print view");
    const pdf = await page.pdf({ format: "A4" });
    assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
    assert.ok(pdf.length > 10_000);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

async function add(page, kind, heading, body) {
  const form = page.locator("#new form");
  await form.locator(`[name=kind][value=${kind}]`).check();
  await form.getByLabel("Heading").fill(heading);
  await form.getByLabel("Text, link or name").fill(body);
  await form.getByRole("button", { name: "Add", exact: true }).click();
  await page.waitForURL(/done=added/);
}

/** Opens a file with LibreOffice and gives its text, as it prints it. */
async function inOffice(folder, file) {
  const run = promisify(execFile);
  const profile = `-env:UserInstallation=file://${join(folder, "profile")}`;
  await run("soffice", [profile, "--headless", "--convert-to", "pdf", "--outdir", folder, file]);
  const pdf = await readFile(join(folder, "report.pdf"));
  assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
  await rm(join(folder, "report.pdf"));
  const kind = file.endsWith("docx") ? "txt:Text (encoded):UTF8" : "csv:Text - txt - csv (StarCalc):44,34,76";
  await run("soffice", [profile, "--headless", "--convert-to", kind, "--outdir", folder, file]);
  return readFile(join(folder, file.endsWith("docx") ? "report.txt" : "report.csv"), "utf8");
}
