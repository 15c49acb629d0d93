// Variables of the analyst's own: a filter is saved, a variable derived, both are wrong first; then a table has them.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

import { begin, signIn } from "../desk.js";
import { DESK, PHONE, story } from "../site.js";

const SURVEY = "/surveys/second-hand-2025";
const HERE = `${SURVEY}/variables`;

/** Both stories are told on one site. */
const ages = (name) => `${name}:
  label: {zh: 两个年龄段, en: Two age bands}
  when: {1: age < 31, 2: age >= 31}
  choices: {1: {zh: 30岁及以下, en: Up to 30}, 2: {zh: 31岁及以上, en: 31 and over}}`;

for (const scripts of [true, false]) {
  const name = scripts ? "a filter and a variable are added" : "the same without scripts";
  story(name, { viewport: DESK, javaScriptEnabled: scripts }, async ({ page, link, canvass, isAccessible, picture }) => {
    const plan = fileURLToPath(new URL("../../questionnaires/second-hand-2025.sim.yaml", import.meta.url));
    const [women, bands] = scripts ? ["young_women", "ages"] : ["young_women_2", "ages_2"];
    if (scripts) {
      await canvass("rehearse", "second-hand-2025", "-n", "120", "--seed", "3", "--plan", plan);
      await begin(page, link);
    } else {
      await signIn(page);
    }

    await page.goto(`${HERE}?lang=en&filter=${encodeURIComponent("sex == 2 and agee < 31")}`);
    await page.locator("#name").fill(women);
    await page.getByRole("button", { name: "Save a filter" }).click();
    await page.locator("#save-filter .fault").first().waitFor();
    assert.equal(await page.locator("#name").inputValue(), women);
    if (scripts) await isAccessible();
    await page.locator("#filter").fill("sex == 2 and age < 31");
    await page.locator("[name='label.zh']").fill("年轻女性");
    await page.locator("[name='label.en']").fill("Young women");
    await page.getByRole("button", { name: "Save a filter" }).click();
    await page.locator(".notice[data-kind=done]").waitFor();

    const text = page.locator("#text");
    const before = await text.inputValue();
    await text.fill(`${before}\n${ages(bands).replace("age < 31", "agee < 31")}`);
    await page.getByRole("button", { name: "Keep", exact: true }).click();
    await page.locator("#text-of-all .data-faults mark").waitFor();
    if (scripts) await picture("variables fault");
    await text.fill(`${before}\n${ages(bands)}`);
    await page.getByRole("button", { name: "Keep", exact: true }).click();
    await page.locator(".notice[data-kind=done]").waitFor();
    const row = page.getByRole("row").filter({ has: page.getByText(women, { exact: true }) });
    assert.match(await row.innerText(), /young_women(_2)?\s+Young women\s+Filter\s+1 Yes: sex == 2 and age < 31/);
    if (scripts) {
      for (const size of [DESK, PHONE]) {
        for (const lang of ["en", "zh"]) {
          await page.setViewportSize(size);
          await page.goto(`${HERE}?lang=${lang}`);
          const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
          assert.ok(wide <= room, `${wide} px in ${room}`);
          await isAccessible();
          await picture(`variables ${lang} ${size.width}`);
        }
      }
      await page.setViewportSize(DESK);
    }

    await page.goto(`${SURVEY}/topline?rehearsal=1&lang=en`);
    await page.locator("#among").selectOption(women);
    await page.getByRole("button", { name: "Show" }).click();
    await page.waitForURL(`**/topline?among=${women}&**`);
    const bars = await page.locator(`section.topline[id=${bands}] tbody tr`).allInnerTexts();
    assert.match(bars[0], /Up to 30\s+100\.0/);
    assert.match(bars[1], /31 and over\s+0\.0/);
  });
}
