// How an owner writes and mends what drafts quote, why a confidence is what it is, and what is left when all is decided.

import assert from "node:assert/strict";
import { draftOf, say, shot, signIn, suggestion, toast } from "../lib/browser.mjs";
import { until } from "../lib/house.mjs";

const QUESTION = "Do you repair broken handles?";

export default function knowing(promise) {
  promise("an article written in the inbox is quoted to the next visitor, and mended where it was wrong", async ({ meet }) => {
    const [visitor, owner] = [await meet(), await meet()];
    await signIn(owner);
    await owner.go("/knowledge");
    await owner.page.getByRole("link", { name: "New article" }).click();
    await owner.page.getByLabel("Title").fill(QUESTION);
    await owner.page.getByLabel("Text (Markdown)").fill("# Nothing but a heading");
    await owner.page.getByRole("button", { name: "Add the article" }).click();
    await owner.page.getByRole("alert").getByText("body").waitFor();
    await owner.page.getByLabel("Text (Markdown)").fill("Yes, we repair broken handles for 12 €.");
    await shot(owner.page, "article-new");
    await owner.page.getByRole("button", { name: "Add the article" }).click();
    await toast(owner, "Saved.").waitFor();
    await until("the article is found", async () => {
      await owner.go("/knowledge?q=" + encodeURIComponent(QUESTION));
      return owner.page.locator("main .passage").filter({ hasText: "for 12 €" }).count();
    });
    await shot(owner.page, "knowledge");

    await say(visitor, QUESTION);
    await owner.go("/");
    const card = suggestion(owner, QUESTION);
    await card.waitFor();
    assert.match(await draftOf(card), /for 12 €/);
    await card.locator("details.because > summary").click();
    await card.getByText("How much of the reply the cited passages say").waitFor();
    await shot(owner.page, "card-because");

    await owner.go("/knowledge");
    await owner.page.getByRole("link", { name: QUESTION }).click();
    await owner.page.getByLabel("Text (Markdown)").fill("Yes, we repair broken handles for 15 €.");
    await owner.page.getByRole("button", { name: "Save as a new version" }).click();
    await toast(owner, "Saved.").waitFor();
    await owner.go("/");
    await card.getByRole("button", { name: "Approve and send" }).click();
    await owner.page.getByText("changed since you looked").first().waitFor();
    await until("the fresh draft quotes the new version", async () => {
      await owner.go("/");
      return (await card.count()) && /for 15 €/.test(await draftOf(card));
    });
    await owner.go("/knowledge");
    await owner.page.getByRole("link", { name: QUESTION }).click();
    await owner.page.getByRole("heading", { name: "Versions 2" }).waitFor();
    await shot(owner.page, "article");
    await owner.page.getByText("Remove this article").click();
    await owner.page.getByRole("button", { name: "Remove", exact: true }).click();
    await toast(owner, "Removed.").waitFor();
    for (const one of [visitor, owner]) one.clean(/status of 40[09]/);
  });

  promise("an owner finds what edits teach, and the past played again, where they look for it", async ({ meet }) => {
    const owner = await meet();
    const { page } = owner;
    await signIn(owner);
    await page.locator("#teaching").getByRole("link").click();
    await page.getByRole("heading", { name: "Learning", exact: true }).waitFor();
    assert.equal(await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Learning" }).getAttribute("aria-current"), "page");
    for (const [path, name, to] of [
      ["/knowledge", "What your edits teach", "/learning"],
      ["/settings/rules", "Rules that your rejects suggest", "/learning"],
      ["/settings/rules", "Replay the past under other rules", "/replay"],
      ["/learning", "a replay", "/replay"],
      ["/settings/you", "Learning", "/learning"],
      ["/settings/you", "Replay the past", "/replay"],
    ]) {
      await owner.go(path);
      await page.getByRole("main").getByRole("link", { name, exact: true }).click();
      await page.waitForURL((url) => url.pathname === to);
    }
    // On a desk all settings are in sight; on a phone they wait behind one word.
    await owner.go("/settings/rules");
    const settings = page.getByRole("navigation", { name: "Settings" });
    assert.equal(await settings.getByRole("link", { name: "Audit" }).isVisible(), true);
    await page.setViewportSize({ width: 390, height: 844 });
    assert.equal(await settings.getByRole("link", { name: "Audit" }).isVisible(), false);
    await page.locator("summary", { hasText: "All settings" }).click();
    await settings.getByRole("link", { name: "Audit" }).click();
    await page.getByRole("heading", { name: "Audit", exact: true }).waitFor();
    owner.clean();
  });

  promise("when the last suggestion is decided on, the inbox is empty without a reload", async ({ meet }) => {
    const owner = await meet();
    await signIn(owner);
    const cards = owner.page.locator("#suggestions > .card.review");
    for (let left = await cards.count(); left > 0; left = await cards.count()) {
      const first = cards.first();
      const id = await first.getAttribute("id");
      await first.locator("summary", { hasText: "Reject" }).click();
      await first.getByRole("button", { name: "Wrong topic" }).click();
      await owner.page.locator(`#${id}`).waitFor({ state: "detached" });
      await owner.page.waitForTimeout(900); // A second decision within a moment decides nothing.
    }
    assert.equal(await cards.count(), 0);
    await shot(owner.page, "inbox-empty");
    owner.clean(/status of 409/);
  });
}
