// From a question to a counted rating, and from a question that only a human may answer to their answer.

import assert from "node:assert/strict";
import { answers, draftOf, reads, say, shot, signIn, suggestion, surveyLink, toast, waiting } from "../lib/browser.mjs";
import { until } from "../lib/house.mjs";

const CANADA = "How long does shipping to Canada take?";
const HANDOFF = "This one needs a person: a colleague will answer you here.";

/** How many rated AI-assisted chats the comparison counts. */
async function ratedByAi(owner) {
  await owner.go("/reports/comparison");
  await owner.page.locator(".banner", { hasText: "Sample data included." }).waitFor();
  const cell = owner.page.locator("#raw tbody tr", { hasText: "Satisfied" }).locator("td").first().locator(".n");
  // The table may be folded away.
  return Number.parseInt((await cell.textContent()).replace("n = ", ""), 10);
}

/** Every sentence that a card cites stands, word for word, in one of the shop's articles. */
async function citesTheShop(card, house) {
  const quotes = await card.locator(".sources q").allInnerTexts();
  assert.ok(quotes.length > 0, "a suggestion names what it rests on");
  const plain = (text) => text.replaceAll(/\s+/g, " ").trim();
  for (const quote of quotes) {
    assert.ok(house.articles.some((article) => plain(article).includes(plain(quote))), `cited from nowhere: ${quote}`);
  }
  assert.notEqual((await card.locator(".sources cite").first().innerText()).trim(), "");
}

export default function answering(promise) {
  promise("a question becomes a cited suggestion without a reload, is approved by keyboard, read, rated and counted", async ({ meet, house }) => {
    const [visitor, owner, reader] = [await meet(), await meet(), await meet()];
    await signIn(reader);
    const before = await ratedByAi(reader);
    await signIn(owner);
    await owner.page.evaluate(() => (window.neverReloaded = true));

    await say(visitor, CANADA);
    const card = suggestion(owner, CANADA);
    await card.waitFor();
    await citesTheShop(card, house);
    const draft = await draftOf(card);
    assert.match(draft, /Canada/);
    await shot(owner.page, "journey-inbox-with-suggestion");

    const here = () => card.evaluate((one) => one === document.activeElement);
    await until("j has moved to the card", async () => (await here()) || (await owner.page.keyboard.press("j"), here()), 10_000);
    await owner.page.keyboard.press("a");
    await toast(owner, "Approved.").waitFor();
    await card.waitFor({ state: "detached" });
    assert.ok(await owner.page.evaluate(() => window.neverReloaded), "the inbox was never reloaded");

    await reads(visitor, draft);
    await shot(visitor.page, "journey-visitor-answered");
    await visitor.page.getByRole("button", { name: "That solved it" }).click();
    await shot(visitor.page, "journey-visitor-survey");
    await visitor.go(await surveyLink(visitor));
    await visitor.page.getByRole("button", { name: "Very good (5/5)" }).click();
    await visitor.page.getByText("Your answer is recorded.").waitFor();

    await until("the comparison counts one more rating", async () => (await ratedByAi(reader)) === before + 1);
    for (const one of [visitor, owner, reader]) one.clean();
  });

  promise("a suggestion that was there before the owner came is approved by mouse, from the chat itself", async ({ meet }) => {
    const [visitor, owner] = [await meet(), await meet()];
    await say(visitor, CANADA);
    await signIn(owner);
    const card = suggestion(owner, CANADA);
    await card.getByRole("link", { name: "Playground visitor" }).click();
    const inChat = owner.page.locator("#deciding > .card.review");
    const draft = await draftOf(inChat);
    await inChat.getByRole("button", { name: "Approve and send" }).click();
    await toast(owner, "Approved.").waitFor();
    await reads(visitor, draft);
    await owner.page.locator(".thread .line", { hasText: "AI draft, approved by Demo owner" }).waitFor();
    for (const one of [visitor, owner]) one.clean();
  });

  promise("a refund is kept from the model: the visitor is told so, the owner sees why, and answers by hand", async ({ meet }) => {
    const [visitor, owner] = [await meet(), await meet()];
    await signIn(owner);
    await say(visitor, "I want a refund");
    await answers(visitor).filter({ hasText: HANDOFF }).waitFor();
    await shot(visitor.page, "journey-visitor-handed-over");

    const card = waiting(owner, "I want a refund");
    await card.waitFor();
    assert.match(await card.locator(".why.held").innerText(), /refund/i);
    assert.equal(await suggestion(owner, "I want a refund").count(), 0, "no suggestion is made for a held question");
    await shot(owner.page, "journey-inbox-held", true);

    await card.getByRole("link", { name: "Open the chat" }).click();
    await owner.page.locator(".thread mark", { hasText: /^refund$/ }).waitFor();
    await owner.page.locator(".hits", { hasText: "billing.refund" }).waitFor();
    assert.equal(await owner.page.locator(".card.review").count(), 0);
    await shot(owner.page, "journey-thread-held", true);
    await owner.page.getByRole("textbox", { name: "Reply by hand" }).fill("I have looked at your order and will write to you today.");
    await owner.page.getByRole("button", { name: "Send in my name" }).click();
    await toast(owner, "Your reply is on its way.").waitFor();
    await answers(visitor).filter({ hasText: "I have looked at your order and will write to you today." }).waitFor();
    for (const one of [visitor, owner]) one.clean();
  });
}
