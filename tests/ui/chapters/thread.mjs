// The chat itself: topics, saved replies by a slash, who has it and why, and how it was answered.

import assert from "node:assert/strict";
import { answers, say, shot, signIn, toast, waiting } from "../lib/browser.mjs";

export default function thread(promise) {
  promise("a saved reply comes by a slash, a chat is sorted, taken with a reason, given back, and judged when it is over", async ({ meet }) => {
    const [visitor, owner] = [await meet(), await meet()];
    const { page } = owner;
    await signIn(owner, "/settings/replies");
    const fresh = page.locator("form", { has: page.getByRole("heading", { name: "A new saved reply" }) });
    await fresh.getByLabel("Name").fill("hours");
    await fresh.getByLabel("Text").fill("Hello {visitor}, {wrong} we are open until six.");
    await fresh.getByRole("button", { name: "Add" }).click();
    await page.getByText("{wrong}", { exact: false }).first().waitFor();
    await page.getByRole("alert").waitFor();
    await fresh.getByLabel("Text").fill("Hello {visitor}, this is {me}. We are open until six.");
    await fresh.getByRole("button", { name: "Add" }).click();
    await toast(owner, "Saved.").waitFor();
    await shot(page, "thread-replies", true);

    const question = "I was charged twice, what now?";
    await say(visitor, question);
    await owner.go("/");
    await waiting(owner, question).getByText("Reply by hand").click();
    const quick = waiting(owner, question).getByRole("textbox", { name: "Your reply" });
    await quick.pressSequentially("/hou");
    await quick.press("Enter");
    assert.match(await quick.inputValue(), /^Hello.*, this is Demo owner\. We are open until six\.$/);
    await waiting(owner, question).getByRole("link", { name: "Open the chat" }).click();

    await page.locator("summary", { hasText: "Take over" }).click();
    await page.getByLabel("Why?").fill("I know this order");
    await page.getByRole("button", { name: "Take over" }).click();
    await page.locator("#taken", { hasText: "I know this order" }).waitFor();

    const field = page.getByRole("textbox", { name: "Reply by hand" });
    await field.focus();
    await page.keyboard.type("/ho");
    await page.getByRole("option", { name: "/hours" }).waitFor();
    await shot(page, "thread-slash", true);
    await page.keyboard.press("Enter");
    assert.equal(await field.inputValue(), "Hello Playground visitor, this is Demo owner. We are open until six.");
    await page.getByRole("button", { name: "Send in my name" }).click();
    await answers(visitor).filter({ hasText: "We are open until six." }).waitFor();

    await page.locator("select[name=primary]").selectOption({ label: "Billing" });
    await page.locator("select[name=secondary_1]").selectOption({ label: "Orders" });
    await page.getByRole("button", { name: "Save topics" }).click();
    await toast(owner, "Topics saved.").waitFor();
    await page.locator("#head .tag.accent", { hasText: "Billing" }).waitFor();

    await page.getByRole("button", { name: "Mark as resolved" }).click();
    await page.locator("#judging").waitFor();
    for (const [name, mark] of [["Clear", "Yes"], ["Correct", "Partly"], ["Kind", "Yes"]]) {
      await page.getByRole("group", { name }).getByLabel(mark).check();
    }
    await page.getByRole("button", { name: "Keep this judgement" }).click();
    await page.locator("#judging", { hasText: "clarity 3, correctness 2, empathy 3" }).waitFor();
    await page.locator("summary", { hasText: "What happened here" }).click();
    const log = await page.locator("#happened li").allInnerTexts();
    assert.ok(log.some((line) => /took the chat over: I know this order/.test(line)), log.join("\n"));
    assert.ok(log.some((line) => /used the saved reply \/hours/.test(line)), log.join("\n"));
    await shot(page, "thread-judged", true);
    for (const one of [visitor, owner]) one.clean(/status of 400/);
  });

  promise("what was chosen on the settings page holds for the next decision, and a slip names itself", async ({ meet }) => {
    const owner = await meet();
    const { page } = owner;
    await signIn(owner, "/settings/answers");
    const undo = page.getByLabel("A decision can be taken back for, seconds");
    await page.locator("summary", { hasText: "Limits and times" }).click();
    const before = await undo.inputValue();
    await undo.fill("99");
    await page.getByRole("button", { name: "Save" }).click();
    const fault = page.getByRole("alert").getByRole("link", { name: "Limits and times: A decision can be taken back for, seconds" });
    await page.getByRole("alert").filter({ hasText: "is 99; give 0 to 60" }).waitFor();
    assert.equal(await undo.getAttribute("aria-invalid"), "true");
    assert.equal(await undo.isVisible(), true, "what is wrong is in sight");
    await fault.click();
    assert.equal(new URL(page.url()).hash, "#set-undo_s");
    await shot(page, "settings-refused", true);
    await undo.fill(before);
    await page.getByRole("button", { name: "Save" }).click();
    await toast(owner, "Saved, and in force.").waitFor();
    owner.clean(/status of 400/);
  });
}
