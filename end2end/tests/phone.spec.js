// Interviews on phones of all kinds: small, with large text, from the right to the left, without motion or colours, and
// inside of other apps; each with the browser going on by itself, and with the plain form.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

import { offences, offencesOnScreens } from "../layout.js";
import { standing, walkPages, withoutScript } from "../phone.js";
import { PHONE, story } from "../site.js";
import { answer, next, takenOver } from "../walker.js";

const ARABIC = fileURLToPath(new URL("../fixtures/arabic.yaml", import.meta.url));
const SURVEYS = ["mini-program-2026", "second-hand-2025", "arabic"];
const WAYS = ["with the script", "as a plain form"];

/** Browsers inside of apps. */
const APPS = {
  WeChat:
    "Mozilla/5.0 (Linux; Android 14; V2307A Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko) " +
    "Version/4.0 Chrome/126.0.6478.188 Mobile Safari/537.36 XWEB/1260183 MMWEBSDK/20240802 MicroMessenger/8.0.53.2740 NetType/4G Language/zh_CN",
  Alipay:
    "Mozilla/5.0 (Linux; U; Android 13; zh-CN; PGT-AN10 Build/HONORPGT-AN10) AppleWebKit/537.36 (KHTML, like Gecko) " +
    "Version/4.0 Chrome/123.0.6312.80 UWS/5.12.3.0 Mobile Safari/537.36 UCBS/5.12.3.0 NebulaSDK/1.8.100112 Nebula AlipayClient/10.6.60.8000",
  QQ:
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) " +
    "Mobile/15E148 QQ/9.0.85.630 V1_IPH_SQ_9.0.85_1_APP_A Pixel/1170 NetType/WIFI QBWebViewType/1 WKType/1",
};

/** Begins a survey and goes on to the page that has a question. */
async function goTo(page, address, name, { island }) {
  await page.goto(address);
  for (let step = 0; step < 30; step += 1) {
    if (island) await takenOver(page);
    if ((await page.locator(`form [name="${name}"]`).count()) > 0) return;
    await answer(page);
    await next(page);
  }
  assert.fail(`no ${name} in sight`);
}

story("whoever looks at screens sees what is cut, covered, over the side, or too small", async ({ page }) => {
  await withoutScript(page);
  await page.goto("/s/mini-program-2026?lang=en");
  const seenWith = async (css) => {
    await page.evaluate((css) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      document.adoptedStyleSheets = [sheet];
    }, css);
    return (await offences(page)).join("\n");
  };
  assert.equal(await seenWith(""), "");
  assert.match(await seenWith("h1 { white-space: nowrap; }"), /the page is \d+ px wide/);
  assert.match(await seenWith(".choice__row { inline-size: 80px; overflow: hidden; white-space: nowrap; }"), /is cut at the side/);
  assert.match(await seenWith(".choice__row { min-block-size: 0; padding: 0; }"), /is a target of/);
  assert.match(await seenWith(".choices { margin-block-start: -30px; }"), /covers legend/);
  assert.match(await seenWith(".interview__actions { position: sticky; inset-block-end: 0; }"), /lies over the page/);
});

for (const survey of SURVEYS) {
  for (const lang of survey === "arabic" ? ["ar"] : ["zh", "en"]) {
    for (const way of WAYS) {
      story(`${survey} fits all screens in ${lang}, ${way}`, async ({ page, canvass, picture, isAccessible }) => {
        const [island, isArabic] = [way === WAYS[0], survey === "arabic"];
        if (isArabic) await canvass("add", ARABIC);
        else await canvass("quality", survey, "off");
        if (!island) await withoutScript(page);
        const found = [];
        const look = async () => {
          const { name = "end" } = await standing(page);
          const all = await offencesOnScreens(page);
          found.push(...all.map((it) => `${name}, ${it}`));
          if (isArabic) {
            assert.equal(await page.locator("html").getAttribute("dir"), "rtl");
            await picture(`phone arabic ${way} ${name}`);
            await isAccessible();
          }
        };
        await page.goto(`/s/${survey}?lang=${lang}`);
        const end = await walkPages(page, look, { island });
        await look();
        assert.equal(end, "complete");
        assert.deepEqual(found, []);
      });
    }
  }
}

