// Two owners and a bad line: exactly one outcome, and nothing stale that looks fresh.

import assert from "node:assert/strict";
import { answers, draftOf, REFUSED, reads, say, shot, signIn, suggestion, waiting } from "../lib/browser.mjs";
import { until } from "../lib/house.mjs";

export default function together(promise) {
  promise("two owners press at the same moment: one decision counts, the visitor is answered once", async ({ meet }) => {
    const [visitor, ada, bob] = [await meet(), await meet(), await meet()];
    await signIn(ada);
    await signIn(bob);
    for (const question of ["How do I care for the glaze?", "What sizes do the bowls come in?"]) {
      await say(visitor, question);
      const cards = [suggestion(ada, question), suggestion(bob, question)];
      for (const card of cards) await card.waitFor();
      const draft = await draftOf(cards[0]);
      await Promise.all(cards.map((card) => card.evaluate((one) => {
        const approve = one.querySelector("[data-approve]");
        approve.click();
        approve.click();
      })));
      await reads(visitor, draft);
      await ada.page.waitForTimeout(1_500);
      const times = (await answers(visitor).allInnerTexts()).filter((text) => text.trim() === draft.trim()).length;
      assert.equal(times, 1, "answered once");
    }
    const refusals = [ada, bob].flatMap((one) => one.untoward);
    assert.ok(refusals.length >= 2 && refusals.every((what) => REFUSED.test(what)), `the loser of each race is told so: ${refusals}`);
    visitor.clean();
  });

  promise("a reply by hand leaves once, however often it is pressed, and whoever comes second is told and keeps their words", async ({ meet }) => {
    const [visitor, ada, bob] = [await meet(), await meet(), await meet()];
    await signIn(ada);
    await say(visitor, "I was charged twice for my teapot!");
    const heard = waiting(ada, "charged twice for my teapot");
    await heard.waitFor();
    const chat = await heard.locator("h3 a").getAttribute("href");
    await signIn(bob);
    await bob.go(chat);
    await ada.go(chat);
    const composer = (one) => one.page.locator("#composer textarea");
    // Bob has begun to write: what he sees of the form stays as it is.
    await composer(bob).fill("Bob looks into it.");
    await composer(ada).fill("Ada pays it back.");
    // A double click, and a browser that sends again what it got no answer to.
    await ada.page.locator("#composer form").evaluate((form) => {
      const body = new URLSearchParams(new FormData(form));
      return Promise.all([1, 2, 3].map(() => fetch(form.action, { method: "POST", body })));
    });
    await reads(visitor, "Ada pays it back.");
    await bob.page.locator("#composer button[type=submit]").click();
    await bob.page.locator(".notice", { hasText: "answered or taken over this chat since you looked" }).waitFor();
    await shot(bob.page, "reply-by-hand-second");
    assert.equal(await composer(bob).inputValue(), "Bob looks into it.");
    const said = async () => (await answers(visitor).allInnerTexts()).map((text) => text.trim());
    await bob.page.waitForTimeout(1_500);
    assert.equal((await said()).filter((text) => text === "Ada pays it back.").length, 1, "left once");
    assert.ok(!(await said()).includes("Bob looks into it."), "nothing of Bob's has left");
    await say(visitor, "It was the blue teapot.");
    await bob.page.locator(".thread", { hasText: "It was the blue teapot." }).waitFor();
    assert.equal(await composer(bob).inputValue(), "Bob looks into it.", "his words are still there when the page changes around them");
    await bob.page.locator("#composer button[type=submit]").click();
    await reads(visitor, "Bob looks into it.");
    visitor.clean();
    bob.clean(REFUSED);
    ada.clean();
  });

  promise("a chat is not over for whoever has not seen what the visitor wrote last", async ({ meet }) => {
    const [visitor, owner] = [await meet(), await meet()];
    await signIn(owner);
    await say(visitor, "I want my money back for the saucer!");
    const card = waiting(owner, "money back for the saucer");
    await card.waitFor();
    await owner.go(await card.locator("h3 a").getAttribute("href"));
    // The page hears of nothing new.
    await owner.page.route("**/v1/stream", (route) => route.abort());
    await owner.page.route("**/conversations/*", (route) => (route.request().method() === "GET" && !route.request().isNavigationRequest() ? route.abort() : route.continue()));
    await owner.page.reload();
    await say(visitor, "And the cup is broken, too.");
    await owner.page.locator("#deeds form[action$='/resolve'] button").click();
    await owner.page.locator(".notice", { hasText: "changed since you looked" }).waitFor();
    assert.ok((await owner.page.locator(".thread").innerText()).includes("And the cup is broken, too."));
    visitor.clean();
    owner.clean(REFUSED, /ERR_FAILED/, /Failed to load resource/);
  });

  promise("a lost line is said, and what happened meanwhile is there when it is back", async ({ meet, house }) => {
    const [visitor, owner] = [await meet(), await meet()];
    await signIn(owner);
    await owner.page.context().setOffline(true);
    // An open stream outlives the switch; the next request finds nobody.
    await owner.page.evaluate(() => window.stop());
    await owner.page.reload().catch(() => {});
    await owner.page.context().setOffline(false);
    await owner.go("/");
    await owner.page.route("**/v1/stream", (route) => route.abort());
    await owner.page.reload();
    await owner.page.locator(".offline").waitFor();
    await shot(owner.page, "offline");
    const question = "Do you have gift cards, or gift wrapping?";
    await say(visitor, question);
    await owner.page.unroute("**/v1/stream");
    await until("the line is back", async () => (await owner.page.locator(".offline").count()) === 0, 20_000);
    await until("and so is what happened", async () => (await owner.page.locator(".said", { hasText: question }).count()) > 0, 10_000);
    visitor.clean();
    owner.clean(/ERR_FAILED|ERR_INTERNET_DISCONNECTED|ERR_ABORTED|chrome-error/, /Failed to load resource/);
    assert.ok(house.url);
  });

  promise("a decision that does not get through brings its card back, with the words kept", async ({ meet }) => {
    const [visitor, owner] = [await meet(), await meet()];
    const question = "Shipping to Canada: how long does it take?";
    await signIn(owner);
    await say(visitor, question);
    const card = suggestion(owner, question);
    await card.waitFor();
    await card.getByLabel("Suggested reply").fill("Two weeks.");
    await owner.page.route("**/suggestions/*/approve", (route) => route.abort());
    await card.locator("[data-approve]").click();
    await card.locator("[data-note=failed]").waitFor();
    assert.equal(await draftOf(card), "Two weeks.");
    await owner.page.unroute("**/suggestions/*/approve");
    await card.locator("[data-approve]").click();
    await reads(visitor, "Two weeks.");
    visitor.clean();
    owner.clean(/ERR_FAILED/);
  });
}
