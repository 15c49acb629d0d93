// Open ends: two coders code a rehearsed survey's texts, undo, are compared, settle; "other" is sorted back.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

import { begin, choosePassword } from "../desk.js";
import { DESK, PHONE, story } from "../site.js";

const SURVEY = "/surveys/mini-program-2026";
const HERE = `${SURVEY}/open-ends`;
const CODING = `${HERE}/nps_why_coded`;

/** The same address with the rehearsal's interviews. */
const rehearsed = (path) => `${path}?rehearsal=1&lang=en`;

story("two coders code a rehearsed survey's open answers", { viewport: DESK }, async (tale) => {
  const { page, context, link, canvass, isAccessible, picture } = tale;
  const plan = fileURLToPath(new URL("../../questionnaires/mini-program-2026.sim.yaml", import.meta.url));
  await canvass("rehearse", "mini-program-2026", "-n", "200", "--seed", "7", "--plan", plan);
  await begin(page, link);
  const other = await hired(page, context);
  await beginCoding(page, "nps_why");
  await addCode(page, "Price");
  await addCode(page, "Service");
  await looksWell(tale, "open ends frame", rehearsed(`${CODING}/frame`));
  await page.setViewportSize(DESK);

  // The first coder codes by groups and alone, and undoes a step.
  await page.goto(`${CODING}?rehearsal=1&groups=1`);
  await page.locator(".verbatim input").first().check();
  await page.getByLabel(/^1 Price$/).check();
  await page.getByRole("button", { name: "Give these codes" }).click();
  await page.locator(".notice[data-kind=done]").waitFor();
  await looksWell(tale, "open ends groups", `${CODING}?rehearsal=1&groups=1&lang=en`);
  await page.setViewportSize(DESK);
  await page.goto(`${CODING}?rehearsal=1&seen=uncoded`);
  await page.locator("input[name=all]").check();
  await page.getByLabel(/^2 Service$/).check();
  await page.getByRole("button", { name: "Give these codes" }).click();
  await page.getByText("No text is so.").waitFor();
  await page.getByRole("button", { name: /^Undo: coding of/ }).click();
  await page.locator(".notice[data-kind=done]").waitFor();
  await page.goto(`${CODING}?rehearsal=1&seen=uncoded`);
  const left = await page.locator(".verbatim").count();
  assert.ok(left > 0, "what was undone is to be coded again");
  await page.locator(".verbatim__alone").first().click();
  await page.locator("blockquote").waitFor();
  await looksWell(tale, "open ends one text", page.url());
  await page.setViewportSize(DESK);
  await page.getByLabel(/^2 Service$/).check();
  await page.getByRole("button", { name: "Save, and the next one" }).click();
  await page.locator(".notice[data-kind=done]").waitFor();
  await page.goto(`${CODING}?rehearsal=1&seen=uncoded`);
  assert.equal(await page.locator(".verbatim").count(), left - 1);

  // The second one sees none of that, and codes all as one thing.
  await other.goto(rehearsed(CODING));
  assert.equal(await other.locator(".verbatim__codes").count(), 0);
  await other.locator("input[name=all]").check();
  await other.getByLabel(/^1 Price$/).check();
  await other.getByRole("button", { name: "Give these codes" }).click();
  await other.locator(".notice[data-kind=done]").waitFor();

  // Who gives one code to all agrees by chance alone.
  await page.goto(rehearsed(`${CODING}/agreement`));
  const rows = await page.locator("section:has(#figures) tbody tr").allInnerTexts();
  assert.match(rows[0], /^1 Price\s/);
  assert.match(rows[0], /\s0\.00/);
  const differences = await page.locator(".difference").count();
  assert.ok(differences > 0);
  await page.locator(".difference").first().getByRole("button", { name: "As lin (you)" }).click();
  await page.locator(".notice[data-kind=done]").waitFor();
  assert.equal(await page.locator(".difference").count(), differences - 1);
  await looksWell(tale, "open ends agreement", rehearsed(`${CODING}/agreement`));
  await page.setViewportSize(DESK);
  await page.getByRole("button", { name: /^Undo: settling/ }).click();
  await page.locator(".notice[data-kind=done]").waitFor();
  assert.equal(await page.locator(".difference").count(), differences);
  await looksWell(tale, "open ends texts", rehearsed(CODING));
  await looksWell(tale, "open ends sources", rehearsed(HERE));
  await page.goto(`${HERE}?rehearsal=1&lang=zh`);
  await isAccessible();
  await picture("open ends sources zh");
  await page.goto(`${CODING}?rehearsal=1&lang=zh`);
  await picture("open ends texts zh");
});

/** Another analyst, who comes from a browser of their own. */
async function hired(page, context) {
  await page.goto("/people?lang=en");
  await page.locator("[name=name]").fill("Wang");
  await page.locator("main form[action='/people'] [value=analyst]").check();
  await page.locator("main form[action='/people'] button").click();
  const link = await page.locator(".one-time-link code").innerText();
  const own = await context.browser().newContext({ viewport: DESK, baseURL: new URL(page.url()).origin });
  const other = await own.newPage();
  await other.goto(`${new URL(link).pathname}?lang=en`);
  await choosePassword(other, "Wang");
  return other;
}

async function beginCoding(page, source) {
  await page.goto(rehearsed(HERE));
  const card = page.locator(`section:has(#source-${source})`);
  await card.locator("summary").click();
  await card.getByRole("button", { name: "Begin" }).click();
  await page.waitForURL("**/frame?**");
}

async function addCode(page, label) {
  await page.locator("#label-new-en").fill(label);
  await page.locator("#new button").click();
  await page.locator(".frame-code summary", { hasText: label }).waitFor();
}

/** No page scrolls sideways, wide or narrow, and axe finds nothing. */
async function looksWell({ page, isAccessible, picture }, name, address) {
  for (const size of [DESK, PHONE]) {
    await page.setViewportSize(size);
    await page.goto(address);
    const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    assert.ok(wide <= room, `${name}: ${wide} px in ${room}`);
    await isAccessible();
    await picture(`${name} ${size.width}`);
  }
}
