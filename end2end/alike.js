// The same respondents answer by plain forms and in the browser; what the database keeps of them must be the same.

import assert from "node:assert/strict";

import { KEEPS, takenOver } from "./walker.js";

/** Answers that keep most of the respondents in the study; one in eight answers as it comes. */
const keeps = (seed) => {
  const { adv, concerns, plats, did, orders, ...screener } = KEEPS;
  // Of every age and region, or they would soon find their cell full.
  const birth_year = String(1955 + ((seed * 7) % 50));
  const province = ["11", "13", "21", "23", "31", "33", "36", "41", "43", "44", "45", "51", "53", "61", "65"][seed % 15];
  return seed % 8 === 7 ? { birth_year } : { consent: "1", ...screener, birth_year, province };
};

/** A number that is always the same for the same words (FNV-1a, 32 bits). It runs in the browser, too. */
function hash(...words) {
  let it = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(words.join("|"))) it = Math.imul(it ^ byte, 0x01000193) >>> 0;
  return it;
}

/** Whether an answer is one of those offered. */
function isList(kind) {
  return kind === "radio" || kind === "checkbox" || kind === "select";
}

/**
 * What a respondent gives to the controls of a form: `[name, value]` for each.
 *
 * `controls` are `{ name, kind, values }`, kind being radio, checkbox, select or text. What is given rests on the seed,
 * the name and what is offered, and on nothing else: not on the order, nor on what else is on the page.
 */
function answers(seed, controls, keeps) {
  const drawn = (name, values) => [...values].sort((a, b) => hash(seed, name, a) - hash(seed, name, b));
  const given = [];
  const chosen = (name, value) => given.some(([it, text]) => it === name && text === value);
  for (const { name, kind, values } of controls) {
    // What is kept may not be offered to everybody.
    const wanted = keeps[name] === undefined ? [] : [keeps[name]].flat().filter((it) => !isList(kind) || values.includes(it));
    const kept = wanted.length ? wanted : undefined;
    // "None of these" (99) and "other" (98) stand alone or want a text: one in ten.
    const plain = values.filter((it) => Number(it) < 90);
    const offered = plain.length > 0 && hash(seed, name) % 10 > 0 ? plain : values;
    if (kind === "radio") given.push([name, kept?.[0] ?? drawn(name, offered)[0]]);
    else if (kind === "checkbox") {
      const [first, second] = drawn(name, offered);
      const two = plain.includes(first) && plain.includes(second) && hash(seed, name, "two") % 2 === 0;
      for (const it of kept ?? (two ? [first, second] : [first])) if (values.includes(it)) given.push([name, it]);
    } else if (kind === "select") {
      const place = Number(name.split(".")[1] ?? 1);
      const [variable] = name.split(".");
      given.push([name, kept?.[0] ?? drawn(variable, values)[place - 1] ?? ""]);
    } else if (name.endsWith("_text")) {
      const [, variable, code] = name.match(/^(.*)_(\d+)_text$/);
      given.push([name, chosen(variable, code) ? `其他 ${hash(seed, name) % 1000}` : ""]);
    } else if (kind === "textarea") given.push([name, `说明 ${hash(seed, name) % 1000}, & <b>`]);
    else given.push([name, kept?.[0] ?? String(1 + (hash(seed, name) % 10))]);
  }
  return given;
}

/** One respondent in the browser, as fast as it goes. Gives the token. */
export async function inTheBrowser(page, survey, lang, seed) {
  await page.goto(`/s/${survey}?lang=${lang}`);
  await takenOver(page);
  const token = await page.locator("form").getAttribute("data-token");
  for (let turn = 0; turn < 400; turn += 1) {
    // A page that was fetched anew is a plain form for a moment.
    await page.locator(".sign, main[data-disposition]").first().waitFor({ state: "attached" });
    // As a text: the page lets no script make scripts.
    const script = `(() => { ${hash}\n${isList}\n${answers}\nreturn (${answerHere})(${seed}, ${JSON.stringify(keeps(seed))}); })()`;
    const end = await page.evaluate(script).catch(async (error) => {
      // The end is another page.
      if (!String(error).includes("navigation")) throw error;
      await page.waitForLoadState();
    });
    if (end) return { token, end };
  }
  throw new Error(`no end in sight at ${page.url()}: ${await page.locator(".complaint").allTextContents()}`);
}

