// What a screen reader is told: the tree of names, roles and states, and what is announced when a page changes.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

import { standing, withoutScript } from "../phone.js";
import { story } from "../site.js";
import { answer, next, takenOver } from "../walker.js";

const ARABIC = fileURLToPath(new URL("../fixtures/arabic.yaml", import.meta.url));
const SURVEY = "mini-program-2026";

/** What is counted or measured while one types. */
const COUNTS = ".question__count, .question__limits, .question__limit";

/** What is heard of a part of the page. */
const heard = (part) => part.ariaSnapshot();

/** What is heard of each part of a form, under its name; of what the browser shows in its own way only that it is there. */
async function parts(page) {
  const found = {};
  // What is counted while one types is counted in the browser alone.
  await page.locator(COUNTS).evaluateAll((all) => all.forEach((it) => (it.textContent = "counted")));
  const note = async (name, part) => {
    if ((await part.count()) > 0) found[name] = tidy(await heard(part));
  };
  await note("head", page.locator(".interview__head"));
  await note("summary", page.locator(".summary"));
  await note("actions", page.locator(".interview__actions"));
  await note("languages", page.locator(".languages"));
  const blocks = page.locator(".interview__blocks > *");
  for (let nth = 0; nth < (await blocks.count()); nth += 1) {
    const block = blocks.nth(nth);
    const name = await block.evaluate((it) => it.id || "info");
    const isOwn = await block.evaluate((it) => it.querySelector("[data-steps], .rank, .list__open") !== null);
    if (isOwn) found[`${name} (own)`] = "";
    else await note(name, block);
  }
  return found;
}

/** That a count is announced when it changes makes no other page of it. */
const tidy = (text) => text.replaceAll("- status:", "- paragraph:").replaceAll(" [active]", "");

/** Compares what the browser has drawn with what the server draws of the same interview. */
async function sameFromServer(page, differences) {
  const here = await standing(page);
  const own = await parts(page);
  await page.route("**/pkg/**/*.js", (route) => route.abort());
  for (let patience = 0; patience < 40; patience += 1) {
    await page.reload();
    if ((await standing(page)).turn === here.turn) break;
    await page.waitForTimeout(100);
  }
  const plain = await parts(page);
  for (const [name, text] of Object.entries(own)) {
    if (!name.endsWith("(own)") && plain[name] !== text) {
      differences.push(`${here.name} ${name}\nin the browser:\n${text}\nfrom the server:\n${plain[name]}`);
    }
  }
  const named = (all) => Object.keys(all).map((it) => it.replace(" (own)", ""));
  if (String(named(own)) !== String(named(plain))) differences.push(`${here.name}: ${named(own)}; from the server ${named(plain)}`);
  await page.unroute("**/pkg/**/*.js");
  await page.reload();
  await takenOver(page);
}

story("each page, with complaints and without, is heard alike from the browser and from the server", async (tale) => {
  const { page, canvass } = tale;
  await canvass("quality", SURVEY, "off");
  const differences = [];
  await page.goto(`/s/${SURVEY}?lang=en`);
  await takenOver(page);
  await answer(page);
  await next(page);
  for (let step = 0; step < 60 && !(await standing(page)).end; step += 1) {
    const { name } = await standing(page);
    await next(page);
    const after = await standing(page);
    if (after.end) break;
    await sameFromServer(page, differences);
    // A page that may be left out is not complained of.
    if (after.name !== name) continue;
    await answer(page);
    await next(page);
  }
  assert.equal((await standing(page)).end, "complete");
  assert.equal(differences.length, 0, differences.join("\n\n"));
});

story("a new page is announced by its title and the focus on its heading", async ({ page }) => {
  await page.goto(`/s/${SURVEY}?lang=en`);
  await takenOver(page);
  await answer(page);
  const before = await page.title();
  await next(page);
  assert.notEqual(await page.title(), before);
  const focused = page.locator(":focus");
  assert.equal(await focused.evaluate((it) => it.tagName), "H1");
  assert.equal(await focused.textContent(), "About you");
  assert.ok((await page.title()).startsWith("About you"), await page.title());
  assert.equal(await page.evaluate(() => scrollY), 0);
});

