// People: oneself, others, roles, the audit log, a second factor; and a respondent who withdraws.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";

import { begin, PASSWORD, signIn } from "../desk.js";
import { DESK, PHONE, story } from "../site.js";

const SURVEY = "/surveys/mini-program-2026";

/** The code of RFC 6238 for a secret in base 32, so many half minutes from now. */
function code(secret, later = 0) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((it) => letters.indexOf(it).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((it) => Number.parseInt(it, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const hash = createHmac("sha1", key).update(step).digest();
  const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

story("the first person is an owner, adds another and sees the link once", { viewport: DESK }, async (tale) => {
  const { page, link, isAccessible, picture } = tale;
  await begin(page, link);
  await page.goto("/people?lang=en");
  await page.locator("main form[action='/people'] button").click();
  await page.waitForLoadState();
  assert.equal(await page.locator("[aria-invalid=true]").count(), 1);
  await isAccessible();
  await page.locator("[name=name]").fill("Wang Li");
  await page.locator("main form[action='/people'] [value=analyst]").check();
  await page.locator("main form[action='/people'] button").click();
  await page.waitForLoadState();
  assert.match(await page.locator(".one-time-link code").innerText(), /\/first-password\/[0-9a-f]{32}$/);
  await isAccessible();
  await picture("people, a link");
  const given = `main form[action='${SURVEY}/roles']`;
  await page.goto(`${SURVEY}/roles?lang=en`);
  await page.locator(`${given} select`).selectOption({ label: "Wang Li" });
  await page.locator(`${given}:has(select) [value=author]`).check();
  await page.locator(`${given}:has(select) button`).click();
  await page.waitForURL("**?done=roles");
  await page.locator(".role-holder summary").click();
  await isAccessible();
  await picture("roles, given");
  await page.locator(`main form[action='${SURVEY}/retention'] [name=days]`).fill("soon");
  await page.locator(`main form[action='${SURVEY}/retention'] button`).click();
  await page.waitForLoadState();
  await isAccessible();
});

for (const lang of ["zh", "en"]) {
  story(`people, roles and the audit log are accessible, wide and narrow (${lang})`, { viewport: DESK }, async (tale) => {
    const { page, isAccessible, picture } = tale;
    await signIn(page);
    for (const size of [DESK, PHONE]) {
      await page.setViewportSize(size);
      for (const place of ["/account", "/people", "/people/1", "/audit", `${SURVEY}/roles`, `${SURVEY}/audit`]) {
        await page.goto(`${place}?lang=${lang}`);
        await isAccessible();
        await picture(`people ${lang} ${size.width} ${place}`);
      }
    }
  });
}

story("a second factor is set up by a code, asked for at the door, and a code works once", { viewport: DESK }, async (tale) => {
  const { page, canvass, isAccessible, picture } = tale;
  await signIn(page);
  await page.goto("/account?lang=en");
  await page.locator("form[action='/account/second-factor'] button").click();
  await page.waitForURL("**/account/second-factor");
  await isAccessible();
  await picture("second factor");
  const secret = (await page.locator(".second-factor code").innerText()).replaceAll(" ", "");
  const first = code(secret);
  await page.locator("[name=password_now]").fill(PASSWORD);
  await page.locator("[name=code]").fill(first);
  await page.locator("form[action='/account/second-factor/on'] button").click();
  await page.waitForURL("**/account?done=factor-on");
  await isAccessible();
  await page.locator("form[action='/sign-out'] button").click();
  await signIn(page, "**/sign-in/code");
  await isAccessible();
  await page.locator("[name=code]").fill(first);
  await page.locator("main button").click();
  await page.waitForLoadState();
  assert.equal(await page.locator("[aria-invalid=true]").count(), 1, "a code works once");
  await isAccessible();
  await picture("second factor, asked");
  await page.locator("[name=code]").fill(code(secret, 1));
  await page.locator("main button").click();
  await page.waitForURL("**/surveys");
  await canvass("people", "second-factor-off", "lin");
});

for (const lang of ["zh", "en"]) {
  story(`a respondent withdraws without script (${lang})`, { javaScriptEnabled: false }, async ({ page, picture }) => {
    await page.goto(`/s/mini-program-2026?lang=${lang}`);
    assert.equal(await page.locator(".sheet__withdraw").isVisible(), false);
    await page.locator("[name=consent]").first().check();
    await page.locator("button[value=next]").click();
    await page.waitForURL("**/i/*");
    await picture(`withdraw ${lang} offered`);
    const interview = page.url();
    await page.locator(".sheet__withdraw").click();
    await page.waitForURL("**/withdraw?*");
    await picture(`withdraw ${lang} asked`);
    await page.locator("main button").click();
    await page.waitForURL("**/withdrawn?*");
    await picture(`withdraw ${lang} done`);
    assert.equal((await page.goto(interview)).status(), 404);
  });
}

story("the pages of a withdrawal are accessible", async ({ page, isAccessible }) => {
  await page.goto("/s/mini-program-2026?lang=en");
  await page.locator("[name=consent]").first().check();
  await page.locator("button[value=next]").click();
  await page.waitForURL("**/i/*");
  await isAccessible();
  await page.locator(".sheet__withdraw").click();
  await page.waitForURL("**/withdraw?*");
  await isAccessible();
  await page.locator("main button").click();
  await page.waitForURL("**/withdrawn?*");
  await isAccessible();
});
