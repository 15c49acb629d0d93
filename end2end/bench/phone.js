// How tall the pages of both reference questionnaires are on a phone of 360 px: what Chromium draws, beside what was
// typed there, so that `canvass check --phone` can be held against it without a browser. Run it after a change of
// the stylesheets, with the fonts of a phone (Roboto, Noto Sans CJK) and no others:
//   node --test end2end/bench/phone.js

import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { story } from "../site.js";
import { answer, next } from "../walker.js";

const OUT = fileURLToPath(new URL("../../crates/survey/src/phone/tests/measured.jsonl", import.meta.url));
const NARROW = { width: 360, height: 740 };

const lines = [];

for (const survey of ["mini-program-2026", "second-hand-2025"]) {
  for (const lang of ["zh", "en"]) {
    // Scripts off: the estimate is of the plain form.
    story(`${survey} in ${lang}`, { viewport: NARROW, javaScriptEnabled: false }, async ({ page, canvass }) => {
      await canvass("quality", survey, "off");
      await page.goto(`/s/${survey}?lang=${lang}`);
      for (let turn = 0; turn < 60 && !(await hasEnded(page)); turn += 1) {
        const drawn = await measure(page);
        await answer(page);
        lines.push(JSON.stringify({ survey, lang, ...drawn, fields: await fields(page) }));
        await next(page);
      }
      await writeFile(OUT, `${lines.join("\n")}\n`);
    });
  }
}

async function hasEnded(page) {
  return (await page.locator("main").getAttribute("data-disposition")) !== null;
}

/** The height of the page, without what fills a screen that is taller, and of each thing asked or told. */
async function measure(page) {
  return page.evaluate(() => {
    const height = (it) => Math.round(it.getBoundingClientRect().height);
    const sheet = document.querySelector(".sheet");
    sheet.style.minBlockSize = "0";
    document.body.style.minBlockSize = "0";
    return {
      page: document.querySelector("[name=_page]").value,
      height: height(sheet),
      blocks: [...document.querySelectorAll(".interview__blocks > *")].map(height),
    };
  });
}

/** What the form would send. */
async function fields(page) {
  return page.evaluate(() => {
    const all = [...new FormData(document.querySelector("form.interview"))];
    return all.filter(([name]) => !name.startsWith("_"));
  });
}
