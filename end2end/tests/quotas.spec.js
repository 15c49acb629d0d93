// A manager changes quotas: types a target, sees what it does, says why; pastes a block; closes the field.

import assert from "node:assert/strict";

import { begin, signIn } from "../desk.js";
import { DESK, PHONE, story } from "../site.js";

const QUOTAS = "/surveys/mini-program-2026/quotas";

story("the first password", { viewport: DESK }, async ({ page, link }) => {
  await begin(page, link);
});

for (const [lang, viewport] of [
  ["zh", PHONE],
  ["en", DESK],
]) {
  story(`a target is typed, looked at and saved with a reason (${lang})`, { viewport }, async (tale) => {
    const { page, isAccessible, picture } = tale;
    await signIn(page);
    await page.goto(`${QUOTAS}?lang=${lang}`);
    assert.equal(await page.locator("script").count(), 0, "it works without scripts");
    await isAccessible();
    await picture(`quotas ${lang}`);
    const cell = page.locator("[name='target.region_age.1.1']");
    const before = await cell.inputValue();
    await cell.fill("many");
    await page.locator("#targets button").click();
    await page.waitForLoadState();
    assert.equal(await page.locator("[aria-invalid=true]").count(), 1);
    await isAccessible();
    await picture(`quotas ${lang}, faults`);
    await cell.fill(String(Number(before) + 1));
    await page.locator("#targets button").click();
    await page.waitForLoadState();
    assert.equal(await page.locator(".quota-preview tbody tr").count(), 1);
    // The totals of the two tables disagree now, and that is told before it is saved.
    assert.equal(await page.locator(".notice").count(), 1);
    await isAccessible();
    await picture(`quotas ${lang}, preview`);
    await page.locator("[name=why]").fill("One more for the North.");
    await page.locator("main form button").click();
    await page.waitForURL("**/quotas?done=saved");
    assert.equal(await cell.inputValue(), String(Number(before) + 1));
  });
}

story("a block from a spreadsheet is pasted, and its faults are told by row and column", { viewport: DESK }, async (tale) => {
  const { page, isAccessible, picture } = tale;
  await signIn(page);
  await page.goto(`${QUOTAS}?lang=en`);
  await page.locator("#block-panel summary").click();
  await page.locator("#table").selectOption("sex");
  await page.locator("[name=block]").fill("Female\t1100\nMale\tfew");
  await page.locator("#block-panel button").click();
  await page.waitForLoadState();
  assert.match(await page.locator(".faults").innerText(), /Row 2, column 2/);
  await isAccessible();
  await picture("quotas, pasted with a fault");
  await page.locator("[name=block]").fill("Female\t1102\nMale\t414");
  await page.locator("#block-panel button").click();
  await page.waitForLoadState();
  assert.match(await page.locator(".quota-preview tbody").innerText(), /1100 → 1102/);
});

story("the field is closed with a reason, which stands among the changes", { viewport: DESK }, async ({ page }) => {
  await signIn(page);
  await page.goto(`${QUOTAS}?lang=en`);
  await page.locator("[name=state][value=closed]").check();
  await page.locator("[name=why]").fill("The client has enough.");
  await page.locator("form[action$='/state'] button").click();
  await page.waitForURL("**/quotas?done=state");
  await page.goto("/surveys/mini-program-2026/fieldwork?lang=en");
  assert.match(await page.locator("main").innerText(), /The client has enough\./);
});
