// Learning: what an owner corrects again and again is proposed, shown with its effect, and right the next time.

import assert from "node:assert/strict";
import { draftOf, shot, suggestion, toast } from "../lib/browser.mjs";
import { until } from "../lib/house.mjs";
import { PLAIN_PHONE, faults, isRed, shop } from "../lib/shop.mjs";

const CANADA = "How long does shipping to Canada take?";
const ENGRAVED = "How long does an engraved piece take?";
const faster = (draft) => draft.replace("8 to 12", "5 to 8");

export default function learning(promise) {
  promise("a fact corrected three times is proposed, shown with what it would have done, adopted by one key, and right in the next draft", async ({ meet }) => {
    const here = await shop();
    const owner = await here.owner(meet);
    const { page } = owner;
    await here.edited("learn-0", CANADA, (draft) => draft);
    await Promise.all(["learn-1", "learn-2"].map((chat) => here.edited(chat, CANADA, faster)));
    await owner.go("/learning");
    await page.locator("main", { hasText: "a correction is proposed once 3 edits in 3 chats say the same" }).waitFor();
    const fact = page.locator(".card", { hasText: "Out of date" });
    assert.equal(await fact.count(), 0, "two are not enough");

    // The third time, in the inbox.
    await here.ask("learn-3", CANADA);
    await owner.go("/");
    const card = suggestion(owner, CANADA);
    await card.waitFor();
    const wrong = await draftOf(card);
    await card.getByLabel("Suggested reply").fill(faster(wrong));
    await page.keyboard.press("Control+Enter");
    await toast(owner, "Approved with your changes.").waitFor();

    await until("it is proposed", async () => (await owner.go("/learning"), fact.count()));
    await fact.getByText("3 edits in 3 chats").waitFor();
    assert.equal((await fact.locator("del").innerText()).trim(), "Parcels to Canada take 8 to 12 working days.");
    assert.equal((await fact.locator("ins").innerText()).trim(), "Parcels to Canada take 5 to 8 working days.");
    assert.equal(await page.getByRole("button", { name: "Adopt" }).count(), 0, "not before its effect was seen");
    await shot(page, "learning");
    await fact.getByRole("link", { name: "See its effect" }).press("Enter");

    await page.getByRole("heading", { name: "What it would have done" }).waitFor();
    const [needless, otherwise] = await page.locator(".counts li").all();
    assert.match(await needless.innerText(), /^3\s+of 3 edits needless$/);
    assert.match(await otherwise.innerText(), /^1\s+of 1 approved draft would read otherwise$/);
    assert.ok(await isRed(otherwise), "what somebody found right is pointed at");
    assert.equal(await isRed(needless), false);
    await page.locator("summary", { hasText: "A reply that would have been right" }).first().press("Enter");
    const facts = await page.locator("details[open] dd").allInnerTexts();
    assert.deepEqual(facts.map((words) => words.trim()), [wrong, faster(wrong), faster(wrong)]);
    const bad = await faults(page, "learning-effect");
    assert.match((await here.api("/v1/knowledge/articles/shipping-times")).body, /8 to 12/, "looking changes nothing");
    await page.getByRole("button", { name: "Adopt" }).press("Enter");
    await toast(owner, "Adopted. It is in force within seconds.").waitFor();
    assert.equal(await fact.count(), 0);
    await page.getByRole("listitem").filter({ hasText: "5 to 8" }).getByText("Adopted", { exact: true }).waitFor();

    await until("the articles' new words are found", async () =>
      (await here.api("/v1/knowledge/search?q=shipping+to+canada")).items.some((one) => one.text.includes("5 to 8 working days")));
    await here.ask("learn-next", CANADA);
    await owner.go("/");
    await card.waitFor();
    assert.equal(await draftOf(card), faster(wrong));
    await owner.go("/settings/audit");
    await page.getByText("learned from 3 edits in 3 chats").first().waitFor();
    assert.deepEqual(bad, []);
    owner.clean();
  });

  promise("on a phone and without script a proposal is looked at and dismissed, and nothing of it is done", async ({ meet }) => {
    const here = await shop();
    const owner = await here.owner(meet, PLAIN_PHONE);
    const { page } = owner;
    const more = "We begin on the day you pay.";
    await Promise.all(["add-1", "add-2", "add-3"].map((chat) => here.edited(chat, ENGRAVED, (draft) => `${draft} ${more}`)));
    const added = page.locator(".card", { hasText: "Always added" });
    await until("it is proposed", async () => (await owner.go("/learning"), added.count()));
    assert.equal((await added.locator("ins").innerText()).trim(), more);
    const bad = await faults(page, "learning-list");
    await added.getByRole("link", { name: "See its effect" }).click();
    await page.locator(".counts", { hasText: "of 3 edits needless" }).waitFor();
    await page.getByRole("button", { name: "Dismiss" }).click();
    await toast(owner, "Dismissed.").waitFor();
    assert.equal(await added.count(), 0);
    await page.getByText("Dismissed", { exact: true }).waitFor();
    assert.ok(!(await here.api("/v1/knowledge/articles/engraving")).body.includes(more));
    assert.deepEqual(bad, []);
    owner.clean();
  });
}
