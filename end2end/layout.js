// What is wrong with how a page lies on a screen: what is cut, covered, outside of its box, or too small for a thumb.

/** The screens that pages of questions are made for, each also with its text twice as large. */
export const SCREENS = [
  { width: 320, height: 640 },
  { width: 360, height: 740 },
  { width: 390, height: 844 },
  { width: 768, height: 1024 },
];

/** Half a phone: what is left of it at a page zoom of 200 %. */
export const ZOOMED = { width: 195, height: 422 };

/** All that is wrong with a page on all screens, a line each; the page is left as it was. */
export async function offencesOnScreens(page) {
  const before = page.viewportSize();
  const looks = [...SCREENS.flatMap((screen) => [[screen, 100], [screen, 200]]), [ZOOMED, 100]];
  const found = [];
  for (const [screen, percent] of looks) {
    await page.setViewportSize(screen);
    const all = await offences(page, percent);
    found.push(...all.map((it) => `${screen.width} px, text ${percent} %: ${it}`));
  }
  await page.setViewportSize(before);
  return found;
}

/** All that is wrong with a page on its screen as it is, with text of this size. */
export async function offences(page, percent = 100) {
  return page.evaluate(look, percent);
}

/** Runs in the page. */
function look(percent) {
  const root = document.documentElement;
  root.style.fontSize = percent === 100 ? "" : `${percent}%`;
  const found = [];
  const round = (it) => Math.round(it * 10) / 10;
  const named = (it) => {
    const words = (it.innerText ?? "").trim().replaceAll(/\s+/g, " ").slice(0, 40);
    return `${[it.localName, it.classList[0]].filter(Boolean).join(".")} “${words || it.name || it.id || ""}”`;
  };
  const meets = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;

  // Nothing reaches over the sides.
  const wide = document.scrollingElement.scrollWidth;
  if (wide > innerWidth) found.push(`the page is ${wide} px wide`);

  // What is only heard is left out, and what is not there.
  const isClipped = (it) => getComputedStyle(it).clipPath.includes("inset(50%)");
  const seen = new Set();
  for (const it of document.body.querySelectorAll("*")) {
    const isThere = (it.parentElement === document.body || seen.has(it.parentElement)) && it.checkVisibility({ visibilityProperty: true });
    if (isThere && !["SCRIPT", "OPTION"].includes(it.tagName) && it.ariaHidden !== "true" && !isClipped(it)) seen.add(it);
  }
  const all = [...seen];

  for (const it of all) {
    const { overflowX, overflowY, textOverflow, position } = getComputedStyle(it);
    const clips = (way) => (way === "hidden" || way === "clip") && it.localName !== "input";
    if (clips(overflowX) && it.scrollWidth > it.clientWidth + 1) found.push(`${named(it)} is cut at the side`);
    if (clips(overflowY) && it.scrollHeight > it.clientHeight + 1) found.push(`${named(it)} is cut below`);
    if (textOverflow !== "clip") found.push(`${named(it)} may end in dots`);
    if (position === "fixed" || position === "sticky") found.push(`${named(it)} lies over the page (${position})`);
  }

  // Every text stands in its row.
  const ROWS =
    ".choice__row, .point, .button, .languages__one, .rank__take, .item, .summary, .complaint, .number, .question, .sheet";
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const owner = node.parentElement;
    if (!node.data.trim() || !seen.has(owner) || owner.matches("textarea, select")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter((it) => it.width > 0);
    const box = owner.closest(ROWS)?.getBoundingClientRect();
    const isOut = (it) => it.left < box.left - 1 || it.right > box.right + 1 || it.top < box.top - 1 || it.bottom > box.bottom + 1;
    const out = box && rects.find(isOut);
    if (out) found.push(`${named(owner)} stands outside of its row (${round(out.left - box.left)}, ${round(out.right - box.right)})`);
    // Letters are less high than their line.
    texts.push(...rects.map(({ left, right, top, bottom }) => ({ owner, rect: { left, right, top: top + 2, bottom: bottom - 2 } })));
  }

  // What stands in a list or waits in a field to be typed over is there to be read.
  const pen = document.createElement("canvas").getContext("2d");
  for (const it of all.filter((it) => it.matches("select, input:not([type=radio], [type=checkbox])"))) {
    const { font, letterSpacing, paddingInlineStart, paddingInlineEnd, textWrapMode } = getComputedStyle(it);
    const isList = it.localName === "select";
    if (isList && textWrapMode === "wrap") continue;
    [pen.font, pen.letterSpacing] = [font, letterSpacing];
    const words = (isList ? it.selectedOptions[0]?.label : it.placeholder) ?? "";
    const room = it.clientWidth - parseFloat(paddingInlineStart) - parseFloat(paddingInlineEnd) - (isList ? 20 : 0);
    const needs = pen.measureText(words).width;
    if (needs > room + 1) found.push(`${named(it)} has room for ${round(room)} px of “${words}” (${round(needs)})`);
  }

  // Whatever is pressed is as large as a thumb, or small with room around it, and nothing else lies there.
  const CONTROLS = "a[href], button, select, textarea, input:not([type=hidden]), [role=button], [tabindex='0'], summary";
  const ANSWERS = ".interview__blocks *, .interview__actions *, .summary *, .ending form *";
  const row = (it) => (it.matches("[type=radio], [type=checkbox]") ? (it.closest("label") ?? it) : it);
  const targets = all.filter((it) => it.matches(CONTROLS)).map((it) => ({ it, rect: row(it).getBoundingClientRect() }));
  for (const { it, rect } of targets) {
    const least = it.matches(ANSWERS) ? 44 : 24;
    if (rect.width < 24 || rect.height < least - 0.1) {
      found.push(`${named(it)} is a target of ${round(rect.width)} × ${round(rect.height)}`);
    }
    const middle = (rect.top + rect.bottom) / 2;
    const reach = { left: rect.left, right: rect.right, top: Math.min(rect.top, middle - 12), bottom: Math.max(rect.bottom, middle + 12) };
    const isOther = (other) => other !== it && !other.contains(it) && !it.contains(other);
    const other = targets.find((other) => isOther(other.it) && meets(reach, other.rect));
    if (other) found.push(`${named(it)} and ${named(other.it)} lie on each other`);
    const text = texts.find((text) => isOther(text.owner) && !row(it).contains(text.owner) && meets(rect, text.rect));
    if (text) found.push(`${named(it)} covers ${named(text.owner)}`);
  }

  // No text lies on another one.
  for (const [at, one] of texts.entries()) {
    const isOn = (it) => it.owner !== one.owner && meets(one.rect, it.rect);
    const other = texts.slice(at + 1).find((it) => isOn(it) && !it.owner.contains(one.owner) && !one.owner.contains(it.owner));
    if (other) found.push(`${named(one.owner)} is written over ${named(other.owner)}`);
  }
  root.style.fontSize = "";
  return [...new Set(found)];
}
