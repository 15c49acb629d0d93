// An interview goes on on another phone: by the code that the first one shows, typed or scanned, and back again. All of
// it by plain pages: the second phone runs no scripts, and to the first one none arrives.

import assert from "node:assert/strict";

import { PHONE, story } from "../site.js";
import { answer, next } from "../walker.js";

const SURVEY = "mini-program-2026";

/** A phone that runs no scripts. */
const PLAIN = { javaScriptEnabled: false };

/** The smallest phone that pages are made for. */
const SMALL = { width: 320, height: 640 };

/** Nothing is cut off at the side. */
async function fits(page) {
  const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(wide <= seen, `${page.url()} is ${wide} wide on a screen of ${seen}`);
}

/** Begins a survey and types half an answer on its second page. */
async function begin(page, lang) {
  await page.goto(`/s/${SURVEY}?lang=${lang}`);
  await answer(page);
  await next(page);
  await page.locator("[name=birth_year]").fill("19");
}

/** Asks for a code at the foot of the page, looking at each page on the way; gives the code. */
async function codeOf(page, look = async () => {}) {
  await page.locator(".sheet__elsewhere").click();
  await page.waitForURL(/\/elsewhere$/);
  await look("offer");
  await page.locator(".handover button").click();
  await page.locator(".handover__code").waitFor();
  await look("code");
  return (await page.locator(".handover__code > [aria-hidden]").allTextContents()).join("");
}

/** Another phone, with a browser in this language. */
async function anotherPhone(context, url, lang, viewport) {
  const locale = lang === "zh" ? "zh-CN" : "en-GB";
  const other = await context.browser().newContext({ ...PLAIN, viewport, baseURL: url, locale });
  return { other, second: await other.newPage() };
}

for (const lang of ["zh", "en"]) {
  for (const viewport of [PHONE, SMALL]) {
    const size = `${lang} ${viewport.width}`;
    story(`another phone goes on by the code, and the first one after it, ${size}`, { viewport }, async (tale) => {
      const { page, context, url, isAccessible, picture } = tale;
      const look = async (what) => {
        await fits(page);
        await picture(`handover ${size} ${what}`);
        await isAccessible();
      };
      // Not switched off, since axe is one.
      await page.route("**/pkg/**/*.js", (route) => route.abort());
      await begin(page, lang);
      await look("foot");
      const code = await codeOf(page, look);
      assert.match(code, /^[2-9A-HJKMNP-TV-Z]{6}$/);
      const heard = await page.locator(".handover__code").ariaSnapshot();
      assert.ok(heard.includes([...code].join(", ")), heard);

      const { other, second } = await anotherPhone(context, url, lang, viewport);
      try {
        await second.goto("/go");
        await fits(second);
        await second.locator("[name=code]").fill(`${code.slice(0, 3)} ${code.slice(3)}`.toLowerCase());
        await second.keyboard.press("Enter");
        await second.waitForURL(/\/i\//);
        assert.equal(await second.locator("[name=birth_year]").inputValue(), "19", "half an answer came along");
        await second.locator("[name=birth_year]").fill("");
        await answer(second);
        await next(second);
        assert.ok((await second.locator("[name=place]").count()) > 0, "it goes on");
        const there = second.url();
        await second.goto(`/s/${SURVEY}`);
        assert.equal(second.url(), there, "it finds its way back");
      } finally {
        await other.close();
      }

      await page.locator(".handover a").click();
      await page.waitForURL(/\/i\/[0-9a-f]+$/);
      assert.ok((await page.locator("[name=place]").count()) > 0, "the first phone goes on from there");
      await answer(page);
      await next(page);
      assert.equal(await page.locator("[name=place]").count(), 0);
    });

    story(`a code is typed and mistyped, ${size}`, { ...PLAIN, viewport }, async (tale) => {
      const { page, picture } = tale;
      await page.goto(`/go?lang=${lang}`);
      await fits(page);
      await picture(`handover ${size} go`);
      await page.locator("[name=code]").fill("k7m-2qx");
      await page.keyboard.press("Enter");
      await page.locator(".complaint").waitFor();
      assert.equal(await page.locator("[name=code]").inputValue(), "k7m-2qx");
      await fits(page);
      await picture(`handover ${size} wrong`);
      await page.goto(`/go/K7M2QX?lang=${lang}`);
      await fits(page);
      await picture(`handover ${size} here`);
    });
  }
}

story("the pages for a code are accessible, also with an error", async ({ page, isAccessible }) => {
  for (const lang of ["zh", "en"]) {
    await page.goto(`/go/K7M2QX?lang=${lang}`);
    await isAccessible();
    await page.goto(`/go?lang=${lang}`);
    await isAccessible();
    await page.locator("[name=code]").fill("222222");
    await page.keyboard.press("Enter");
    await page.locator(".complaint").waitFor();
    assert.equal(await page.locator(":focus").getAttribute("name"), "code");
    await isAccessible();
  }
});

story("with text twice as large the code is still whole", { viewport: SMALL }, async ({ page, picture }) => {
  await page.goto("/go/K7M2QX?lang=en");
  await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
  await fits(page);
  await picture("handover large text");
});