story("complaints are announced by the title, an alert, and the focus on it", async ({ page }) => {
  await page.goto(`/s/${SURVEY}?lang=en`);
  await takenOver(page);
  await answer(page);
  await next(page);
  await next(page);
  const summary = page.locator(".summary");
  assert.equal(await summary.getAttribute("role"), "alert");
  assert.ok(await summary.evaluate((it) => it === document.activeElement));
  assert.match(await page.title(), /^Error/);
  assert.equal(await page.locator("#birth_year").getAttribute("aria-invalid"), "true");
  const ids = (await page.locator("#birth_year").getAttribute("aria-describedby")).split(" ");
  const said = await page.evaluate((all) => all.map((it) => document.getElementById(it)?.textContent), ids);
  assert.ok(said.includes("Type a number."), String(said));
});

story("without network a status says what is kept, and later that it was sent", async ({ page, context }) => {
  await page.goto(`/s/${SURVEY}?lang=en`);
  await takenOver(page);
  await answer(page);
  await next(page);
  const sign = page.getByRole("status").filter({ hasText: /./ }).and(page.locator(".sign"));
  await context.setOffline(true);
  await answer(page);
  await next(page);
  await sign.waitFor();
  assert.match(await sign.textContent(), /kept on this phone and will be sent/);
  await context.setOffline(false);
  await page.getByText("All your answers have been sent.").waitFor();
});

/** What is heard, without the labels that stand beside the controls they name, and the rest of long lists. */
async function told(part) {
  const lines = (await heard(part)).split("\n");
  const isLabel = (line, at) => {
    const [, words] = line.match(/^ *- text: "?([^"]*)"?$/) ?? [];
    return words && [lines[at - 1], lines[at + 1]].some((it) => it?.includes(`"${words}"`));
  };
  const isRest = (line, at) => line.includes("- option ") && [1, 2, 3].every((it) => lines[at - it]?.includes("- option "));
  return lines.filter((line, at) => !isLabel(line, at) && !isRest(line, at));
}

/** Compares what is heard of a part with these lines. */
const hears = async (part, ...lines) => assert.deepEqual(await told(part), lines);

story("every kind of question has its names, roles and states in the plain form", async ({ page, canvass }) => {
  await canvass("add", ARABIC);
  await withoutScript(page);
  await page.goto("/s/arabic?lang=en");
  const block = (name) => page.locator(`[id="q-${name}"]`);
  const goOn = async () => {
    await next(page);
    await answer(page);
  };

  await answer(page);
  await hears(
    page.locator("form"),
    '- progressbar "Progress": 0 % done',
    '- heading "Survey of reading and public libraries" [level=1]',
    "- paragraph: Hello! This is a survey about reading and public libraries (about 4 minutes).",
    "- paragraph: Taking part is voluntary and you may stop at any time; answers are used in aggregate only.",
    '- radiogroup "Do you agree to take part?":',
    '  - radio "Yes, I agree" [checked]',
    '  - radio "No, I do not"',
    '- button "Next"',
    '- group "Language":',
    '  - button "العربية"',
  );

  await next(page);
  await next(page);
  await hears(
    page.locator(".summary"),
    '- alert "2 answers need your attention":',
    '  - heading "2 answers need your attention" [level=2]',
    "  - list:",
    "    - listitem:",
    '      - link "In which country do you live? Choose an answer.":',
    '        - /url: "#country"',
    "    - listitem:",
    '      - link "In which year were you born? Type a number.":',
    '        - /url: "#birth_year"',
  );
  await hears(
    block("birth_year"),
    "- text: In which year were you born?",
    "- paragraph: Four digits, for example 1990",
    "- paragraph: Type a number.",
    '- textbox "In which year were you born?" [invalid]',
    "- paragraph: From 1920 to 2010",
  );
  await hears(
    block("country"),
    "- text: In which country do you live?",
    "- paragraph: Choose an answer.",
    '- combobox "In which country do you live?" [invalid]:',
    '  - option "Please choose" [selected]',
    '  - option "Jordan"',
    '  - option "United Arab Emirates"',
  );
  await page.locator("[name=country]").selectOption({ label: "Another country (please specify)" });
  assert.match(
    (await told(block("country"))).join("\n"),
    /- 'textbox "Please specify: Another country \(please specify\)"':\n {2}- \/placeholder: Please specify$/,
  );

  await answer(page);
  await goOn();
  await hears(
    block("what"),
    '- group "What do you usually read? (Up to 4)":',
    "  - paragraph: Choose up to 4.",
    '  - checkbox "Novels and stories" [checked]',
    '  - checkbox "Poetry"',
    '  - checkbox "Newspapers and magazines"',
    '  - checkbox "Science and technology (such as PDF and EPUB)"',
    `  - checkbox "Children's books"`,
    '  - checkbox "Other (please specify)"',
    '  - checkbox "Nothing"',
  );
  await hears(
    block("rank").locator(".ranking__place").nth(1),
    '- combobox "2nd place":',
    '  - option "Please choose"',
    '  - option "Pleasure"',
    '  - option "Learning and work" [selected]',
  );

  await goOn();
  await hears(page.locator(".info"), "- paragraph: You said that you read “Novels and stories” most.");
  const agree = ['  - radio "Agree"', '  - radio "Neutral"', '  - radio "Disagree"', '  - radio "Strongly disagree"'];
  const scale = ['  - radio "Strongly agree" [checked]', ...agree];
  await hears(block("hours"), '- radiogroup "I find enough time to read “Novels and stories”.":', ...scale);
  await hears(
    block("cards").locator(".item").first(),
    '- radiogroup "There is a public library near my home":',
    ...scale,
  );
  await hears(
    block("table").locator(".item").last(),
    '- radiogroup "Room and quiet":',
    '  - radio "Excellent" [checked]',
    '  - radio "Good"',
    '  - radio "Fair"',
    '  - radio "Poor"',
    '  - radio "Bad"',
  );
  const points = Array.from({ length: 10 }, (_, it) => `  - radio "${it + 1}"`);
  const nps = "How likely are you to recommend the nearest library to a friend? (0 = not at all, 10 = extremely)";
  await hears(block("nps"), `- radiogroup "${nps}":`, '  - radio "0" [checked]', ...points);

  await goOn();
  assert.match((await told(block("why_not"))).join("\n"), /- textbox "Why did you give a 0\? ?optional": .*\n- paragraph: At most 200 characters/);

  await next(page);
  await hears(
    page.locator("body"),
    "- main:",
    '  - heading "Sent. Thank you!" [level=1]',
    "  - paragraph: You can close this page now.",
    '- navigation "Language":',
    '  - link "العربية":',
    '    - /url: "?lang=ar"',
    "- contentinfo:",
    "  - text: Contact Reading study, study@example.org",
    '  - link "Withdraw my answers":',
    '    - /url: "?withdraw&lang=en"',
  );
});

