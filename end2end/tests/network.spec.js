// Bad networks: the browser goes on by itself, and nothing is lost or counted twice, wherever the network is cut.

import assert from "node:assert/strict";

import { story } from "../site.js";
import { answer, next, takenOver, walkOn } from "../walker.js";

const SURVEY = "second-hand-2025";

/** Begins an interview that the browser runs. */
async function begin(page, survey = SURVEY) {
  await page.goto(`/s/${survey}?lang=en`);
  await takenOver(page);
}

/** Answers pages until one with this field stands on the screen. */
async function walkTo(page, name) {
  await walkOn(page, undefined, async () => (await page.locator(`[name="${name}"]`).count()) > 0);
}

/** The one interview of a survey that was written last, as it is exported. */
async function exported(canvass, survey) {
  const lines = (await canvass("export", survey, "--format", "jsonl", "--all")).trim().split("\n");
  return lines.map((line) => JSON.parse(line));
}

/** Waits until everything was sent. */
async function allSent(page) {
  await page.waitForFunction(
    () =>
      new Promise((done) => {
        const open = indexedDB.open("canvass", 1);
        open.onsuccess = () => {
          const all = open.result.transaction("interviews").objectStore("interviews").getAll();
          all.onsuccess = () => (open.result.close(), done(true));
        };
        open.onerror = () => done(true);
      }),
  );
  await page.waitForFunction(() => ["", "sign-sent"].includes(document.querySelector(".sign")?.dataset.word ?? ""));
}

story("with the network gone one goes on to the gate, is told what is kept, and goes on when it is back", async (tale) => {
  const { page, context, picture, isAccessible } = tale;
  await begin(page);
  await answer(page);
  await next(page);
  await context.setOffline(true);
  await walkTo(page, "industry");
  assert.match(await page.locator(".sign").textContent(), /kept on this phone/);
  await picture("offline kept");
  await isAccessible();
  await answer(page);
  await page.locator("button[name=_go][value=next]").click();
  await page.locator(".sign[data-word=sign-wait-offline]").waitFor();
  assert.ok((await page.locator("[name=industry]").count()) > 0, "only the server can say whether there is room");
  await picture("offline gate");
  await context.setOffline(false);
  await page.locator("[name=industry]").first().waitFor({ state: "detached" });
  assert.match(page.url(), /\/i\/[0-9a-f]{32}$/);
});

story("a page whose answer is lost on the way back is taken once", async ({ page, canvass }) => {
  await canvass("quality", SURVEY, "off");
  await begin(page);
  let posts = 0;
  let lost = 0;
  await page.route(/\/(s|i)\/[^/]+$/, async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    posts += 1;
    // The server has it; every second time nobody hears of it.
    const response = await route.fetch();
    if (posts % 2 === 1) {
      lost += 1;
      return route.abort("connectionreset");
    }
    return route.fulfill({ response });
  });
  await walkOn(page);
  assert.equal(await page.locator("main").getAttribute("data-disposition"), "complete");
  assert.ok(lost > 8, `${lost} of ${posts} answers were lost`);
});

story("a page that is cut in the middle of its post is sent again", async ({ page, canvass }) => {
  await canvass("quality", SURVEY, "off");
  await begin(page);
  let posts = 0;
  await page.route(/\/(s|i)\/[^/]+$/, (route) => {
    if (route.request().method() !== "POST") return route.continue();
    posts += 1;
    return posts % 3 === 0 ? route.continue() : route.abort("internetdisconnected");
  });
  await walkOn(page);
  assert.equal(await page.locator("main").getAttribute("data-disposition"), "complete");
});

story("a page that is refused is sent as a plain form, whose answer is seen", async ({ page, canvass }) => {
  await canvass("quality", SURVEY, "off");
  await begin(page);
  let refused = 0;
  await page.route(/\/(s|i)\/[^/]+$/, (route) => {
    const request = route.request();
    if (request.method() !== "POST" || request.resourceType() !== "fetch" || refused > 0) return route.continue();
    refused += 1;
    return route.fulfill({ status: 400, body: "not like this" });
  });
  await answer(page);
  // The next page is there at once, and again when the plain form was answered.
  const loaded = page.waitForEvent("load");
  await page.locator("button[name=_go][value=next]").click();
  await loaded;
  await walkOn(page);
  assert.equal(await page.locator("main").getAttribute("data-disposition"), "complete");
  assert.equal(refused, 1);
  await page.context().clearCookies();
  await page.goto(`/s/${SURVEY}?lang=zh`);
  await answer(page);
  await page.route(/\/(s|i)\/[^/]+$/, (route) =>
    route.request().method() === "POST" ? route.fulfill({ status: 400, contentType: "text/html", body: "<h1>not at all</h1>" }) : route.continue(),
  );
  await page.locator("button[name=_go][value=next]").click();
  await page.getByRole("heading", { name: "not at all" }).waitFor();
});

