// A panel sends somebody in with a signed link, and gets them back, checked with the Python of the vendor's page.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after } from "node:test";
import { promisify } from "node:util";

import { begin, signIn } from "../desk.js";
import { DESK, PHONE, isAccessible as isAccessibleOn, picture as pictureOf, story } from "../site.js";
import { answer, next } from "../walker.js";

const SURVEY = "mini-program-2026";
const SAMPLE = `/surveys/${SURVEY}/sample`;

/** What the panel was asked for, in order. */
const visits = [];
let panel;
let onward;

after(() => {
  panel?.server.close();
  onward?.server.close();
});

/** A site of somebody else on a free port of this machine. */
async function elsewhere(answer) {
  const server = createServer(answer);
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { server, origin: `http://127.0.0.1:${server.address().port}` };
}

/** The panel, which takes people back and sends them on to a third site, as panels do. */
async function open() {
  const page = (text) => `<!doctype html><html lang="en"><title>${text}</title><h1 id="landed">${text}</h1></html>`;
  onward ??= await elsewhere((request, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end(page("Your points are on their way"));
  });
  panel ??= await elsewhere((request, response) => {
    if (request.url.startsWith("/favicon")) return response.writeHead(404).end();
    visits.push(request);
    response.writeHead(302, { location: `${onward.origin}/points` }).end();
  });
}

/** Runs a line of Python after the ten of the vendor's page, and gives what it prints. */
async function python(line, ...words) {
  const page = await readFile(new URL("../../docs/vendor.md", import.meta.url), "utf8");
  const [, example] = page.match(/```python\n([\s\S]*?)```/);
  const { stdout } = await promisify(execFile)("python3", ["-c", `${example}\nimport sys\n${line}`, ...words]);
  return stdout.trim();
}

async function press(page, name) {
  await page.getByRole("button", { name, exact: true }).click();
  await page.waitForLoadState();
}

/** The key that signs, as the page of the source shows it. */
async function key(page) {
  await page.goto(`${SAMPLE}/river?lang=en`);
  await page.locator("#keys summary").first().click();
  return page.locator("#keys details code").first().innerText();
}

/** Answers page after page until the interview has ended, and the person is somewhere else. */
async function walkOut(page) {
  for (let turn = 0; turn < 60; turn += 1) {
    // The end page goes on by itself: what comes next is a question, or the third site.
    await page.locator("button[name=_go][value=next], #landed").first().waitFor();
    if ((await page.locator("#landed").count()) > 0) return;
    await answer(page);
    await next(page);
  }
  assert.fail(`no end in sight at ${page.url()}`);
}

story("a manager registers a panel, with addresses and signatures", { viewport: DESK }, async (tale) => {
  const { page, link, canvass, isAccessible, picture } = tale;
  await open();
  await canvass("quality", SURVEY, "off");
  await begin(page, link);

  await page.goto(`${SAMPLE}?lang=en`);
  await isAccessible();
  await press(page, "Register");
  assert.equal(await page.locator("[aria-invalid=true]").count(), 2);
  await isAccessible();
  await picture("sources, faults");
  await page.locator("[name=kind][value=panel]").check();
  await page.locator("[name=title]").fill("River panel");
  await page.locator("[name=name]").fill("river");
  await press(page, "Register");
  await page.waitForURL(`**${SAMPLE}/river`);

  await page.locator("[name=complete]").fill("javascript:alert(1)");
  await press(page, "Save");
  assert.equal(await page.locator("[name=complete]").inputValue(), "javascript:alert(1)");
  await isAccessible();
  const address = `${panel.origin}/back?pid={pid}&status={status}&wave={wave}`;
  await page.locator("[name=variables]").fill("wave");
  for (const name of ["complete", "screened_out", "quota_full", "rejected"]) {
    await page.locator(`[name=${name}]`).fill(address);
  }
  await page.locator("[name=signed_arrival][value='1']").check();
  await page.locator("[name=signed_return][value='1']").check();
  await press(page, "Save");
  await page.waitForURL("**done=saved");
  assert.match(await key(page), /^[0-9a-f]{64}$/);
});

