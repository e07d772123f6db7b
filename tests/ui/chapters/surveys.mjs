// A visitor says how it was, on a phone and without script; what they say stands beside the chat.

import assert from "node:assert/strict";
import { faint, muddled, nameless, overflows } from "../lib/checks.mjs";
import { draftOf, reads, say, shot, signIn, suggestion, surveyLink } from "../lib/browser.mjs";
import { until } from "../lib/house.mjs";

const PHONE = { width: 360, height: 740 };
const QUESTION = "Do you offer gift wrapping?";

/** What is wrong with the page, light and dark, on a phone and a desk. */
async function faults(page, name) {
  const wrong = [];
  for (const [size, viewport] of [["phone", PHONE], ["desk", { width: 1280, height: 800 }]]) {
    for (const colorScheme of ["light", "dark"]) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      for (const check of [overflows, nameless, faint, muddled]) {
        wrong.push(...(await page.evaluate(check)).map((what) => `${name}, ${size}, ${colorScheme}: ${what}`));
      }
      const small = await page.locator("button").evaluateAll((all) =>
        all.map((one) => one.getBoundingClientRect()).filter((box) => box.width < 44 || box.height < 44).length);
      if (small) wrong.push(`${name}, ${size}: ${small} buttons too small for a thumb`);
      await shot(page, `survey-${name}-${size}-${colorScheme}`);
    }
  }
  await page.setViewportSize(PHONE);
  return wrong;
}

export default function surveys(promise) {
  promise("a visitor is asked by a link, answers with one tap on a phone, adds a few words, and the owner reads them", async ({ meet }) => {
    const [visitor, plain, owner] = [await meet(), await meet({ javaScriptEnabled: false, viewport: PHONE }), await meet()];
    await signIn(owner);
    await say(visitor, QUESTION);
    const card = suggestion(owner, QUESTION);
    await card.waitFor();
    const [draft, chat] = [await draftOf(card), await card.locator("h3 a").getAttribute("href")];
    await card.getByRole("button", { name: "Approve and send" }).click();
    await reads(visitor, draft);
    await visitor.page.getByRole("button", { name: "That solved it" }).click();
    const link = await surveyLink(visitor);
    await shot(visitor.page, "survey-link-in-chat");

    const wrong = [];
    await visitor.go(link);
    assert.equal(await visitor.page.getByRole("textbox").count(), 0, "one tap, nothing to write");
    wrong.push(...await faults(visitor.page, "question"));

    // Another device, no script: the link alone is enough.
    await plain.go(link);
    await plain.page.getByRole("button", { name: "Good (4/5)" }).click();
    await plain.page.getByRole("status").waitFor();
    await plain.page.getByRole("button", { name: "Good (4/5)", pressed: true }).waitFor();
    await plain.page.getByRole("textbox").fill("Friendly, and quick.");
    await plain.page.getByRole("button", { name: "Send comment" }).click();
    await plain.page.getByText("Your comment is recorded.").waitFor();

    await until("the page knows the answer", async () => {
      await visitor.go(link);
      return (await visitor.page.getByRole("textbox").count()) === 1 && visitor.page.getByRole("textbox").inputValue();
    });
    assert.equal(await visitor.page.getByRole("textbox").inputValue(), "Friendly, and quick.");
    wrong.push(...await faults(visitor.page, "answered"));
    await visitor.page.getByRole("button", { name: "Very good (5/5)" }).press("Enter");
    await visitor.page.getByText("Your comment is recorded.").waitFor();
    await visitor.go(`/s/${"0".repeat(64)}`);
    wrong.push(...await faults(visitor.page, "unknown"));

    await until("the owner reads it", async () => {
      await owner.go(chat);
      return (await owner.page.locator("#facts", { hasText: "5 of 5" }).count()) > 0;
    });
    await owner.page.locator("#facts", { hasText: "Friendly, and quick." }).waitFor();
    await owner.page.locator("#happened summary").click();
    await owner.page.getByText("The visitor was asked how it was (satisfaction)").waitFor();
    await shot(owner.page, "survey-owner", true);
    for (const one of [plain, owner]) one.clean();
    visitor.clean(/status of 404.*\/s\/0000/);
    assert.deepEqual(wrong, []);
  });
}