story("what the browser puts in the place of lists and long grids has them too", async ({ page, canvass }) => {
  await canvass("add", ARABIC);
  await page.goto("/s/arabic?lang=en");
  const block = (name) => page.locator(`[id="q-${name}"]`);
  const goOn = async () => {
    await answer(page);
    await next(page);
  };
  await takenOver(page);

  await goOn();
  const list = page.locator(".list__open");
  await page.getByRole("button", { name: "In which country do you live? Please choose", exact: true }).click();
  await page.locator("dialog.list input").fill("jo");
  await hears(
    page.locator("dialog.list"),
    '- dialog "In which country do you live?":',
    '  - heading "In which country do you live?" [level=2]',
    '  - button "Close": ×',
    '  - searchbox "Search": jo',
    "  - status: 1 found",
    '  - button "Jordan"',
  );
  await page.getByRole("button", { name: "Jordan", exact: true }).click();
  await page.getByRole("button", { name: "In which country do you live? Jordan", exact: true }).waitFor();
  assert.ok(await list.evaluate((it) => it === document.activeElement), "the focus comes back to the button");

  await goOn();
  await page.locator(".rank__take").nth(1).click();
  await hears(
    block("rank").locator(".rank"),
    "- paragraph: Tap the answers in your order. Move them with the arrows or by dragging.",
    '- status: "Learning and work: place 1"',
    "- list:",
    "  - listitem:",
    '    - button "1 Learning and work" [pressed]',
    '    - button "Move “Learning and work” up" [disabled]: ↑',
    '    - button "Move “Learning and work” down" [disabled]: ↓',
    ...["Pleasure", "Relaxing before sleep", "Sharing with children", "Keeping up with the news"].flatMap((it) => [
      "  - listitem:",
      `    - button "${it}"`,
    ]),
  );

  await goOn();
  await hears(
    block("cards"),
    '- group "How far do you agree with each statement?":',
    '  - radiogroup "There is a public library near my home":',
    '    - radio "Strongly agree"',
    '    - radio "Agree"',
    '    - radio "Neutral"',
    '    - radio "Disagree"',
    '    - radio "Strongly disagree"',
    "  - status: 1 of 6",
    '  - button "Next one"',
  );
});
