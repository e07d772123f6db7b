// Rehearsal: past questions are judged in one sitting, by key and by button; the real answer comes after the word.

import assert from "node:assert/strict";
import { shot } from "../lib/browser.mjs";
import { PLAIN_PHONE, faults, shop } from "../lib/shop.mjs";

const HERE = "/autopilot/rehearsal";
const PAST = [
  ["Do you deliver on Saturdays?", "Yes, on Saturdays too."],
  ["How should I store the bowls?", "Just stack them."],
  ["Can I add a greeting card?", "Yes, for free."],
  ["Can I pay by card in the studio?", "From five euros on."],
  ["Do you sell gift vouchers?", "We do."],
];

/** The card that is to be judged: its place, question, draft, and the answer that nobody may see yet. */
async function atHand(page) {
  const card = page.locator("#deciding > .card.review");
  await card.waitFor();
  const [question, draft] = (await card.locator("blockquote.said").allInnerTexts()).map((words) => words.trim());
  const answer = new Map(PAST).get(question);
  assert.ok(answer, `this was asked: ${question}`);
  assert.ok(!(await page.locator("main").innerText()).includes(answer), "the real answer comes after the word");
  return { card, question, draft, answer, place: await card.getByRole("heading").innerText() };
}

/** As long as somebody takes to read it: 25 ms a letter, and never under two seconds. */
const read = (page, draft) => page.waitForTimeout(Math.max(2_000, 25 * draft.length) + 600);

/** What the page says of the one before. */
async function said(page, { question, answer }, words) {
  const last = page.locator("#last");
  await last.getByRole("heading", { name: words }).waitFor();
  const shown = (await last.locator("blockquote").allInnerTexts()).map((one) => one.trim());
  assert.deepEqual(shown.slice(0, 2), [question, answer]);
  await last.getByText("What was really answered, by Ada").waitFor();
}

/** Whether it can be seen without scrolling. */
const inSight = (locator) => locator.evaluate((one) => {
  const { top, bottom } = one.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
});

export default function rehearsing(promise) {
  promise("past questions are judged in one sitting by keys and buttons, and the real answer is shown after each word", async ({ meet }) => {
    const here = await shop();
    const [owner, plain] = [await here.owner(meet), await here.owner(meet, PLAIN_PHONE)];
    const { page } = owner;
    await Promise.all(PAST.map(([question, answer], n) => here.past(`past-${n}`, question, answer)));
    await owner.go("/autopilot");
    await page.getByRole("link", { name: "Rehearse past questions" }).press("Enter");
    await page.getByText(/At 5 %: 0 of \d+ decisions were rehearsed/).waitFor();
    await shot(page, "rehearsal-begin", true);
    const sent = PAST.map((_, n) => here.sent(`past-${n}`));
    await page.getByLabel("Questions at most").fill(String(PAST.length));
    await page.getByLabel("Questions at most").press("Enter");
    // Nobody loads it again: the page looks by itself, with script and without, and is left alone once there is a draft.
    let [now] = await Promise.all([atHand(page), plain.go(HERE).then(() => atHand(plain.page))]);
    assert.equal(now.place, "1 of 5");
    await read(page, now.draft);
    await page.keyboard.press("a");
    await page.getByText("Counted.", { exact: true }).waitFor();
    await said(page, now, "right as it stands");
    for (const one of [page.locator("#deciding").getByRole("button", { name: "Skip" }), page.locator("#last h2")]) {
      assert.ok(await inSight(one), "nobody decides on a draft that they must scroll to");
    }
    const bad = await faults(page, "rehearsal-judged");

    // Nothing is made of what comes before anybody can have read, or where no script tells how long it was looked at.
    now = await atHand(page);
    assert.equal(now.place, "2 of 5");
    await page.getByRole("button", { name: "Only the wording" }).click();
    await page.getByText("faster than anybody reads").waitFor();
    await said(page, now, "right, but for the wording");
    await plain.go(HERE);
    now = await atHand(plain.page);
    await plain.page.getByRole("button", { name: "I would send it as it stands" }).click();
    await plain.page.getByRole("alert").getByText("or no script told how long it took").waitFor();
    await said(plain.page, now, "right as it stands");

    await owner.go(HERE);
    now = await atHand(page);
    await page.keyboard.press("w");
    assert.ok(await inSight(now.card.getByRole("button", { name: "Outdated source" })), "the reasons are in sight");
    await shot(page, "rehearsal-wrong");
    await page.keyboard.press("1");
    await page.getByText("Counted.", { exact: true }).waitFor();
    await said(page, now, "wrong");

    now = await atHand(page);
    assert.equal(now.place, "5 of 5");
    await page.keyboard.press("s");
    await page.getByText("Skipped. It says nothing.").waitFor();
    await said(page, now, "skipped");
    await page.getByText("That was the last one: 5 judged, 2 count, 1 of them wrong.").waitFor();
    await shot(page, "rehearsal-through", true);
    await page.getByRole("button", { name: "End this rehearsal" }).press("Enter");
    await page.getByText("Ended. What you judged stays.").waitFor();
    await page.locator("#past", { hasText: "5 of 5 judged, 2 counted, 1 of them wrong" }).waitFor();
    await page.getByText(/At 5 %: 2 of \d+ decisions were rehearsed/).waitFor();

    // All of it is evidence, and none of it has reached a visitor.
    const log = (await here.api("/v1/certificates/5/log?after=0&limit=1000")).items;
    assert.deepEqual(log.filter((one) => one.input.source === "rehearsal").map((one) => one.input.bad), [false, true]);
    assert.deepEqual(PAST.map((_, n) => here.sent(`past-${n}`)), sent);
    assert.deepEqual(bad, []);
    for (const one of [owner, plain]) one.clean();
  });
}