for (const way of WAYS) {
  const island = way === WAYS[0];

  story(`complaints fit all screens, also from the right, ${way}`, async ({ page, canvass, picture }) => {
    await canvass("add", ARABIC);
    if (!island) await withoutScript(page);
    for (const [survey, lang, questions] of [["arabic", "ar", ["country", "rank.1", "nps"]], ["mini-program-2026", "en", ["birth_year", "adv"]]]) {
      for (const question of questions) {
        await goTo(page, `/s/${survey}?lang=${lang}`, question, { island });
        await next(page);
        await page.locator(".summary").waitFor();
        assert.deepEqual(await offencesOnScreens(page), []);
        await picture(`phone complaints ${lang} ${way} ${question}`);
        await page.context().clearCookies();
      }
    }
  });

  story(`nothing on a page moves by itself, not even for those who like motion, ${way}`, async ({ page, canvass }) => {
    await canvass("add", ARABIC);
    if (!island) await withoutScript(page);
    const moving = () => page.evaluate(() => document.getAnimations().length);
    const tapOn = async (name) => {
      await goTo(page, "/s/arabic?lang=en", name, { island });
      await page.mouse.move(0, 0);
      await page.locator(`form [name="${name}"]`).first().check();
      return moving();
    };
    await page.emulateMedia({ reducedMotion: "no-preference" });
    assert.equal(await tapOn("consent"), 0);
    await page.evaluate(() => document.body.animate({ opacity: [0, 1] }, 1).pause());
    assert.equal(await moving(), 1, "what moves is seen");
    await page.evaluate(() => document.getAnimations().forEach((it) => it.cancel()));
    for (const name of ["what", "nps"]) assert.equal(await tapOn(name), 0, name);
    await next(page);
    assert.equal(await moving(), 0);
  });

  story(`what is chosen, focused or wrong is seen where colours are forced, ${way}`, async (tale) => {
    const { page, canvass, picture } = tale;
    await canvass("add", ARABIC);
    if (!island) await withoutScript(page);
    await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
    /** Whether a thing looks another way after something was done. */
    const changes = async (thing, act) => {
      await page.evaluate(() => document.activeElement?.blur());
      const before = await thing.screenshot();
      await act();
      return !before.equals(await thing.screenshot());
    };
    const choose = (control) => async () => {
      await control.check();
      await page.evaluate(() => document.activeElement?.blur());
      await page.mouse.move(0, 0);
    };
    const ROW = "xpath=ancestor::*[contains(@class, 'choice') or @class='point'][not(contains(@class, 'choices'))][last()]";
    for (const name of ["consent", "what", "nps", "table.books"]) {
      await goTo(page, "/s/arabic?lang=ar", name, { island });
      const control = page.locator(`form [name="${name}"]`).nth(1);
      const row = control.locator(ROW);
      assert.ok(await changes(row, choose(control)), `${name} is seen to be chosen`);
      const other = page.locator(`form [name="${name}"]`).first();
      const place = other.locator(ROW);
      await page.keyboard.press("Tab");
      assert.ok(await changes(place, () => other.focus()), `${name} is seen to have the focus`);
      await picture(`phone forced colours ${way} ${name}`);
    }
    await next(page);
    await page.locator(".summary").waitFor();
    const borders = await page.locator(".summary, .complaint").evaluateAll((all) =>
      all.map((it) => parseFloat(getComputedStyle(it).borderInlineStartWidth)),
    );
    assert.ok(borders.length > 1 && borders.every((it) => it >= 3), `complaints are marked: ${borders}`);
    await picture(`phone forced colours ${way} complaints`);
    await page.emulateMedia({ forcedColors: "none", colorScheme: "dark", reducedMotion: "reduce" });
    await picture(`phone dark ${way} complaints`);
  });
}

