// Every step works in a browser that runs no script.

import assert from "node:assert/strict";
import { draftOf, reads, say, shot, signIn, suggestion, surveyLink, toast, waiting } from "../lib/browser.mjs";
import { until } from "../lib/house.mjs";

const PLAIN = { javaScriptEnabled: false };

/** Loads the inbox again until the card is there, as somebody without script would. */
function findCard(owner, card) {
  return until("the card is in the inbox", async () => {
    if (await card.count()) return true;
    await owner.go("/");
    return (await card.count()) > 0;
  });
}

export default function withoutScript(promise) {
  promise("without JavaScript a visitor asks and reads, and the owner approves", async ({ meet }) => {
    const [visitor, owner] = [await meet(PLAIN), await meet(PLAIN)];
    const question = "How do I track my parcel?";
    await say(visitor, question);
    await signIn(owner);
    const card = suggestion(owner, question);
    await findCard(owner, card);
    await shot(owner.page, "plain-inbox", true);
    const draft = await draftOf(card);
    await card.getByRole("button", { name: "Approve and send" }).click();
    await toast(owner, "Approved.").waitFor();
    // Nobody touches the visitor's page: it looks again by itself.
    await reads(visitor, draft);
    await visitor.page.getByRole("button", { name: "That solved it" }).click();
    await surveyLink(visitor);
    await shot(visitor.page, "plain-playground", true);
    for (const one of [visitor, owner]) one.clean();
  });

  promise("without JavaScript the owner rejects, and an approval of what has changed is refused with the reason", async ({ meet }) => {
    const [visitor, other, owner] = [await meet(PLAIN), await meet(), await meet(PLAIN)];
    await signIn(owner);
    await say(visitor, "How do I stop the newsletter?");
    const card = suggestion(owner, "How do I stop the newsletter?");
    await findCard(owner, card);
    await card.locator("summary", { hasText: "Reject" }).click();
    await card.getByRole("button", { name: "Wrong fact" }).click();
    await toast(owner, "Rejected.").waitFor();
    await until("the chat waits for a human", async () => {
      await owner.go("/");
      return waiting(owner, "How do I stop the newsletter?").count();
    });

    const watcher = await meet();
    await signIn(watcher);
    await say(other, "What are your opening hours on Saturday?");
    const stale = suggestion(owner, "opening hours on Saturday");
    await findCard(owner, stale);
    await stale.getByLabel("Suggested reply").fill("My own words about Saturday.");
    await say(other, "And can I pay by card in the studio?");
    await suggestion(watcher, "pay by card in the studio").waitFor();
    await stale.locator("[data-approve]").click();
    const notice = owner.page.locator(".notice[role=alert]");
    assert.match(await notice.innerText(), /Not sent: this changed since you looked\.\s+The visitor wrote again\./);
    assert.equal((await notice.getByLabel("What you had written").inputValue()).trim(), "My own words about Saturday.");
    await shot(owner.page, "plain-refused", true);
    owner.clean(/status of 409/);
    for (const one of [visitor, other, watcher]) one.clean();
  });
}
