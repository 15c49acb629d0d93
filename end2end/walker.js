// A respondent who answers whatever is on the page, by keyboard and mouse, as a person would.

import assert from "node:assert/strict";

/** Answers that keep a respondent in the study; what is not named here is answered with the first choice. */
const KEEPS = {
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
  await page.locator("button[name=_go][value=next]").click();
  await page.waitForLoadState();
}

/** Answers every question on the page. */
export async function answer(page) {
  const names = await page
    .locator("form [name]:not([type=hidden], button, [aria-hidden=true] *)")
    .evaluateAll((all) => [...new Set(all.map((it) => it.name))]);
  for (const name of names) await answerOne(page, name);
}

async function answerOne(page, name) {
  const controls = page.locator(`form [name="${name}"]`);
  const kind = await controls.first().evaluate((it) => (it.tagName === "INPUT" ? it.type : it.tagName.toLowerCase()));
  const kept = KEEPS[name];
  if (kind === "radio" || kind === "checkbox") {
    const wanted = kept === undefined ? [await controls.first().getAttribute("value")] : [kept].flat();
    for (const value of wanted) await page.locator(`form [name="${name}"][value="${value}"]`).check();
  } else if (kind === "select") {
    // A ranking has one list for each place: the first place takes the first choice, and so on.
    const place = Number(name.split(".")[1] ?? 1);
    await controls.selectOption(kept ?? { index: place });
  } else if (name.endsWith("_text")) {
    if (await controls.isVisible()) await controls.fill("别的 / another one");
  } else {
    await controls.fill(kept ?? (kind === "textarea" ? "质量更稳定 / steadier quality" : "5"));
  }
}
