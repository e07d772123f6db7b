// The holdout: an owner keeps a share of the visitors for people, by lottery; the page says what is in force.

import assert from "node:assert/strict";
import { shot, toast, waiting } from "../lib/browser.mjs";
import { until } from "../lib/house.mjs";
import { PLAIN_PHONE, faults, shop } from "../lib/shop.mjs";

const HERE = "/settings/answers";
const QUESTION = "What are the fine lines in the glaze?";
const DRAFTED = "crazing";
const SHARE = "Of 100 chats that could get a draft";

export default function holdout(promise) {
  promise("a share of visitors chosen for people is refused over half, begins a period, is drawn, and ends with the next", async ({ meet }) => {
    const here = await shop();
    const owner = await here.owner(meet);
    const { page } = owner;
    const card = page.locator("details.card", { has: page.locator("#holdout-now") });
    const now = card.locator("#holdout-now");
    const unfolded = async () => {
      await owner.go(HERE);
      if (!(await now.isVisible())) await card.locator("summary").press("Enter");
      return now.innerText();
    };
    const inForce = (words) => until(`the page says ${words}`, async () => (await unfolded()).includes(words));
    assert.match(await unfolded(), /^Now: nobody is kept for people/);
    assert.ok(!(await card.innerText()).includes("began"), "no period where there is no lottery");

    await page.getByLabel(SHARE).fill("51");
    await page.getByLabel(SHARE).press("Enter");
    await page.getByRole("alert").getByText("Nothing was changed:").waitFor();
    assert.equal(await page.getByLabel(SHARE).inputValue(), "51");
    assert.equal(await page.getByLabel(SHARE).getAttribute("aria-invalid"), "true");
    await shot(page, "holdout-refused", true);

    await page.getByLabel(SHARE).fill("50");
    await page.getByLabel("is written in silence").check();
    await page.getByLabel("Why?").fill("to know whether drafts help");
    await page.getByLabel("Why?").press("Enter");
    await toast(owner, "Saved").waitFor();
    await inForce("50 of 100 chats that could get a draft are answered by people only");
    assert.match(await card.innerText(), /Period 0 began/);
    const bad = await faults(page, "holdout-card");

    // Visitors come until chance has spoken both ways.
    const drawn = { human: null, ai: null };
    for (let n = 0; n < 40 && !(drawn.human && drawn.ai); n += 1) {
      await here.ask(`lot-${n}`, QUESTION);
      const chat = await here.outcome(`lot-${n}`);
      drawn[chat.handoff?.code === "holdout" ? "human" : "ai"] ??= chat;
    }
    assert.ok(drawn.human && drawn.ai, "both groups have somebody");
    await owner.go("/");
    const kept = waiting(owner, QUESTION).filter({ has: page.locator(`a[href="/conversations/${drawn.human.id}"]`) });
    await kept.getByText("Kept for humans by lottery").waitFor();
    await shot(page, "holdout-inbox");
    await owner.go(`/conversations/${drawn.human.id}`);
    await page.getByText("Kept for humans by lottery").first().waitFor();
    assert.ok(!(await page.locator("main").innerText()).includes(DRAFTED), "nobody sees the silent draft");
    assert.equal(await page.getByRole("button", { name: "Give back to Banister" }).count(), 0);
    await shot(page, "holdout-chat", true);
    await owner.go(`/conversations/${drawn.ai.id}`);
    assert.match(await page.getByLabel("Suggested reply").inputValue(), new RegExp(DRAFTED));

    // Ended by somebody with a phone and no script; the open chat keeps its lot.
    const plain = await here.owner(meet, PLAIN_PHONE);
    await plain.go(HERE);
    await plain.page.locator("summary", { hasText: "50 of 100" }).click();
    await plain.page.getByLabel(SHARE).fill("0");
    await plain.page.getByRole("button", { name: "Save", exact: true }).click();
    await toast(plain, "Saved").waitFor();
    await inForce("nobody is kept for people");
    assert.match(await card.innerText(), /Period 1 began/);
    assert.equal((await here.outcome(drawn.human.external_id)).handoff?.code, "holdout");
    await owner.go("/settings/audit");
    await page.getByText("to know whether drafts help").first().waitFor();
    assert.deepEqual(bad, []);
    owner.clean(/status of 400.*settings\/answers/);
    plain.clean();
  });
}
