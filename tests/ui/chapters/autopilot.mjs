// Autopilot: allowed only by an owner who ticked what is promised, paused by one press, and bounded by topic.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { faint, muddled, nameless, overflows } from "../lib/checks.mjs";
import { shot, signIn } from "../lib/browser.mjs";
import { until } from "../lib/house.mjs";
import { shop } from "../lib/shop.mjs";

const LOOKS = [
  ["desk-light", { width: 1280, height: 800 }, "light"],
  ["desk-dark", { width: 1280, height: 800 }, "dark"],
  ["phone", { width: 390, height: 844 }, "light"],
];

/** As if the reply that was approved in this chat had left by itself: in the shop's own file, whose other rows stay as they are. */
const LEFT_BY_ITSELF = `
import json, sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=20)
at = db.execute("select max(at) from event").fetchone()[0]
row = "select s.id, s.conversation_id, c.state from suggestion s join conversation c on c.id = s.conversation_id where c.external_id = ?"
suggestion, chat, state = db.execute(row, (sys.argv[2],)).fetchone()
state = json.loads(state)
for reply in state["replies"]:
    reply["auto_sent"] = True
db.execute("update conversation set state = ? where id = ?", (json.dumps(state), chat))
statement = dict(alpha=0.05, delta=0.05, epoch=1, share=0.5, error=0.01, n=100, bad=0, log_e=4.0, bound=0.04, score=0.9,
                 rulebook="", model="", draft="", **{"lambda": 0.8})
db.execute("insert into sent_reply (suggestion_id, conversation_id, action_id, body, topic, statement, audit, state, at, sent_at) "
           "values (?, ?, 'act', 'It takes 8 to 12 days.', '', ?, 1, 'sent', ?, ?)", (suggestion, chat, json.dumps(statement), at, at))
db.commit()
`;

/** Its approved draft would count in the chapters that play the shop's past. */
export function sentByAi(promise) {
  promise("w on a reply that was sent by AI says that it was wrong, and leads to where it is put right", async ({ meet }) => {
    const here = await shop();
    const owner = await here.owner(meet);
    const { page } = owner;
    await here.edited("sent-by-ai", "How long does shipping to Canada take?", (draft) => draft);
    await until("it has left", () => here.sent("sent-by-ai").length === 1);
    await promisify(execFile)("python3", ["-c", LEFT_BY_ITSELF, join(here.house.folder, "banister.db"), "sent-by-ai"]);
    await owner.go("/autopilot");
    const card = page.locator(".card", { hasText: "It takes 8 to 12 days." }).first();
    await card.getByRole("button", { name: "This was wrong" }).waitFor();
    await page.keyboard.press("j");
    assert.ok(await card.evaluate((one) => one === document.activeElement), "j goes to the first");
    await shot(page, "autopilot-sent");
    await page.keyboard.press("w");
    await page.waitForURL(/\/conversations\/con_/);
    await page.getByRole("textbox", { name: "Reply by hand" }).waitFor();
    await owner.go("/autopilot");
    await page.locator(".card", { hasText: "It takes 8 to 12 days." }).first().getByText(/: wrong$/).waitFor();
    owner.clean();
  });
}

export default function autopilot(promise) {
  promise("autopilot is allowed beside its caveat, paused and resumed by one press, and bounded by topic", async ({ meet }) => {
    const owner = await meet();
    const { page } = owner;
    await signIn(owner, "/autopilot");
    await page.getByRole("heading", { name: "Not allowed" }).waitFor();
    await page.getByRole("button", { name: "Allow autopilot" }).click();
    assert.equal(await page.getByRole("heading", { name: "Not allowed" }).count(), 1, "not without the box");
    await page.getByLabel("I know what is promised", { exact: false }).check();
    await page.getByRole("button", { name: "Allow autopilot" }).click();
    await page.getByRole("heading", { name: "Allowed", exact: true }).waitFor();
    await page.getByRole("button", { name: "Pause everything" }).click();
    await page.getByRole("heading", { name: "Paused" }).waitFor();
    await page.locator(".toast", { hasText: "Nothing leaves without a person now" }).waitFor();
    await page.getByRole("button", { name: "Resume" }).click();
    await page.getByRole("heading", { name: "Allowed", exact: true }).waitFor();

    await page.getByLabel("Autonomy of Shipping").selectOption("auto");
    await page.getByLabel("At most wrong on Shipping").selectOption("10");
    await page.getByLabel("Within a day at most").fill("50");
    await page.getByRole("button", { name: "Save" }).click();
    await page.locator(".toast", { hasText: "Saved" }).waitFor();
    await owner.go("/autopilot");
    // In force within seconds.
    await page.waitForFunction(() => {
      const chosen = document.querySelector('select[name="alpha.shipping"]')?.value;
      if (chosen !== "10") setTimeout(() => location.reload(), 500);
      return chosen === "10";
    });
    assert.equal(await page.getByLabel("Autonomy of Shipping").inputValue(), "auto");
    assert.equal(await page.getByLabel("Within a day at most").inputValue(), "50");
    await page.getByRole("heading", { name: /^Shipping questions: / }).waitFor();

    const wrong = [];
    for (const [look, viewport, colorScheme] of LOOKS) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      await owner.go("/autopilot");
      for (const check of [overflows, nameless, faint, muddled]) {
        wrong.push(...(await page.evaluate(check)).map((what) => `autopilot, ${look}: ${what}`));
      }
      await shot(page, `autopilot-${look}`, true);
    }
    assert.deepEqual(wrong, []);
    await page.setViewportSize(LOOKS[0][1]);
    await page.getByRole("button", { name: "Forbid it again" }).click();
    await page.getByRole("heading", { name: "Not allowed" }).waitFor();
    owner.clean();
  });
}
