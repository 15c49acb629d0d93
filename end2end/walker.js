// A respondent who answers whatever is on the page, by keyboard and mouse, as a person would.

import assert from "node:assert/strict";

/** Answers that keep a respondent in the study; what is not named here is answered with the first choice. */
export const KEEPS = {
  sex: "2",
  birth_year: "1990",
  province: "44",
  place: "2",
  industry: "99",
  shop_ways: "1",
  recent: "2",
  mp_freq: "2",
  net_buy: "1",
  orders: "12",
  "social.attn": "2",
  "attitude.attn": "4",
  did: ["1", "2"],
  adv: ["1", "2", "3", "4"],
  concerns: ["1", "2", "3", "98"],
  plats: ["1", "98"],
};

/** Begins a survey and answers page by page until it ends; `look` is called on each page as it was drawn. */
export async function walk(page, survey, lang, look = async () => {}) {
  await page.goto(`/s/${survey}?lang=${lang}`);
  await walkOn(page, look);
}

/** Answers from where the interview stands until it ends. Gives the disposition. */
export async function walkOn(page, look = async () => {}, until = () => false) {
  for (let turn = 0; turn < 60; turn += 1) {
    await look();
    const end = await page.locator("main").getAttribute("data-disposition");
    if (end || (await until())) return end;
    await answer(page);
    await next(page);
  }
  assert.fail(`no end in sight at ${page.url()}`);
}

/** Presses Next, or Submit on the last page. */
export async function next(page) {
  const turn = page.locator("[name=_turn]");
  const before = (await turn.count()) ? await turn.inputValue() : "";
  await page.locator("button[name=_go][value=next]").click();
  // By itself or by another page: the form that is shown has counted the post.
  await page.waitForFunction((it) => document.querySelector("[name=_turn]")?.value !== it, before);
  await page.waitForLoadState();
}

/** Waits until the browser runs the interview by itself. */
export async function takenOver(page) {
  await page.locator(".sign").waitFor({ state: "attached" });
}

/** Answers every question on the page. */
export async function answer(page) {
  const names = await page
    .locator("form [name]:not([type=hidden], button, [aria-hidden=true] *)")
    .evaluateAll((all) => [...new Set(all.map((it) => it.name))]);
  for (const name of names) await answerOne(page, name);
}

/** Gives a place of a ranking, by a tap, to the first choice that has none. */
async function rank(page, name) {
  const question = page.locator(`#q-${name.split(".")[0]}`);
  if (await page.locator(`form [name="${name}"]`).inputValue()) return;
  await question.locator(".rank__row:not([data-place]) .rank__take").first().click();
}

/** Finds a choice of a long list by its name. */
async function find(page, name, kept) {
  const list = page.locator(`form [name="${name}"]`);
  const label = await list.locator(kept ? `option[value="${kept}"]` : "option:not([value=''])").first().textContent();
  await page.locator(`#q-${name} .list__open`).click();
  await page.locator(".list__search").fill(label);
  await page.keyboard.press("Enter");
  await page.locator("dialog.list").waitFor({ state: "detached" });
}

async function answerOne(page, name) {
  const controls = page.locator(`form [name="${name}"]`);
  const kind = await controls.first().evaluate((it) => (it.tagName === "INPUT" ? it.type : it.tagName.toLowerCase()));
  const kept = KEEPS[name];
  if (kind === "radio" || kind === "checkbox") {
    const wanted = kept === undefined ? [await controls.first().getAttribute("value")] : [kept].flat();
    for (const value of wanted) {
      const control = page.locator(`form [name="${name}"][value="${value}"]`);
      // A row of a long grid comes to the screen when the one before it is answered.
      if (!(await control.isChecked())) await control.check();
    }
  } else if (kind === "select") {
    // A ranking has one list for each place: the first place takes the first choice, and so on.
    const place = Number(name.split(".")[1] ?? 1);
    if (await controls.isVisible()) await controls.selectOption(kept ?? { index: place });
    else if (name.includes(".")) await rank(page, name);
    else await find(page, name, kept);
  } else if (name.endsWith("_text")) {
    if (await controls.isVisible()) await controls.fill("别的 / another one");
  } else {
    await controls.fill(kept ?? (kind === "textarea" ? "质量更稳定 / steadier quality" : "5"));
  }
}
