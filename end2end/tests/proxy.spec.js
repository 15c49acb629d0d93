// Behind nginx, as docs/running/nginx.conf has it: TLS, cookies, posts, the address of whoever asks, and what is logged.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { launch, PHONE, serve } from "../site.js";
import { answer, next, takenOver } from "../walker.js";

const CONFIG = fileURLToPath(new URL("../../docs/running/nginx.conf", import.meta.url));

let site;
let browser;
let nginx;
let folder;
let ports;

before(async () => {
  ports = { https: await freePort(), http: await freePort() };
  site = await serve(["--url", `https://localhost:${ports.https}`, "--listen", `127.0.0.1:${(ports.canvass = await freePort())}`]);
  folder = await mkdtemp(join(tmpdir(), "canvass-nginx-"));
  nginx = await proxy();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  nginx?.kill("SIGTERM");
  await site?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

test("a respondent answers by TLS behind nginx, and the log has no key of the interview", async () => {
  const url = `https://localhost:${ports.https}`;
  const context = await browser.newContext({ viewport: PHONE, baseURL: url, ignoreHTTPSErrors: true });
  const page = await context.newPage();
  await page.goto("/s/mini-program-2026?lang=en");
  for (let turn = 0; turn < 3; turn += 1) {
    await takenOver(page);
    await answer(page);
    await next(page);
  }
  await page.reload();
  assert.match(page.url(), /\/i\/[0-9a-f]{32}$/);
  const token = page.url().split("/").at(-1);
  const cookies = await context.cookies();
  assert.ok(cookies.length >= 2 && cookies.every((it) => it.secure && it.sameSite === "Lax"), JSON.stringify(cookies));
  const log = await readFile(join(folder, "canvass.log"), "utf8");
  assert.match(log, /POST \/i 200|POST \/i 303/);
  assert.ok(!log.includes(token), "the log has the key of an interview");
  await context.close();
});

test("somebody who works at the desk signs in behind nginx, and nobody from another site does", async () => {
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const page = await context.newPage();
  assert.ok(site.link.startsWith(`https://localhost:${ports.https}/first-password/`), site.link);
  await page.goto(site.link);
  await page.locator("[name=password]").fill("a long enough password");
  await page.locator("[name=repeat]").fill("a long enough password");
  await page.locator("main button").click();
  await page.waitForURL(/\/surveys$/);
  const foreign = await context.request.post(`https://localhost:${ports.https}/sign-out`, {
    headers: { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
  });
  assert.equal(foreign.status(), 403);
  await context.close();
});

test("who comes without TLS is sent to where it is", async () => {
  const answer = await fetch(`http://127.0.0.1:${ports.http}/s/mini-program-2026`, { redirect: "manual" });
  assert.equal(answer.status, 301);
  assert.match(answer.headers.get("location"), /^https:/);
});

/** nginx with the configuration of the operator's page: only its ports, files and certificate are others. */
async function proxy() {
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const of = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  execFileSync("openssl", ["req", ...of, "-subj", "/CN=localhost", "-keyout", key, "-out", certificate], { stdio: "ignore" });
  const changes = [
    ["server 127.0.0.1:3000;", `server 127.0.0.1:${ports.canvass};`],
    ["listen 80;", `listen 127.0.0.1:${ports.http};`],
    ["listen 443 ssl http2;", `listen 127.0.0.1:${ports.https} ssl http2;`],
    ["/etc/ssl/survey.example.org.pem", certificate],
    ["/etc/ssl/survey.example.org.key", key],
    ["/var/log/nginx/canvass.log", join(folder, "canvass.log")],
  ];
  let config = await readFile(CONFIG, "utf8");
  for (const [from, to] of changes) {
    assert.ok(config.includes(from), `${from} is not in ${CONFIG}`);
    config = config.replace(from, to);
  }
  config = config.replaceAll("server_name survey.example.org;", "server_name localhost;");
  const temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((it) => `${it}_temp_path ${join(folder, it)};`);
  const main = join(folder, "nginx.conf");
  await writeFile(
    main,
    `daemon off; pid ${join(folder, "pid")}; error_log stderr warn;
     events {} http { ${temp.join(" ")}\n${config} }`,
  );
  const child = spawn("nginx", ["-p", folder, "-e", "stderr", "-c", main], { stdio: ["ignore", "ignore", "inherit"] });
  for (let tries = 0; ; tries += 1) {
    assert.ok(child.exitCode === null && tries < 100, "nginx does not start");
    const answer = await fetch(`http://127.0.0.1:${ports.http}/`, { redirect: "manual" }).catch(() => null);
    if (answer) return child;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
