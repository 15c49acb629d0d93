// Somebody who works at the desk: chooses the first password, and signs in.

const NAME = "lin";
export const PASSWORD = "eight peaches in a bowl";

/** Follows the one-time link and begins to work here. */
export async function begin(page, link) {
  await page.goto(`${link}?lang=en`);
  await choosePassword(page);
}

/** Fills in the page of the one-time link. */
export async function choosePassword(page, name = NAME) {
  await page.locator("[name=name]").fill(name);
  await page.locator("[name=password]").fill(PASSWORD);
  await page.locator("[name=repeat]").fill(PASSWORD);
  await page.locator("main button").click();
  await page.waitForURL("**/surveys");
}

/** Says name and password; with a second factor, the code is asked for next. */
export async function signIn(page, next = "**/surveys") {
  await page.goto("/sign-in?lang=en");
  await page.locator("[name=name]").fill(NAME);
  await page.locator("[name=password]").fill(PASSWORD);
  await page.locator("main button").click();
  await page.waitForURL(next);
}
