// What a page says comes from messages/pages: a browser that asks for accented English (en-XA) sees accents in all of it.

import assert from "node:assert/strict";
import { say } from "../lib/browser.mjs";

const PAGES = [
  "/", "/conversations", "/autopilot", "/autopilot/rehearsal", "/reports", "/knowledge", "/knowledge/new", "/learning", "/dead-letters",
  "/replay", "/settings/rules", "/settings/check", "/settings/you", "/settings/notices", "/settings/waiting", "/settings/waiting/de", "/settings/replies",
  "/settings/answers", "/settings/topics", "/settings/people", "/settings/audit",
];

/** What the sample shop calls its topics, zone, saved replies and owner, and what a drafter said of its draft. */
const WRITTEN = /^(Orders|Shipping|Returns|Billing|Products|Account|Technical|Other|Europe\/Berlin|[a-z-]+\.md ·|word for word from .*|\/[a-z]+|Demo owner,)$/;

/** Words of the page itself without one accent. What visitors and owners wrote stands in other places than these. */
function plain() {
  const ours = "h1, h2, legend, label, button, th, dt, summary, nav a, .fine, .empty, .toast, [role=note]";
  const spared = "[lang=en], [lang=de], [data-raw], code, kbd, pre, textarea, style, script, q, cite, option, .brand, .said, .name";
  const texts = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const holder = node.parentElement;
    if (holder.matches(ours) && !holder.closest(spared)) texts.push(node.textContent.trim());
  }
  for (const name of ["aria-label", "placeholder"]) {
    for (const one of document.querySelectorAll(`[${name}]`)) if (!one.closest(spared)) texts.push(one.getAttribute(name));
  }
  return [...new Set(texts)].filter((text) => /[A-Za-z]{3,}/.test(text) && !/[À-ž]/.test(text));
}

export default function languages(promise) {
  promise("a browser that asks for another language is answered in it, on every page", async ({ meet }) => {
    const [owner, visitor] = [await meet({ locale: "en-XA" }), await meet()];
    await say(visitor, "You charged me twice for one mug!");
    await owner.go("/");
    await owner.page.locator("main form button[type=submit]").first().click();
    await owner.page.locator("#main").waitFor();
    assert.equal(await owner.page.locator("html").getAttribute("lang"), "en-XA");
    assert.match(await owner.page.locator("h1").first().textContent(), /Íñbóx/);
    const left = [];
    for (const path of PAGES) {
      await owner.go(path);
      left.push(...(await owner.page.evaluate(plain)).filter((text) => !WRITTEN.test(text)).map((text) => `${path}: ${text.slice(0, 90)}`));
    }
    assert.deepEqual(left, []);
    const english = await meet();
    await english.go("/login");
    assert.equal(await english.page.locator("html").getAttribute("lang"), "en");
    for (const one of [owner, visitor, english]) one.clean();
  });
}
