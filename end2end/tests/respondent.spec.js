// What respondents do: both questionnaires in both languages, with and without scripts, mistakes, coming back.

import assert from "node:assert/strict";

import { story } from "../site.js";
import { answer, next, takenOver, walk, walkOn } from "../walker.js";

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

story("before any script a respondent's page is two requests, and the scripts are the interview's alone", async ({ page, url }) => {
  const asked = [];
  page.on("request", (request) => asked.push(request.url().replace(url, "")));
  await page.goto("/s/second-hand-2025", { waitUntil: "load" });
  await takenOver(page);
  const plain = asked.filter((it) => !it.includes("favicon")).slice(0, 2);
  assert.equal(plain[0], "/s/second-hand-2025");
  assert.match(plain[1], /interview\.\w+\.css$/);
  assert.deepEqual(asked.filter((it) => /canvass\.(js|wasm)|main\.\w+\.css/.test(it)), [], "nothing of the desk");
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
  await page.waitForFunction(() => document.documentElement.lang === "zh");
  assert.equal(await page.locator("html").getAttribute("lang"), "zh");
  assert.equal(await page.locator("[name=birth_year]").inputValue(), "1984");
  await picture("language changed");
});

story("a question that depends on its page appears as one answers, and Back keeps answers", async ({ page }) => {
  await page.goto("/s/mini-program-2026?lang=en");
  await takenOver(page);
  await answer(page);
  await next(page);
  assert.equal(await page.locator("[name=place]").count(), 0);
  await answer(page);
  await page.locator("[name=place]").first().waitFor();
  await answer(page);
  await next(page);
  await page.locator("button[name=_go][value=back]").click();
  assert.equal(await page.locator("[name=birth_year]").inputValue(), "1990");
  await next(page);
  await page.locator("[name=birth_year]").waitFor({ state: "detached" });
  await page.goBack();
  assert.equal(await page.locator("[name=birth_year]").inputValue(), "1990", "the browser's Back is the page's");
});

story("without scripts it appears after Next", { javaScriptEnabled: false }, async ({ page }) => {
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

story("a ranking is tapped, moved by keyboard, and dragged", async ({ page, isAccessible, picture }) => {
  await page.goto("/s/mini-program-2026?lang=en");
  await takenOver(page);
  await walkOn(page, undefined, async () => (await page.locator("[name=adv]").count()) > 0);
  await page.locator("[name=adv]").first().waitFor();
  for (const code of [1, 2, 3, 4]) await page.locator(`[name=adv][value="${code}"]`).check();
  const places = () => page.locator("[name^='adv_rank.']").evaluateAll((all) => all.map((it) => it.value));
  const labels = page.locator(".rank__row[data-place] .rank__label");
  const rows = page.locator(".rank__row .rank__take");
  // By keyboard alone: the first three rows in reverse.
  for (const nth of [2, 2, 2]) {
    await rows.nth(nth).focus();
    await page.keyboard.press("Enter");
  }
  const before = await places();
  assert.equal(new Set(before).size, 3, before.join(" "));
  const [first, second, third] = before;
  await page.locator(`.rank__row[data-code="${third}"] [data-act=up]`).focus();
  await page.keyboard.press("Enter");
  assert.deepEqual(await places(), [first, third, second]);
  assert.match(await page.locator(".rank__said").textContent(), /place 2$/);
  const handle = await page.locator(`.rank__row[data-code="${second}"] .rank__handle`).boundingBox();
  const top = await labels.first().boundingBox();
  await page.mouse.move(handle.x + 5, handle.y + 5);
  await page.mouse.down();
  await page.mouse.move(handle.x + 5, top.y - 8, { steps: 10 });
  await page.mouse.up();
  assert.deepEqual(await places(), [second, first, third]);
  await isAccessible();
  await picture("ranking by hand");
});

story("where the scripts do not arrive a ranking is made by keyboard alone", async ({ page }) => {
  await page.route("**/start.js", (route) => route.abort());
  await page.goto("/s/mini-program-2026?lang=en");
  const ranks = page.locator("select[name='adv_rank.1']");
  await walkOn(page, undefined, async () => (await ranks.count()) > 0);
  for (const place of [1, 2, 3]) {
    await page.locator(`select[name='adv_rank.${place}']`).focus();
    // Opens the list, goes to a choice, takes it.
    await page.keyboard.press("Space");
    for (let step = 0; step < place; step += 1) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
  }
  const chosen = await page.locator("select[name^='adv_rank.']").evaluateAll((all) => all.map((it) => it.value));
  assert.equal(new Set(chosen).size, 3, chosen.join(" "));
  assert.ok(!chosen.includes(""));
});

story("a province is found by region in two taps, by its name, by pinyin and in English", async (tale) => {
  const { page, isAccessible, picture } = tale;
  await page.goto("/s/mini-program-2026?lang=zh");
  await takenOver(page);
  await answer(page);
  await next(page);
  const province = page.locator("[name=province]");
  const open = () => page.locator("#q-province .list__open").click();
  await open();
  await isAccessible();
  await page.locator(".list__group", { hasText: "华南" }).click();
  await picture("provinces of a region");
  await page.locator(".list__row", { hasText: "海南" }).click();
  assert.equal(await province.inputValue(), "46");
  assert.equal(await page.locator("#q-province .list__open").textContent(), "海南省");
  for (const [typed, code] of [["gd", "44"], ["sichuan", "51"], ["Fujian", "35"], ["内蒙", "15"]]) {
    await open();
    await page.locator(".list__search").fill(typed);
    await page.keyboard.press("Enter");
    assert.equal(await province.inputValue(), code, typed);
  }
  await open();
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement.className), "dropdown list__open");
});

