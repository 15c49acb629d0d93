// What respondents do: both questionnaires in both languages, with and without scripts, mistakes, coming back.

import assert from "node:assert/strict";

import { story } from "../site.js";
import { answer, next, walk, walkOn } from "../walker.js";

for (const survey of ["mini-program-2026", "second-hand-2025"]) {
  for (const lang of ["zh", "en"]) {
    story(`${survey} is completed in ${lang}, and every page is accessible`, async (tale) => {
      const { page, canvass, isAccessible, picture } = tale;
      // Somebody who answers within a second is no respondent, by the rules of both questionnaires.
      await canvass("quality", survey, "off");
      let number = 0;
      const look = async () => {
        assert.equal(await page.locator("html").getAttribute("lang"), lang);
        await isAccessible();
        await picture(`${survey} ${lang} ${String((number += 1)).padStart(2, "0")}`);
      };
      await walk(page, survey, lang, look);
      assert.equal(await page.locator("main").getAttribute("data-disposition"), "complete");
      assert.ok(number > 10, `only ${number} pages`);
    });
  }
}

story("without scripts a questionnaire is completed just the same", { javaScriptEnabled: false }, async (tale) => {
  const { page, canvass } = tale;
  await canvass("quality", "mini-program-2026", "off");
  await walk(page, "mini-program-2026", "zh");
  assert.equal(await page.locator("main").getAttribute("data-disposition"), "complete");
});

story("no script runs on a respondent's page, and it is two requests", async ({ page, url }) => {
  const asked = [];
  page.on("request", (request) => asked.push(request.url().replace(url, "")));
  await page.goto("/s/second-hand-2025");
  await page.waitForLoadState("networkidle");
  assert.equal(await page.locator("script").count(), 0);
  assert.equal(asked.filter((it) => !it.includes("favicon")).length, 2, asked.join(" "));
});

story("what is missing is told at the question, listed with links, and takes the focus", async (tale) => {
  const { page, isAccessible, picture } = tale;
  await page.goto("/s/mini-program-2026?lang=en");
  await answer(page);
  await next(page);
  await page.locator("[name=birth_year]").fill("190");
  await next(page);
  const focused = page.locator(":focus");
  await focused.waitFor();
  assert.ok((await focused.locator("a").count()) >= 3, "the summary has a link for each complaint");
  assert.equal(await page.locator("[name=birth_year]").inputValue(), "190");
  await isAccessible();
  await picture("complaints en");
  await focused.locator("a").first().press("Enter");
  assert.ok(await page.evaluate(() => document.querySelector(":target, :focus") !== null));
});

story("the language changes on any page, and nothing typed is lost", async ({ page, picture }) => {
  await page.goto("/s/second-hand-2025?lang=en");
  await answer(page);
  await next(page);
  await page.locator("[name=birth_year]").fill("1984");
  await page.locator("button[name=_lang][value=zh]").click();
  await page.waitForLoadState();
  assert.equal(await page.locator("html").getAttribute("lang"), "zh");
  assert.equal(await page.locator("[name=birth_year]").inputValue(), "1984");
  await picture("language changed");
});

story("a question that depends on its page appears after Next, and Back keeps answers", async ({ page }) => {
  await page.goto("/s/mini-program-2026?lang=en");
  await answer(page);
  await next(page);
  assert.equal(await page.locator("[name=place]").count(), 0);
  await answer(page);
  await next(page);
  assert.ok((await page.locator("[name=place]").count()) > 0);
  await answer(page);
  await next(page);
  await page.locator("button[name=_go][value=back]").click();
  await page.waitForLoadState();
  assert.equal(await page.locator("[name=birth_year]").inputValue(), "1990");
});

story("the same phone goes on where it stood", async ({ page }) => {
  await page.goto("/s/mini-program-2026?lang=zh");
  await walkOn(page, undefined, async () => (await page.locator("[name=modes]").count()) > 0);
  const here = page.url();
  await page.goto("/s/mini-program-2026");
  assert.equal(page.url(), here);
  assert.ok((await page.locator("[name=modes]").count()) > 0);
});

story("a ranking is made by keyboard alone", async ({ page }) => {
  await page.goto("/s/mini-program-2026?lang=en");
  const ranks = page.locator("select[name='adv_rank.1']");
  await walkOn(page, undefined, async () => (await ranks.count()) > 0);
  for (const place of [1, 2, 3]) {
    await page.locator(`select[name='adv_rank.${place}']`).focus();
    for (let step = 0; step < place; step += 1) await page.keyboard.press("ArrowDown");
  }
  const chosen = await page.locator("select[name^='adv_rank.']").evaluateAll((all) => all.map((it) => it.value));
  assert.equal(new Set(chosen).size, 3, chosen.join(" "));
  assert.ok(!chosen.includes(""));
});
