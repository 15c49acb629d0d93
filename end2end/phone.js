// A respondent's phone: with the script or without it, and page after page.

import assert from "node:assert/strict";

import { answer, next, takenOver } from "./walker.js";

/** Keeps every script from a page: the plain form stays. (Not switched off, since axe is a script too.) */
export async function withoutScript(page) {
  await page.route("**/pkg/**/*.js", (route) => route.abort());
}

/** The page of the questionnaire that is shown, and how often it was posted; a disposition at an end. */
export async function standing(page) {
  return page.evaluate(() => {
    const field = (name) => document.querySelector(`form [name=${name}]`)?.value;
    return { name: field("_page"), turn: field("_turn"), end: document.querySelector("main")?.dataset.disposition };
  });
}

/** Answers page by page from where the interview stands to its end; `look` is called on each page, answered. */
export async function walkPages(page, look, { island }) {
  for (let step = 0; step < 60; step += 1) {
    const { end } = await standing(page);
    if (end) return end;
    if (island) await takenOver(page);
    await answer(page);
    await look();
    await next(page);
  }
  return assert.fail(`no end in sight at ${page.url()}`);
}
