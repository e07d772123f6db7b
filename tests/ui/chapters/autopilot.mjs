// Autopilot: allowed only by an owner who ticked what is promised, paused by one press, and bounded by topic.

import assert from "node:assert/strict";
import { faint, muddled, nameless, overflows } from "../lib/checks.mjs";
import { shot, signIn } from "../lib/browser.mjs";

const LOOKS = [
  ["desk-light", { width: 1280, height: 800 }, "light"],
  ["desk-dark", { width: 1280, height: 800 }, "dark"],
  ["phone", { width: 390, height: 844 }, "light"],
];

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
