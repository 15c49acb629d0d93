// What every story begins with: a server of its own, a phone-sized page, and a look at what both leave behind.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import AxeBuilder from "@axe-core/playwright";
import { chromium } from "playwright-core";

const CANVASS = process.env.CANVASS ?? fileURLToPath(new URL("../target/debug/canvass", import.meta.url));
const OUT = fileURLToPath(new URL("out/", import.meta.url));

/** The phone that stories are told on. */
export const PHONE = { width: 390, height: 844 };

/** The desk's screen. */
export const DESK = { width: 1280, height: 900 };

let site;
let browser;

after(async () => {
  await (await browser)?.close();
  await (await site)?.stop();
});

/**
 * Tells one story: a test with a page of its own. Stories in one file share a server and its database.
 *
 * `options` are those of a browser context, such as `{ javaScriptEnabled: false, locale: "zh-CN" }`, and a `timeout` in
 * milliseconds for a story that takes longer than five minutes.
 * `tell` is given `page`, `context`, `url` (of the site), `link` (to choose the first password),
 * `canvass(...words)` (the command line on the same data) and the functions below, made for this page:
 * `isAccessible()` and `picture(name)`.
 */
export function story(name, options, tell) {
  if (typeof options === "function") return story(name, {}, options);
  const { timeout = 300_000, ...ofContext } = options;
  test(name, { timeout }, async () => {
    site ??= serve();
    browser ??= launch();
    const { url, link, canvass } = await site;
    const context = await (await browser).newContext({ viewport: PHONE, baseURL: url, ...ofContext });
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    try {
      await tell({
        page,
        context,
        url,
        link,
        canvass,
        isAccessible: () => isAccessible(page),
        picture: (name) => picture(page, name),
      });
      assert.deepEqual(complaints, [], "the browser complained");
    } catch (error) {
      await picture(page, `failed ${name}`).catch(() => {});
      throw error;
    } finally {
      await context.close();
    }
  });
}

/** Fails with the places that axe finds wanting, in light and in dark. */
export async function isAccessible(page) {
  for (const colorScheme of ["light", "dark"]) {
    // Without motion, or axe would see a colour on its way to the other scheme.
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
      .setLegacyMode(true)
      .analyze();
    const found = violations.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id}: ${help}\n    ${node.html}\n    ${node.failureSummary}`),
    );
    assert.equal(found.length, 0, `axe, ${colorScheme}, ${page.url()}\n  ${found.join("\n  ")}`);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}

/** Keeps a picture of the whole page in end2end/out. */
export async function picture(page, name) {
  await mkdir(OUT, { recursive: true });
  await page.screenshot({ path: join(OUT, `${name.replaceAll(/[^\p{L}\p{N}.-]+/gu, "-")}.png`), fullPage: true });
}

/** What the browser's console says is wrong; that an answer has an error's status is no fault of the page. */
function complaintsOf(page) {
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" && !text.startsWith("Failed to load resource")) complaints.push(text);
  });
  return complaints;
}

/**
 * Starts a server on a free port with an empty folder, with more words of its command line. Whoever asks for it stops
 * it; that of a file's stories goes with them.
 */
export async function serve(words = []) {
  const data = await mkdtemp(join(tmpdir(), "canvass-"));
  const env = { ...process.env, CANVASS_DATA: data, CANVASS_LISTEN: "127.0.0.1:0" };
  const server = spawn(CANVASS, ["serve", ...words], { env, stdio: ["ignore", "pipe", "inherit"] });
  const gone = new Promise((resolve) => server.once("exit", resolve));
  const stop = async () => {
    server.kill("SIGTERM");
    await gone;
    await rm(data, { recursive: true, force: true });
  };
  const said = await firstLines(server, gone);
  const [, url] = said.match(/^Canvass listens on (\S+)$/m) ?? [];
  const [, link] = said.match(/(http\S+)\s*$/) ?? [];
  const canvass = async (...words) => (await promisify(execFile)(CANVASS, words, { env })).stdout;
  return { url, link, canvass, stop };
}

/** What the server says until it is ready: where it listens, and how to choose the first password. */
function firstLines(server, gone) {
  return new Promise((resolve, reject) => {
    let said = "";
    server.once("error", reject);
    gone.then((code) => reject(new Error(`the server ended with ${code} before it was ready: ${said}`)));
    server.stdout.setEncoding("utf8").on("data", (text) => {
      said += text;
      if (said.split("\n").length > 2) resolve(said);
    });
  });
}

/** Starts Chromium, with more words of its command line. Whoever asks for it closes it. */
export async function launch(args = []) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
  const executablePath = process.env.CHROMIUM ?? found;
  assert.ok(executablePath, "There is no Chromium on the PATH: `cargo xtask test` installs it");
  return chromium.launch({ executablePath, args, chromiumSandbox: process.getuid() !== 0 });
}
