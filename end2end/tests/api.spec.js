// A program of an analyst: a token from the desk, then the examples of the analyst's page as they stand there.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { begin, signIn } from "../desk.js";
import { DESK, PHONE, story } from "../site.js";
import { walk } from "../walker.js";

const SURVEY = "second-hand-2025";
const API = `/surveys/${SURVEY}/api`;

/** The examples of the page, by the names that stand above them. */
async function examples() {
  const page = await readFile(new URL("../../docs/analyst.md", import.meta.url), "utf8");
  const found = [...page.matchAll(/<!-- run: (\S+) -->\n```\w+\n([\s\S]*?)```/g)];
  return Object.fromEntries(found.map(([, name, text]) => [name, text]));
}

/** Makes a token at the desk; gives its secret. */
async function token(page, name, rights) {
  await page.goto(`${API}?lang=en`);
  await page.locator("[name=name]").fill(name);
  for (const right of rights) await page.locator(`[name=rights][value=${right}]`).check();
  await page.locator("#make button").click();
  return page.locator(".one-time-link code").innerText();
}

/** Somebody who does not want to take part: an interview that ends at its first page. */
async function refuse(page) {
  await page.context().clearCookies();
  await page.goto(`/s/${SURVEY}?lang=en`);
  await page.locator("[name=consent]").last().check();
  await page.locator("button[value=next]").click();
  await page.locator("main[data-disposition=refused]").waitFor();
}

story("an owner makes a token, sees it once, and revokes it", { viewport: DESK }, async (tale) => {
  const { page, link, url, isAccessible, picture } = tale;
  await begin(page, link);
  await page.goto(`${API}?lang=en`);
  await page.locator("#make button").click();
  await page.waitForLoadState();
  await isAccessible();
  await picture("api, faults");
  const secret = await token(page, "warehouse", ["data", "field"]);
  assert.match(secret, /^canvass_[0-9a-f]{64}$/);
  await isAccessible();
  await picture("api, a token");
  const asks = () => fetch(`${url}/api/v1/surveys/${SURVEY}`, { headers: { authorization: `Bearer ${secret}` } });
  assert.equal((await asks()).status, 200);
  for (const lang of ["zh", "en"]) {
    for (const size of [DESK, PHONE]) {
      await page.setViewportSize(size);
      await page.goto(`${API}?lang=${lang}`);
      assert.ok(!(await page.content()).includes(secret));
      await isAccessible();
      await picture(`api ${lang} ${size.width}`);
    }
  }
  await page.locator("form[action$='/revoke'] button").click();
  await page.waitForURL("**?done=revoked");
  assert.equal((await asks()).status, 401);
  await isAccessible();
});

story("the examples of the analyst's page read the data in Python and in R", { viewport: DESK }, async (tale) => {
  const { page, context, url, canvass } = tale;
  const { "keep.py": keep, "export.py": order, "count.r": count } = await examples();
  await canvass("quality", SURVEY, "off");
  await signIn(page);
  const secret = await token(page, "examples", ["data"]);
  const respondent = await context.browser().newPage({ baseURL: url, viewport: PHONE });
  await walk(respondent, SURVEY, "en");
  await refuse(respondent);

  const folder = await mkdtemp(join(tmpdir(), "canvass-api-"));
  const env = { ...process.env, CANVASS_URL: url, CANVASS_SURVEY: SURVEY, CANVASS_TOKEN: secret };
  const run = async (program, text, name) => {
    await writeFile(join(folder, name), text);
    return (await promisify(execFile)(program, [name], { cwd: folder, env })).stdout.trim();
  };
  try {
    assert.equal(await run("python3", keep, "keep.py"), "2 changes, 2 cases");
    assert.equal(await run("python3", keep, "keep.py"), "0 changes, 2 cases");
    await refuse(respondent);
    assert.equal(await run("python3", keep, "keep.py"), "1 changes, 3 cases");
    const [head, ...rows] = (await readFile(join(folder, "cases.csv"), "utf8")).trim().split(/\r?\n/);
    const at = head.split(",").indexOf("disposition");
    assert.deepEqual(rows.map((it) => it.split(",")[at]), ["complete", "refused", "refused"]);

    const said = await run("python3", order, "export.py");
    const [, name, cases] = said.match(/^(\S+\.csv): (\d+) cases of snapshot 3$/) ?? assert.fail(said);
    assert.equal(cases, "1");
    assert.ok((await readdir(folder)).includes(name));
    const file = await readFile(join(folder, name));
    const list = await fetch(`${url}/api/v1/surveys/${SURVEY}/exports`, { headers: { authorization: `Bearer ${secret}` } });
    const { manifest } = (await list.json()).exports[0];
    assert.equal(createHash("sha256").update(file).digest("hex"), manifest.sha256);

    assert.equal(await run("Rscript", count, "count.r"), "Male: 0\nFemale: 1");
  } finally {
    await rm(folder, { recursive: true });
    await respondent.close();
  }
});