/** Half an answer on the second page. */
async function typeHalf(page) {
  await goTo(page, "/s/mini-program-2026?lang=zh", "birth_year", { island: true });
  await page.waitForURL(/\/i\//);
  await page.locator("[name=sex][value='2']").check();
  await page.locator("[name=birth_year]").fill("19");
  await page.locator("[name=birth_year]").press("9");
}

story("what was saved as a tab closed is there, though the page was drawn just before", async ({ page, context }) => {
  await typeHalf(page);
  const here = page.url();
  // Nothing is saved on the server yet.
  const drawn = await context.request.get(here);
  assert.ok(!(await drawn.text()).includes('value="199"'), "the page was drawn too late for this story");
  await page.waitForResponse((it) => it.request().method() === "POST" && it.ok());
  await page.close();
  const again = await context.newPage();
  await again.route(here, (route) => route.fulfill({ response: drawn }));
  await again.goto(here);
  await takenOver(again);
  assert.equal(await again.locator("[name=birth_year]").inputValue(), "199");
});

/** Answers two pages of an interview that is begun after another page was looked at. Gives their names. */
async function answerTwoPages(page) {
  await page.goto("/go");
  await page.goto("/s/second-hand-2025?lang=zh");
  await takenOver(page);
  const pages = new Set();
  // A page may be shown twice, for a question that rests on another one.
  for (let { name } = await standing(page); pages.size < 2 || pages.has(name); { name } = await standing(page)) {
    pages.add(name);
    await answer(page);
    await next(page);
  }
  return [...pages];
}

/** Goes back in the browser, to this page of the questionnaire. */
async function backTo(page, name) {
  await page.goBack();
  // Not frame by frame: a story may hold the frames back.
  await page.waitForFunction((it) => document.querySelector("[name=_page]")?.value === it, name, { polling: 20 });
}

story("a second Back before the first one is painted goes to the page before that", async ({ page }) => {
  await page.addInitScript(() => {
    const paint = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (act) => paint((at) => (window.isSlow ? setTimeout(act, 1000, at) : act(at)));
  });
  const [first, second] = await answerTwoPages(page);
  await page.evaluate(() => (window.isSlow = true));
  await backTo(page, second);
  await backTo(page, first);
});

for (const [app, userAgent] of [["a browser", undefined], ...Object.entries(APPS)]) {
  const options = { userAgent, viewport: PHONE, isMobile: true, hasTouch: true };

  story(`in ${app} Back goes to the page before, and from the first page away`, options, async ({ page }) => {
    const pages = await answerTwoPages(page);
    for (const name of pages.reverse()) await backTo(page, name);
    await page.goBack();
    await page.waitForURL(/\/go$/);
  });

  story(`in ${app} an interview that is killed stands where it stood`, options, async ({ page, context }) => {
    await typeHalf(page);
    await page.waitForTimeout(200);
    const here = page.url();
    await page.close();
    for (const address of [here, "/s/mini-program-2026"]) {
      const again = await context.newPage();
      await again.goto(address);
      await takenOver(again);
      assert.equal(again.url(), here);
      assert.equal(await again.locator("[name=birth_year]").inputValue(), "199", `typed, at ${address}`);
      assert.ok(await again.locator("[name=sex][value='2']").isChecked());
      assert.equal(await again.evaluate(() => document.activeElement.id), "birth_year", `the focus, at ${address}`);
      await again.waitForTimeout(200);
      await again.close();
    }
  });

  story(`in ${app} nothing opens a window or is downloaded`, options, async ({ page, context }) => {
    const opened = [];
    context.on("page", () => opened.push("a page"));
    page.on("download", () => opened.push("a download"));
    await page.addInitScript(() => {
      window.open = (...all) => fetch(`/opened?${all}`);
    });
    page.on("request", (request) => request.url().includes("/opened") && opened.push(request.url()));
    const look = async () => {
      const all = await page.locator("[target], [download], iframe, a[href^='javascript:']").evaluateAll((all) => all.map((it) => it.outerHTML));
      opened.push(...all);
    };
    await page.goto("/s/second-hand-2025?lang=zh");
    for (let step = 0; step < 4; step += 1) {
      await takenOver(page);
      await look();
      await answer(page);
      await look();
      await next(page);
    }
    assert.deepEqual(opened, []);
  });
}
