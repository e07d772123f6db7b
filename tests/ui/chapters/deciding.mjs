// What an owner can do with a suggestion besides approving it, and what happens when it is overtaken.

import assert from "node:assert/strict";
import { covered } from "../lib/checks.mjs";
import { until } from "../lib/house.mjs";
import { REFUSED, answers, draftOf, reads, say, shot, signIn, suggestion, toast, waiting } from "../lib/browser.mjs";

const HANDOFF = "This one needs a person";

export default function deciding(promise) {
  promise("a suggestion edited in place is sent in the owner's words, and the button says so beforehand", async ({ meet }) => {
    const [visitor, owner] = [await meet(), await meet()];
    const question = "Are your mugs dishwasher safe?";
    const words = "Yes, they are.\n\nOnly pieces with a gold rim want to be washed by hand.";
    await signIn(owner);
    await say(visitor, question);
    const card = suggestion(owner, question);
    const approve = card.locator("[data-approve]");
    const label = async () => (await approve.locator("span").innerText()).trim();
    await card.waitFor();
    assert.equal(await label(), "Approve and send");
    await card.getByRole("button", { name: "Edit" }).click();
    await card.getByLabel("Suggested reply").fill(words);
    assert.equal(await label(), "Approve (edited)");
    await card.getByRole("button", { name: "Restore the draft" }).click();
    assert.equal(await label(), "Approve and send", "the draft restored is no longer edited");
    await card.getByLabel("Suggested reply").fill(words);
    await shot(owner.page, "deciding-edited");
    await approve.click();
    await toast(owner, "Approved with your changes.").waitFor();
    await reads(visitor, words);
    for (const one of [visitor, owner]) one.clean();
  });

  promise("a suggestion that came while the owner watched leaves the inbox with the decision", async ({ meet }) => {
    const [visitor, owner] = [await meet(), await meet()];
    const question = "Can you put a name on a mug?";
    await signIn(owner);
    const count = owner.page.locator("#to-decide .count");
    const before = await count.innerText();
    await say(visitor, question);
    const card = suggestion(owner, question);
    await card.waitFor();
    await card.getByRole("button", { name: "Approve and send" }).click();
    await toast(owner, "Approved.").waitFor();
    assert.equal(await card.count(), 0, "what is decided is gone from the list");
    assert.equal(await count.innerText(), before, "and from the count");
    for (const one of [visitor, owner]) one.clean();
  });

  promise("a rejected suggestion is never sent: the chat goes to a human, and the visitor is told", async ({ meet }) => {
    const [visitor, owner] = [await meet(), await meet()];
    const question = "Do you offer gift wrapping?";
    await signIn(owner);
    await say(visitor, question);
    const card = suggestion(owner, question);
    await card.waitFor();
    const draft = await draftOf(card);
    await card.locator("summary", { hasText: "Reject" }).click();
    await shot(owner.page, "deciding-reject");
    await card.getByRole("button", { name: "Wrong topic" }).click();
    await toast(owner, "Rejected.").waitFor();
    await waiting(owner, question).waitFor();
    assert.equal(await card.count(), 0, "what is decided is gone from the list");
    await answers(visitor).filter({ hasText: HANDOFF }).waitFor();
    assert.ok(!(await visitor.page.locator(".thread").innerText()).includes(draft.slice(0, 60)), "the visitor never reads it");
    for (const one of [visitor, owner]) one.clean();
  });

  promise("what can still be taken back covers nothing that can be pressed, on a desk and on a phone", async ({ meet }) => {
    for (const [where, viewport] of [["desk", { width: 1280, height: 800 }], ["phone", { width: 390, height: 844 }]]) {
      const [visitor, other, owner] = [await meet(), await meet(), await meet({ viewport })];
      const [question, next] = [`Are your mugs dishwasher safe (${where})?`, `How much does gift wrapping cost (${where})?`];
      await signIn(owner);
      await say(visitor, question);
      await say(other, next);
      await suggestion(owner, next).waitFor();
      const card = suggestion(owner, question);
      await card.waitFor();
      await card.getByRole("button", { name: "Approve and send" }).click();
      await owner.page.locator("#undoable form").waitFor();
      await shot(owner.page, `deciding-undo-${where}`);
      assert.deepEqual(await owner.page.evaluate(covered), [], where);
      await owner.page.getByRole("button", { name: "Undo" }).click();
      await card.waitFor();
      await owner.page.locator("#undoable form").waitFor({ state: "detached" });
      for (const one of [visitor, other, owner]) one.clean();
    }
  });

  promise("what is typed before taking a chat over goes along to where one writes by hand", async ({ meet }) => {
    const [visitor, owner] = [await meet(), await meet()];
    const question = "Do you offer gift wrapping for parcels?";
    const words = "I have weighed one:\n\nit is two kilos & a bit.";
    await signIn(owner);
    await say(visitor, question);
    const card = suggestion(owner, question);
    await card.waitFor();
    await card.getByLabel("Suggested reply").fill(words);
    await card.getByRole("button", { name: "Take over" }).click();
    await owner.page.waitForURL(/\/conversations\/con_/);
    const field = owner.page.getByRole("textbox", { name: "Reply by hand" });
    assert.equal(await field.inputValue(), words);
    assert.ok(await field.evaluate((one) => one === document.activeElement), "and one goes on writing");
    await owner.page.reload();
    assert.equal(await field.inputValue(), "", "once");
    await field.fill(words);
    await owner.page.getByRole("button", { name: "Send in my name" }).click();
    await reads(visitor, words);
    for (const one of [visitor, owner]) one.clean();
  });

  promise("whoever was on a card that is overtaken stands on the next one or the fresh one, and hears why", async ({ meet }) => {
    const [visitor, other, owner] = [await meet(), await meet(), await meet()];
    const [question, next] = ["How much does gift wrapping cost for one mug?", "Are your mugs dishwasher safe, by the way?"];
    await signIn(owner);
    await say(visitor, question);
    const card = suggestion(owner, question);
    await card.waitFor();
    await say(other, next);
    await suggestion(owner, next).waitFor();
    await card.focus();
    const before = await card.getAttribute("id");
    await say(visitor, "And can I add a greeting card as well?");
    const here = owner.page.locator(".card:focus");
    await until("the focus is on another card", async () => (await here.count()) === 1 && (await here.getAttribute("id")) !== before);
    const why = owner.page.locator("#told");
    assert.match(await why.innerText(), /^What you were on (is no longer open|has changed)\. This is /);
    assert.equal((await here.locator("[data-note]").innerText()).trim(), (await why.innerText()).trim(), "and who looks reads it");
    await shot(owner.page, "deciding-overtaken-focus");
    const stood = await here.getAttribute("id");
    await owner.page.keyboard.press("j");
    await owner.page.keyboard.press("k");
    assert.equal(await here.getAttribute("id"), stood, "the keys go on from there");
    for (const one of [visitor, other, owner]) one.clean();
  });

  promise("in a chat, a key that was meant for the draft before decides on nothing that came in its place", async ({ meet }) => {
    const [visitor, owner] = [await meet(), await meet()];
    const question = "How much does gift wrapping cost for two mugs?";
    await signIn(owner);
    await say(visitor, question);
    await suggestion(owner, question).getByRole("link").first().click();
    const card = owner.page.locator("#deciding > .card.review");
    await card.waitFor();
    const before = await card.getAttribute("id");
    // Pressed in the very moment in which the fresh draft is put in place.
    await owner.page.evaluate((before) => {
      window.pressed = 0;
      new MutationObserver(() => {
        const card = document.querySelector("#deciding > .card.review");
        if (!card || card.id === before || window.pressed) return;
        window.pressed += 1;
        document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "a", bubbles: true, cancelable: true }));
      }).observe(document.getElementById("deciding"), { childList: true });
    }, before);
    await say(visitor, "And can I add a greeting card to both gifts?");
    await owner.page.waitForFunction(() => window.pressed === 1);
    await owner.page.waitForTimeout(900);
    assert.equal(await owner.page.locator("[data-undo]").count(), 0, "nothing was decided");
    const draft = await draftOf(card);
    await owner.page.keyboard.press("a");
    await reads(visitor, draft);
    for (const one of [visitor, owner]) one.clean();
  });

  promise("an approval of what the visitor has overtaken is refused, says what changed, and keeps the owner's words", async ({ meet }) => {
    const [visitor, owner, bystander] = [await meet(), await meet(), await meet()];
    const question = "How much does gift wrapping cost?";
    const words = "My own words about wrapping.";
    await signIn(bystander);
    await signIn(owner);
    await say(visitor, question);
    const card = suggestion(owner, question);
    await card.waitFor();
    const old = owner.page.locator(`[id="${await card.getAttribute("id")}"]`);
    await old.getByLabel("Suggested reply").fill(words);

    const more = "And can I add a greeting card to the gift?";
    await say(visitor, more);
    await suggestion(bystander, more).waitFor();
    await old.locator("[data-note]").waitFor();
    await shot(owner.page, "deciding-overtaken", true);
    await old.locator("[data-approve]").click();
    const notice = owner.page.locator(".notice[role=alert]");
    await notice.waitFor();
    assert.match(await notice.innerText(), /Not sent: this changed since you looked\.\s+The visitor wrote again\./);
    assert.equal((await notice.getByLabel("What you had written").inputValue()).trim(), words);
    await suggestion(owner, more).waitFor();
    await shot(owner.page, "deciding-refused", true);
    assert.ok(!(await visitor.page.locator(".thread").innerText()).includes(words), "nothing of it was sent");
    for (const one of [visitor, bystander]) one.clean();
    owner.clean(REFUSED);
  });

  promise("a suggestion that a colleague decided first is sent once, keeps my words to copy, and leaves my inbox", async ({ meet }) => {
    const [visitor, owner, colleague] = [await meet(), await meet(), await meet()];
    const question = "How should I store the bowls?";
    const words = "My own words about bowls.";
    await signIn(owner);
    await signIn(colleague);
    await say(visitor, question);
    const card = suggestion(owner, question);
    await card.waitFor();
    const draft = await draftOf(card);
    await card.getByLabel("Suggested reply").fill(words);
    await suggestion(colleague, question).getByRole("button", { name: "Approve and send" }).click();
    await card.locator("[data-note=closed]").waitFor();
    await card.locator("[data-approve]").click();
    const notice = owner.page.locator("#notice .notice[role=alert]");
    await notice.waitFor();
    assert.match(await notice.innerText(), /Not sent\..*Demo owner has decided on it already/);
    assert.equal((await notice.getByLabel("What you had written").inputValue()).trim(), words);
    await card.waitFor({ state: "detached", timeout: 5_000 });
    await reads(visitor, draft);
    for (const one of [visitor, colleague]) one.clean();
    owner.clean(REFUSED);
  });
}
