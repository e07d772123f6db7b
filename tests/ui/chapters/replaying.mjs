// Replay: rules that an owner is writing are tried on past chats before they go live; what nobody would look at any more is red.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { shot, toast, waiting } from "../lib/browser.mjs";
import { until } from "../lib/house.mjs";
import { PLAIN_PHONE, faults, isRed, shop } from "../lib/shop.mjs";

const RESELLERS = "What discount do resellers get?";
const SAMPLES = "Can resellers order samples?";
const HIDDEN = "How large is the bowl\u202E?";
const RULES = `version = 1
on_unreadable = "allow"
[[rules]]
id = "shop.resellers"
title = "Resellers"
words = ["reseller", "resellers"]
examples.must_match = ["I am a reseller", "for resellers please"]
examples.must_not_match = ["how large is the bowl", "do you sell mugs"]
`;

/** What the page counts under a name, and whether it is red. */
async function counted(root, name) {
  const item = root.locator(".counts li", { hasText: name });
  await item.waitFor();
  return [Number(await item.locator("b").innerText()), await isRed(item)];
}

/** Starts the replay, and waits on its page until that shows what came of it, without a reload. */
async function replayed(page) {
  await page.getByRole("button", { name: "Start the replay" }).click();
  await page.waitForURL(/\/replay\/rpl_/);
  await page.locator("#sums").waitFor();
}

async function downloaded(page, link) {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: link }).click()]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}

export default function replaying(promise) {
  promise("rules being written are played on the past before they go live: what would be let pass is red, mended, and the report is kept", async ({ meet }) => {
    const here = await shop();
    const owner = await here.owner(meet);
    const { page } = owner;
    const chats = { "rep-1": RESELLERS, "rep-2": SAMPLES, "rep-3": HIDDEN };
    for (const [chat, words] of Object.entries(chats)) await here.ask(chat, words);
    const [one, two, hidden] = await Promise.all(Object.keys(chats).map((chat) => here.outcome(chat)));
    assert.deepEqual([one, two, hidden].map((chat) => chat.held !== null), [false, false, true]);

    // While they are written, and as long as they can only hold more.
    await owner.go("/settings/rules");
    await page.getByLabel("Rules as text").fill(RULES);
    const tried = page.locator("#tried");
    assert.deepEqual(await counted(tried, "newly held"), [2, false]);
    assert.deepEqual(await counted(tried, "newly cleared"), [0, false]);
    await page.getByLabel("These rules may let pass").check();
    await tried.getByRole("heading", { name: "Would be cleared" }).waitFor();
    assert.deepEqual(await counted(tried, "newly cleared"), [1, true]);
    await shot(page, "replay-rules-tried", true);
    await page.getByRole("button", { name: "Replay the past with these rules" }).press("Enter");

    await page.getByRole("heading", { name: "Replay the past" }).waitFor();
    assert.equal(await page.getByLabel("Rules as text").inputValue(), RULES);
    assert.ok(await page.getByLabel("Try these as your own rules").isChecked());
    await page.getByLabel("Rules as text").fill("rules = 7");
    await page.getByRole("button", { name: "Start the replay" }).click();
    await page.getByRole("alert").getByText("No replay was started.").waitFor();
    await page.getByLabel("Rules as text").fill(RULES);
    await replayed(page);
    assert.deepEqual(await counted(page, "newly cleared"), [1, true]);
    assert.deepEqual(await counted(page, "newly held"), [2, false]);
    const groups = page.locator("#replay section", { has: page.locator(".replayed") });
    assert.match(await groups.first().getByRole("heading").innerText(), /^NEWLY CLEARED/, "what is dangerous comes first");
    assert.ok(await isRed(groups.first().getByRole("heading")));
    assert.deepEqual(await groups.first().getByRole("link").evaluateAll((all) => all.map((each) => each.getAttribute("href"))), [`/conversations/${hidden.id}`]);
    const held = groups.filter({ has: page.getByRole("heading", { name: "Newly held" }) });
    assert.deepEqual((await held.getByRole("link").allInnerTexts()).sort(), [SAMPLES, RESELLERS].sort());
    assert.match(await held.innerText(), /resellers/);
    const bad = await faults(page, "replay-result");

    const report = await downloaded(page, "Report to keep");
    assert.match(report.name, /^replay-rpl_.*\.md$/);
    assert.match(report.text, /^# Replay\n[^]*2 newly held, 1 newly cleared[^]*## NEWLY CLEARED[^]*How large is the bowl/);
    const machine = JSON.parse((await downloaded(page, "For machines")).text);
    assert.deepEqual([machine.verdicts.newly_held, machine.verdicts.newly_cleared], [2, 1]);
    assert.equal((await here.api("/v1/rules")).own, null, "nothing of it is in force");

    // Kept, and found again by somebody with a phone and no script.
    const plain = await here.owner(meet, PLAIN_PHONE);
    await plain.go("/replay");
    await plain.page.locator("a.row", { hasText: "Own rules as written, which may soften" }).filter({ hasText: "Done" }).click();
    assert.deepEqual(await counted(plain.page, "newly cleared"), [1, true]);

    // What is red is mended where the rules are written; then they go live, and hold the next such question.
    await page.getByRole("button", { name: "Go on with these rules" }).press("Enter");
    await page.getByRole("heading", { name: "Your own rules" }).waitFor();
    assert.equal(await page.getByLabel("Rules as text").inputValue(), RULES, "what was written is still there");
    await page.getByLabel("These rules may let pass").uncheck();
    await tried.getByRole("heading", { name: "Would be cleared" }).waitFor({ state: "detached" });
    await page.getByLabel("Why this change?").fill("Marta answers resellers");
    await page.getByLabel("Why this change?").press("Control+Enter");
    await toast(owner, "Saved. The rules are in force.").waitFor();
    await until("the rule is in force", async () => (await here.api("/v1/rules")).rules.some((rule) => rule.own));
    await here.ask("rep-next", RESELLERS);
    assert.deepEqual((await here.outcome("rep-next")).held.rules, ["shop.resellers"]);
    await owner.go("/");
    await waiting(owner, RESELLERS).locator(".why", { hasText: "resellers" }).waitFor();
    for (const each of [owner, plain]) each.clean(/status of 400.*\/replay/);
    assert.deepEqual(bad, []);
  });
}