story("with three requests in ten failing, each in another way, an interview is complete", async ({ page, canvass }) => {
  await canvass("quality", SURVEY, "off");
  await begin(page);
  let seed = 7;
  const chance = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  await page.route(/\/(s|i)\/[^/]+$/, async (route) => {
    if (route.request().method() !== "POST" || chance() > 0.3) return route.continue();
    const way = Math.floor(chance() * 4);
    if (way === 0) return route.abort("connectionrefused");
    if (way === 1) return route.fulfill({ status: 502, body: "bad gateway" });
    if (way === 2) return route.fulfill({ status: 503, headers: { "retry-after": "1" }, body: "" });
    await route.fetch();
    return route.abort("connectionreset");
  });
  await walkOn(page);
  assert.equal(await page.locator("main").getAttribute("data-disposition"), "complete");
});

story("killed offline and opened again, the page, what was typed and the field are there", async (tale) => {
  const { page, context } = tale;
  await begin(page);
  await answer(page);
  await next(page);
  await page.waitForURL(/\/i\//);
  await context.setOffline(true);
  await answer(page);
  await answer(page);
  await next(page);
  await page.locator("[name=birth_year]").waitFor({ state: "detached" });
  const shown = await page.locator("h1").textContent();
  const box = page.locator("input[type=radio], input[type=checkbox]").first();
  await box.check();
  const focused = await page.evaluate(() => document.activeElement.id);
  await page.waitForTimeout(300);
  const here = page.url();
  await page.close();
  await context.setOffline(false);
  const again = await context.newPage();
  await again.goto(here);
  await takenOver(again);
  await again.waitForFunction((it) => document.querySelector("h1").textContent === it, shown);
  await again.waitForFunction((it) => document.activeElement.id === it, focused);
  assert.ok(await again.locator(`[id="${focused}"]`).isChecked());
  await walkOn(again);
});

story("killed before the first page was sent, it is begun once and goes on", async ({ page, context }) => {
  await begin(page);
  await context.setOffline(true);
  await answer(page);
  await next(page);
  await page.waitForTimeout(300);
  await page.close();
  await context.setOffline(false);
  const again = await context.newPage();
  await begin(again);
  await again.waitForURL(/\/i\//);
  assert.ok((await again.locator("[name=birth_year]").count()) > 0, "it stands on the second page");
});

story("two tabs at once answer one interview", async ({ page, context, canvass }) => {
  await canvass("quality", SURVEY, "off");
  await begin(page);
  await answer(page);
  await next(page);
  await page.waitForURL(/\/i\//);
  const other = await context.newPage();
  await other.goto(page.url());
  await other.waitForTimeout(1500);
  assert.equal(await other.locator(".sign").count(), 0, "the second tab is a plain form");
  await answer(other);
  await next(other);
  await answer(other);
  await next(other);
  // The first tab posts what it has, and then stands where the second one has come to.
  await answer(page);
  await page.locator("button[name=_go][value=next]").click();
  await page.waitForFunction((it) => document.querySelector("[name=_page]")?.value === it, await other.locator("[name=_page]").inputValue());
  await other.close();
  await walkOn(page);
  assert.equal(await page.locator("main").getAttribute("data-disposition"), "complete");
});

story("a clock that jumps and storage that is cleared lose nothing while the page lives", async ({ page, context, canvass }) => {
  await canvass("quality", SURVEY, "off");
  await begin(page);
  await answer(page);
  await next(page);
  await context.setOffline(true);
  await page.evaluate(() => {
    const real = Date.now;
    Date.now = () => real() - 400 * 24 * 3600 * 1000;
  });
  await answer(page);
  await answer(page);
  await next(page);
  await page.evaluate(
    () => new Promise((done) => { const gone = indexedDB.deleteDatabase("canvass"); gone.onsuccess = gone.onerror = gone.onblocked = done; }),
  );
  await page.evaluate(() => { Date.now = () => 4102444800000; });
  await context.setOffline(false);
  await walkOn(page);
  assert.equal(await page.locator("main").getAttribute("data-disposition"), "complete");
});

story("where storage is refused the plain form goes on", async ({ page, canvass }) => {
  await canvass("quality", SURVEY, "off");
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("refused", "SecurityError");
    };
  });
  await page.goto(`/s/${SURVEY}?lang=en`);
  await page.waitForTimeout(1500);
  assert.equal(await page.locator(".sign").count(), 0);
  await walkOn(page);
  assert.equal(await page.locator("main").getAttribute("data-disposition"), "complete");
});

story("what is typed is saved on the server before anything is posted", async ({ page, context }) => {
  await begin(page);
  await answer(page);
  await next(page);
  await page.waitForURL(/\/i\//);
  const saved = page.waitForRequest((it) => it.method() === "POST" && it.postData()?.includes("_go=keep"));
  await page.locator("[name=birth_year]").fill("1984");
  await saved;
  await page.waitForTimeout(300);
  const bare = await context.browser().newContext({ javaScriptEnabled: false });
  const elsewhere = await bare.newPage();
  await elsewhere.goto(page.url());
  assert.equal(await elsewhere.locator("[name=birth_year]").inputValue(), "1984");
  await bare.close();
});