/** Runs in the page: answers what is on it, question by question as they appear, and presses Next. */
async function answerHere(seed, keeps) {
  const end = document.querySelector("main")?.dataset.disposition;
  if (end) return end;
  const form = document.querySelector("form.interview");
  // The next page is on its way.
  if (!form) return new Promise((wait) => setTimeout(() => wait(null), 100));
  const named = () => [...form.querySelectorAll(".interview__blocks [name]")];
  const done = new Set();
  for (let round = 0; round < 6; round += 1) {
    const controls = [...new Set(named().map((it) => it.name))].map((name) => {
      const all = named().filter((it) => it.name === name);
      const [first] = all;
      if (first.tagName === "SELECT") {
        const values = [...first.options].map((it) => it.value).filter(Boolean);
        return { name, kind: "select", values };
      }
      const kind = first.tagName === "TEXTAREA" ? "textarea" : first.type;
      return { name, kind, values: all.map((it) => it.value) };
    });
    const given = answers(seed, controls, keeps);
    for (const { name, kind } of controls) {
      const texts = given.filter(([it]) => it === name).map(([, text]) => text);
      for (const it of named().filter((at) => at.name === name)) {
        if (kind === "radio" || kind === "checkbox") {
          if (it.checked !== texts.includes(it.value)) it.click();
        } else if (it.value !== texts[0]) {
          it.value = texts[0];
          it.dispatchEvent(new Event("input", { bubbles: true }));
          it.dispatchEvent(new Event("change", { bubbles: true }));
        }
      }
    }
    const now = named().map((it) => it.name + it.value).join();
    if (done.has(now)) break;
    done.add(now);
  }
  const turn = form.querySelector("[name=_turn]").value;
  form.requestSubmit(form.querySelector("[name=_go][value=next]"));
  const began = performance.now();
  while (form.querySelector("[name=_turn]").value === turn && performance.now() - began < 120_000) {
    await new Promise((wait) => setTimeout(wait, 4));
  }
  return null;
}

/** The same respondent by plain forms, with the same token. Gives the disposition. */
export async function byForms(url, survey, lang, seed, token) {
  let here = new URL(`/s/${survey}?lang=${lang}`, url);
  for (let turn = 0; turn < 80; turn += 1) {
    const html = await (await fetch(here)).text();
    const [, end] = html.match(/<main[^>]* data-disposition="(\w+)"/) ?? [];
    if (end) return end;
    const { fields, controls } = formOf(html);
    for (const field of fields) if (field[0] === "_start") field[1] = token;
    const given = answers(seed, controls, keeps(seed));
    const body = new URLSearchParams([...fields, ...given, ["_go", "next"]]);
    const answer = await fetch(here, { method: "POST", body, redirect: "manual", headers: { origin: here.origin } });
    assert.equal(answer.status, 303, `${here}: ${answer.status}`);
    here = new URL(answer.headers.get("location"), here);
  }
  throw new Error(`no end in sight at ${here}`);
}

/** The hidden fields and the controls of the form on a page of ours. */
function formOf(html) {
  const form = html.slice(html.indexOf("<form"), html.indexOf("</form>"));
  const fields = [];
  const controls = new Map();
  const add = (name, kind, value) => {
    if (!controls.has(name)) controls.set(name, { name, kind, values: [] });
    if (value) controls.get(name).values.push(value);
  };
  let list;
  for (const [, tag, inside] of form.matchAll(/<(input|select|option|textarea)\b((?:[^>"]|"[^"]*")*)>/g)) {
    const { name, value, type } = attributes(inside);
    if (tag === "select") add((list = name), "select");
    else if (tag === "option") add(list, "select", value);
    else if (tag === "textarea") add(name, "textarea");
    else if (type === "hidden") fields.push([name, value]);
    else add(name, type, type === "text" ? undefined : value);
  }
  return { fields, controls: [...controls.values()] };
}

function attributes(inside) {
  const plain = (text) =>
    text.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  return Object.fromEntries([...inside.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, plain(value)]));
}

/** The ended interviews of a survey, without what differs by right: when, how long, in how many posts, from where. */
export async function kept(canvass, survey) {
  const words = ["--format", "jsonl", "--all", "--columns", "answers,texts,orders,derived"];
  const lines = (await canvass("export", survey, ...words)).trim().split("\n");
  return lines.map((line) => JSON.parse(line, (key, value) => (differs(key) ? undefined : value)));
}

function differs(key) {
  return /(_at|^started|^ended|duration|millis|seconds|^time_|^t_|posts|turns|device|user_agent)/.test(key);
}
