// What holds on every page: an address that is not there, and files that are kept for ever.

import assert from "node:assert/strict";

import { story } from "../site.js";

for (const locale of ["en", "zh-CN"]) {
  story(`an address that is not there says so (${locale})`, { locale }, async ({ page, isAccessible, picture }) => {
    const answer = await page.goto("/nowhere");
    assert.equal(answer.status(), 404);
    assert.equal(await page.locator("h1").count(), 1);
    await isAccessible();
    await picture(`404 ${locale}`);
  });
}

story("the stylesheet arrives compressed and is kept for ever", async ({ page }) => {
  const asked = page.waitForResponse((response) => response.url().endsWith(".css"));
  await page.goto("/nowhere");
  const headers = await (await asked).allHeaders();
  assert.equal(headers["content-encoding"], "br");
  assert.equal(headers["cache-control"], "public, max-age=31536000, immutable");
});