story("a panel's member comes with a signed link and goes back with one", { viewport: DESK }, async (tale) => {
  const { page, context, url } = tale;
  await open();
  await signIn(page);
  const secret = await key(page);
  const link = await python(
    "print(arrival(*sys.argv[1:]))",
    secret,
    `${url}/s/${SURVEY}?source=river&wave=2+b&lang=en`,
    "张 7",
  );

  const member = await context.newPage();
  await member.setViewportSize(PHONE);
  await member.goto(link);
  await walkOut(member);
  // Out of the site from the post of a form, by way of two others; the browser would stop what its policy forbids.
  await member.waitForURL(`${onward.origin}/points`);
  assert.equal(await member.locator("h1").innerText(), "Your points are on their way");

  const visit = visits.at(-1);
  assert.equal(visit.headers.referer, undefined, "the token stays with us");
  const query = visit.url.split("?")[1];
  assert.equal(await python("print(is_from_canvass(*sys.argv[1:]))", secret, query), "True");
  const forged = query.replace("status=complete", "status=quota_full");
  assert.notEqual(forged, query);
  assert.equal(await python("print(is_from_canvass(*sys.argv[1:]))", secret, forged), "False");
  const said = new URLSearchParams(query);
  assert.deepEqual([said.get("pid"), said.get("status"), said.get("wave")], ["张 7", "complete", "2 b"]);

  const token = (await context.cookies(url)).find((it) => it.name === `canvass_i_${SURVEY}`).value;
  await member.goto(`/i/${token}`);
  await isAccessibleOn(member);
  await pictureOf(member, "end page with a way back");
  const strange = await member.goto(link.replace("wave=2", "wave=3"));
  assert.equal(strange.status(), 403);
  await isAccessibleOn(member);
  await pictureOf(member, "door, broken");

  // Sent a second time, the link is refused kindly.
  const again = await member.goto(link);
  assert.equal(again.status(), 409);
  await isAccessibleOn(member);
  await pictureOf(member, "door, answered");
  await page.goto(`${SAMPLE}?lang=en`);
  assert.match(await page.locator(".sources tbody tr").first().innerText(), /River panel/);
});

story("the end page leads back by a link, without scripts and without being sent", { viewport: PHONE, javaScriptEnabled: false }, async (tale) => {
  const { page, context, url } = tale;
  await open();
  const desk = await context.newPage();
  await signIn(desk);
  await desk.goto(`${SAMPLE}/river?lang=en`);
  const secret = await desk.locator("#keys details code").first().textContent();
  const link = await python("print(arrival(*sys.argv[1:]))", secret, `${url}/s/${SURVEY}?source=river&lang=en`, "8");
  await page.goto(link);
  await page.locator("[name=consent][value='2']").check();
  await next(page);
  await page.waitForURL(`${onward.origin}/points`);
  const token = (await context.cookies(url)).find((it) => it.name === `canvass_i_${SURVEY}`).value;
  const before = visits.length;
  await page.goto(`/i/${token}`);
  await page.locator("main a.button").click();
  await page.waitForURL(`${onward.origin}/points`);
  assert.equal(visits.length, before + 1);
  assert.match(visits.at(-1).url, /status=refused/);
});

story("a list is uploaded, its faults are told, and each person has a link", { viewport: DESK }, async (tale) => {
  const { page, context, isAccessible, picture } = tale;
  await signIn(page);
  await page.goto(`${SAMPLE}?lang=en`);
  await page.locator("[name=kind][value=list]").check();
  await page.locator("[name=title]").fill("Members");
  await page.locator("[name=name]").fill("members");
  await press(page, "Register");
  await page.waitForURL(`**${SAMPLE}/members`);
  const file = (text) => ({ name: "members.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.locator("[name=file]").setInputFiles(file("pid,lang,email\n1,fr,nobody\n,zh,\n"));
  await press(page, "Upload");
  assert.equal(await page.locator("#people tbody tr").count(), 3);
  await isAccessible();
  await picture("list, faults");
  await page.locator("[name=file]").setInputFiles(file("pid,lang,email\n1,zh,a@example.org\n2,en,\n"));
  await press(page, "Upload");
  await page.waitForURL("**fresh=2**");
  await isAccessible();
  await picture("list");
  const invitation = await page.locator(".people-list code").first().innerText();
  const member = await context.newPage();
  await member.goto(invitation);
  assert.equal(await member.locator("html").getAttribute("lang"), "zh");
});

for (const lang of ["zh", "en"]) {
  story(`the pages about sources are accessible, wide and narrow (${lang})`, { viewport: DESK }, async ({ page, isAccessible, picture }) => {
    await signIn(page);
    for (const size of [DESK, PHONE]) {
      await page.setViewportSize(size);
      for (const place of ["", "/river", "/members"]) {
        await page.goto(`${SAMPLE}${place}?lang=${lang}`);
        await isAccessible();
        await picture(`sample ${lang} ${size.width} ${place}`);
      }
    }
  });
}
