// One key per decision: every key, what it must not do, and the way back.

import assert from "node:assert/strict";
import { draftOf, reads, answers, say, shot, signIn, suggestion, toast, waiting } from "../lib/browser.mjs";
import { until } from "../lib/house.mjs";

const focused = (locator) => locator.evaluate((one) => one === document.activeElement);

/** Puts the focus on a card by keys alone. */
async function reach(owner, card) {
  await until("j reaches the card", async () => (await focused(card)) || (await owner.page.keyboard.press("j"), focused(card)), 10_000);
}

/** Longer than the moment in which a second key press decides on nothing. */
const rest = (owner) => owner.page.waitForTimeout(900);

export default function keys(promise) {
  promise("a decision can be taken back while it waits, by key, and is then open again with nothing sent", async ({ meet }) => {
    const [visitor, owner] = [await meet(), await meet()];
    const question = "How long is shipping to Canada, please?";
    await signIn(owner);
    await say(visitor, question);
    const card = suggestion(owner, question);
    await card.waitFor();
    const draft = await draftOf(card);
    await reach(owner, card);
    await owner.page.keyboard.press("a");
    await toast(owner, "The reply leaves in").waitFor();
    assert.equal(await card.count(), 0, "what is decided is gone from the list");
    await shot(owner.page, "keys-undo");
    await owner.page.keyboard.press("u");
    await card.waitFor();
    await until("the card has the focus again", () => focused(card), 5_000);
    await owner.page.waitForTimeout(6_000);
    assert.equal((await answers(visitor).allInnerTexts()).includes(draft), false, "nothing was sent");

    await owner.page.keyboard.press("r");
    await owner.page.keyboard.press("3");
    await toast(owner, "Rejected.").waitFor();
    await owner.page.keyboard.press("u");
    await card.waitFor();
    await rest(owner);
    await owner.page.keyboard.press("a");
    await reads(visitor, draft);
    await until("no undo is offered any more", async () => (await owner.page.locator("[data-undo]").count()) === 0, 10_000);
    for (const one of [visitor, owner]) one.clean();
  });

  promise("a page that was asked for before a decision leaves in place the card that came after it", async ({ meet }) => {
    const [ada, bob] = [await meet(), await meet()];
    const questions = ["How long is shipping to Canada, if I may ask?", "Can I wash the bowls in the dishwasher, if I may ask?"];
    for (const question of questions) {
      const visitor = await meet();
      await say(visitor, question);
      visitor.clean();
    }
    for (const one of [ada, bob]) await signIn(one);
    const cards = questions.map((question) => suggestion(ada, question));
    for (const card of cards) await card.waitFor();
    const [first, second] = await Promise.all(cards.map((card) => card.getAttribute("id")));
    await reach(ada, cards[0]);

    // As where thousands wait: by the time the page is made, neither has a place among the costliest waits.
    let let_go = null;
    const decided = new Promise((go) => (let_go = go));
    let asked = 0;
    await ada.page.route(`**/?keep=${first}`, async (route) => {
      asked += 1;
      const answer = await route.fetch();
      await decided;
      const without = (html, id) => html.replace(new RegExp(`<article [^>]*id="${id}"[^]*?</article>`), "");
      await route.fulfill({ response: answer, body: [first, second].reduce(without, await answer.text()) });
    });
    await ada.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await until("a page is on its way", () => asked > 0);
    // Other questions may lie between the two.
    await ada.page.evaluate((id) => document.querySelectorAll("#suggestions > .card").forEach((one) => one.id === id && document.activeElement.after(one)), second);
    await rest(ada);
    await ada.page.keyboard.press("a");
    await until("the next card has the focus", () => focused(cards[1]));
    // A key that puts the focus on something within the card.
    await rest(ada);
    await ada.page.keyboard.press("r");
    const reasons = cards[1].locator("details.reject button").first();
    assert.ok(await focused(reasons));
    const unread = ada.page.waitForResponse((answer) => answer.url().endsWith(`/?keep=${second}`));
    let_go();
    await unread;
    await ada.page.evaluate(() => new Promise((go) => setTimeout(go, 250))); // What came is put in place.
    assert.ok(await focused(reasons), "and keeps it");
    assert.equal(await cards[1].locator("[data-note]").count(), 0, "nobody says that it is no longer open");
    await ada.page.keyboard.press("r");
    assert.ok(await focused(cards[1]));
    await ada.page.unroute(`**/?keep=${first}`);

    // Truly gone: decided elsewhere.
    await suggestion(bob, questions[1]).getByText("Reject").first().click();
    await suggestion(bob, questions[1]).locator("details.reject button").first().click();
    await until("it is gone", async () => (await cards[1].count()) === 0);
    assert.equal(await ada.page.evaluate(() => document.activeElement === document.body), false, "the focus is not lost");
    for (const one of [ada, bob]) one.clean();
  });

  promise("e edits in place with a live word diff, Escape leaves, the draft can be restored", async ({ meet }) => {
    const [visitor, owner] = [await meet(), await meet()];
    const question = "Can I wash the mugs in the dishwasher?";
    await signIn(owner);
    await say(visitor, question);
    const card = suggestion(owner, question);
    await card.waitFor();
    const draft = await draftOf(card);
    await reach(owner, card);
    await owner.page.keyboard.press("e");
    await owner.page.keyboard.type(" Have fun!");
    assert.equal((await card.locator("[data-diff] ins").innerText()).trim(), "Have fun!");
    assert.equal(await card.locator("[data-diff] del").count(), 0);
    assert.equal(await card.locator("[data-approve] span").innerText(), "Approve (edited)");
    await shot(owner.page, "keys-diff");
    await owner.page.keyboard.press("Escape");
    assert.ok(await focused(card), "Escape leaves the field for the card");
    await card.getByRole("button", { name: "Restore the draft" }).click();
    assert.equal(await draftOf(card), draft);
    assert.equal(await card.locator("[data-diff]").isVisible(), false);
    assert.equal(await card.locator("[data-approve] span").innerText(), "Approve and send");
    await card.getByLabel("Suggested reply").fill(draft.replace(/^\S+/, "Surely"));
    assert.equal((await card.locator("[data-diff] del").innerText()).trim(), draft.split(/\s/)[0]);
    await owner.page.keyboard.press("Control+Enter");
    await toast(owner, "Approved with your changes.").waitFor();
    await reads(visitor, draft.replace(/^\S+/, "Surely"));
    for (const one of [visitor, owner]) one.clean();
  });

  promise("j, k, arrows, space, w, o, t, / and ? do what the list of keys says, and none of them while one types", async ({ meet }) => {
    const [first, second, owner] = [await meet(), await meet(), await meet()];
    const questions = ["How long does shipping to Norway take?", "Is there a discount for wholesale?"];
    await signIn(owner);
    await say(first, questions[0]);
    await suggestion(owner, questions[0]).waitFor();
    await say(second, questions[1]);
    const all = owner.page.locator("[data-cards] > .card");
    await until("both are there", async () => {
      const said = (await all.locator(".said").allInnerTexts()).join("\n");
      return questions.every((question) => said.includes(question));
    });
    const card = suggestion(owner, questions[0]);
    await reach(owner, card);

    await owner.page.keyboard.press("w");
    await card.getByText("Every sentence is backed by a cited passage").waitFor();
    await shot(owner.page, "keys-why");
    await owner.page.keyboard.press("w");
    await card.focus();

    await owner.page.keyboard.press("ArrowDown");
    assert.equal(await focused(card), false, "the arrow moves on");
    await owner.page.keyboard.press("ArrowUp");
    assert.ok(await focused(card), "and back");
    await owner.page.keyboard.press("k");
    await reach(owner, card);

    await owner.page.keyboard.press("Space");
    const order = await owner.page.locator("#suggestions > .card .said").allInnerTexts();
    assert.ok(order.at(-1).includes(questions[0]), "what is skipped is looked at last");
    await owner.page.reload();
    await card.waitFor();
    assert.ok((await owner.page.locator("#suggestions > .card .said").allInnerTexts()).at(-1).includes(questions[0]), "also after a reload");

    await owner.page.keyboard.press("?");
    await owner.page.getByRole("dialog").getByText("reject with a reason").waitFor();
    await shot(owner.page, "keys-help");
    await owner.page.keyboard.press("Escape");
    await owner.page.keyboard.press("/");
    assert.ok(await focused(owner.page.getByLabel("Search all chats")), "/ goes to the search");
    await owner.page.keyboard.type("a");
    await owner.page.keyboard.press("Backspace");
    await card.focus();
    await card.getByLabel("Suggested reply").focus();
    await owner.page.keyboard.press("Control+End");
    await owner.page.keyboard.type(" are?jtu");
    assert.match(await draftOf(card), / are\?jtu$/, "letters typed are letters");
    assert.equal(await owner.page.locator("[data-undo]").count(), 0);
    await card.getByRole("button", { name: "Restore the draft" }).click();

    await card.focus();
    await owner.page.keyboard.press("t");
    await owner.page.waitForURL(/\/conversations\/con_/);
    await owner.page.getByText("Taken by Demo owner").waitFor();
    for (const one of [first, second, owner]) one.clean();
  });

  promise("r and a digit reject for the reason that stands beside the digit, and o opens the chat", async ({ meet }) => {
    const owner = await meet();
    await signIn(owner);
    const stored = async (id) => (await owner.page.evaluate(async (path) => (await fetch(path)).json(), `/v1/suggestions/${id}`)).decided?.reason;
    const reasons = [["1", "wrong_fact"], ["2", "wrong_topic"], ["4", "needs_a_person"], ["5", "outdated_source"]];
    for (const [digit, reason] of reasons) {
      const visitor = await meet();
      const question = `Are your mugs dishwasher safe, all ${digit} of them?`;
      await say(visitor, question);
      const card = suggestion(owner, question);
      await card.waitFor();
      const id = await card.getAttribute("id");
      await rest(owner);
      await card.focus();
      await owner.page.keyboard.press("r");
      await owner.page.keyboard.press(digit);
      await toast(owner, "Rejected.").first().waitFor();
      await until(`${digit} is kept as ${reason}`, async () => (await stored(id)) === reason, 10_000);
      visitor.clean();
      await visitor.leave();
    }
    const [visitor, question] = [await meet(), "Are your mugs dishwasher safe, please?"];
    await say(visitor, question);
    const card = suggestion(owner, question);
    await card.waitFor();
    await card.focus();
    await owner.page.keyboard.press("o");
    await owner.page.waitForURL(/\/conversations\/con_/);
    await owner.page.locator("#thread", { hasText: question }).waitFor();
    for (const one of [visitor, owner]) one.clean();
  });

  promise("keys can be switched off, and then do nothing", async ({ meet }) => {
    const [visitor, owner] = [await meet(), await meet()];
    const question = "Where is my order?";
    await signIn(owner);
    await say(visitor, question);
    await until("it is there", async () =>
      (await suggestion(owner, question).count()) + (await waiting(owner, question).count()));
    await owner.page.keyboard.press("?");
    await owner.page.getByRole("button", { name: "Switch keys off" }).click();
    await owner.page.getByRole("button", { name: "Close" }).click();
    await owner.page.keyboard.press("j");
    assert.equal(await owner.page.locator(".card:focus").count(), 0);
    for (const one of [visitor, owner]) one.clean();
  });

  promise("fifty good drafts take fifty keys, and each is sent once to the one who asked", async ({ meet, house }) => {
    const owner = await meet();
    await signIn(owner);
    const page = owner.page;
    const before = await page.locator("#suggestions > .card").count();
    const visitors = [];
    for (let n = 0; n < 50; n += 1) {
      // A visitor is a cookie; fifty of them need no fifty windows.
      const context = await page.context().browser().newContext();
      const play = await context.request.get(`${house.url}/playground`);
      const csrf = (await play.text()).match(/name="csrf" value="([0-9a-f]+)"/)[1];
      const said = await context.request.post(`${house.url}/playground/say`, {
        form: { csrf, text: "How long does shipping to Canada take?" }, headers: { origin: house.url },
      });
      assert.ok(said.ok());
      visitors.push(context);
    }
    const count = page.locator("#to-decide .count");
    await until("all wait", async () => Number.parseInt(await count.innerText(), 10) >= before + 50, 60_000);
    await page.keyboard.press("j");
    let skipped = 0;
    await page.evaluate(() => {
      [window.pressed, window.times] = [[], []];
      addEventListener("keydown", (event) => {
        if (!event.isTrusted) return;
        window.pressed.push(event.key);
        if (event.key !== "a") return;
        const [before, began] = [document.activeElement, performance.now()];
        requestAnimationFrame(function look() {
          const now = document.activeElement;
          if (now !== before && (now.matches(".card") || now.id === "main")) window.times.push(performance.now() - began);
          else requestAnimationFrame(look);
        });
      }, true);
    });
    for (let n = 0; n < 50; n += 1) {
      const card = page.locator(".card:focus");
      // Skipping is no decision: what belongs to other chapters is left to them.
      if (!/shipping to Canada/.test(await card.locator(".said").innerText())) {
        const here = await card.getAttribute("id");
        assert.ok((skipped += 1) < 200, `no good draft among the ${await page.locator("#suggestions > .card").count()} that wait`);
        await page.keyboard.press("j");
        // Behind the last one, those that moved up while we went down are still to come.
        if (await card.getAttribute("id") === here) await page.locator("#suggestions > .card").first().focus();
        n -= 1;
        continue;
      }
      await rest(owner);
      await page.keyboard.press("a");
      await page.waitForFunction((decided) => window.times.length === decided, n + 1);
    }
    const { pressed, times } = await page.evaluate(() => ({ pressed: window.pressed, times: window.times }));
    assert.equal(pressed.filter((key) => key !== "j").join(""), "a".repeat(50), "one key each, and no other");
    times.sort((a, b) => a - b);
    console.log(`# key to next card, ms: median ${times[25].toFixed(1)}, largest ${times.at(-1).toFixed(1)}`);
    await until("every visitor has one answer", async () => {
      for (const context of visitors) {
        const shown = await (await context.request.get(`${house.url}/playground/messages`)).text();
        const lines = shown.match(/k-approved/g) ?? [];
        assert.ok(lines.length <= 1, "nobody is answered twice");
        if (lines.length === 0) return false;
      }
      return true;
    }, 60_000);
    for (const context of visitors) await context.close();
    owner.clean();
  });
}