story("counts, limits and choices that exclude others answer while one answers", async ({ page, isAccessible }) => {
  await page.goto("/s/mini-program-2026?lang=en");
  await takenOver(page);
  await answer(page);
  await next(page);
  const limits = page.locator("#q-birth_year .question__limits");
  await page.locator("[name=birth_year]").fill("19");
  assert.match(await limits.textContent(), /^From \d+ to \d+$/, "what is being typed may still grow");
  await page.locator("[name=birth_year]").fill("3000");
  assert.match(await limits.textContent(), /^Type a number from/);
  await isAccessible();
  await walkOn(page, undefined, async () => (await page.locator("[name=adv]").count()) > 0);
  const count = page.locator("#q-adv .question__count");
  assert.equal(await count.textContent(), "Choose up to 5.");
  for (const code of [1, 2]) await page.locator(`[name=adv][value="${code}"]`).check();
  assert.equal(await count.textContent(), "2 of 5 chosen");
  await page.locator("#q-adv [data-apart] input").check();
  assert.equal(await page.locator("[name=adv]:checked").count(), 1);
  await page.locator('[name=adv][value="3"]').check();
  assert.equal(await page.locator("#q-adv [data-apart] input").isChecked(), false);
});

story("a long grid comes a row at a time, by tap and by keyboard", async ({ page, isAccessible, picture }) => {
  await page.goto("/s/second-hand-2025?lang=en");
  await takenOver(page);
  await walkOn(page, undefined, async () => (await page.locator(".grid[data-steps]").count()) > 0);
  const at = page.locator(".steps__at").first();
  assert.match(await at.textContent(), /^1 of \d+$/);
  await isAccessible();
  await page.locator(".grid[data-steps] .item:not([hidden]) input").first().check();
  await page.waitForFunction(() => document.querySelector(".steps__at").textContent.startsWith("2 "));
  await picture("a row at a time");
  await page.locator(".grid[data-steps] .item:not([hidden]) input").first().focus();
  await page.keyboard.press("ArrowDown");
  await page.waitForTimeout(400);
  assert.match(await at.textContent(), /^2 /, "arrows choose within the row");
  await page.locator("[data-step='1']").first().click();
  assert.match(await at.textContent(), /^3 /);
  await page.locator("[data-step='-1']").first().click();
  assert.match(await at.textContent(), /^2 /);
});
