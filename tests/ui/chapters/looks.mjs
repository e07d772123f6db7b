// Every page on a desk and on a phone, light and dark.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { faint, muddled, nameless, overflows } from "../lib/checks.mjs";
import { answers, say, shot, signIn, suggestion, surveyLink, waiting } from "../lib/browser.mjs";

// Evaluated through the debugger: the pages' own policy would let no script in.
const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const SIZES = { desk: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

/** What axe-core finds on the page and calls serious or critical (WCAG 2.2 A and AA). */
async function seriousByAxe(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() =>
    window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"] }));
  return found.violations
    .filter((one) => ["serious", "critical"].includes(one.impact))
    .map((one) => `axe ${one.id} (${one.impact}): ${one.nodes.slice(0, 2).map((node) => node.html.slice(0, 120)).join(" | ")}`);
}

/** What is wrong with the page that is open, on every screen. */
export async function faults(page, name) {
  const wrong = [];
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ["light", "dark"]) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      const where = `${name}, ${size}, ${colorScheme}`;
      for (const check of [overflows, nameless, faint, muddled]) {
        wrong.push(...(await page.evaluate(check)).map((what) => `${where}: ${what}`));
      }
      // Each size and each colour scheme once: what differs by both together, contrast, the checks above look at in all four.
      if ((size === "desk") === (colorScheme === "light")) wrong.push(...(await seriousByAxe(page)).map((what) => `${where}: ${what}`));
      await shot(page, `look-${name}-${size}-${colorScheme}`, true);
    }
  }
  return wrong;
}

export default function looks(promise) {
  promise("every page fits a desk and a phone, light and dark, names its controls, and is easy to read", async ({ meet }) => {
    const [owner, visitor, held, stranger] = [await meet(), await meet(), await meet(), await meet()];
    const wrong = [];
    const look = async (who, name, path) => {
      if (path) await who.go(path);
      wrong.push(...(await faults(who.page, name)));
    };
    await look(stranger, "sign-in", "/login");
    await look(stranger, "sign-in-link", "/login/link?token=abc");
    await look(stranger, "playground-empty", "/playground");
    await signIn(owner);
    await say(visitor, "Can I visit the workshop?");
    await say(held, "You charged me twice for one mug!");
    const card = suggestion(owner, "Can I visit the workshop?");
    await card.waitFor();
    await waiting(owner, "You charged me twice").waitFor();
    await card.locator("summary", { hasText: "Reject" }).click();
    await look(owner, "inbox");
    await look(held, "playground-held");
    const [chat, heldChat] = await Promise.all([card, waiting(owner, "You charged me twice")].map((one) =>
      one.locator("h3 a").getAttribute("href")));
    await look(owner, "chat-suggestion", chat);
    await look(owner, "chat-held", heldChat);
    await owner.go(chat);
    await owner.page.locator("[data-approve]").click();
    await answers(visitor).last().waitFor();
    await visitor.page.getByRole("button", { name: "That solved it" }).click();
    await surveyLink(visitor);
    await look(visitor, "playground-survey");
    for (const [name, path] of [
      ["chats", "/conversations"],
      ["chats-none", "/conversations?topic=nothing-like-it"],
      ["comparison", "/reports/comparison"],
      ["confidence", "/reports/confidence"],
      ["comparison-empty", "/reports/comparison?from=2020-01-01&to=2020-01-02"],
      ["knowledge", "/knowledge"],
      ["knowledge-found", "/knowledge?q=How+long+is+shipping+to+Canada%3F"],
      ["article-new", "/knowledge/new"],
      ["rules", "/settings/rules"],
      ["not-sent", "/dead-letters"],
      ["autopilot", "/autopilot"],
      ["rehearsal", "/autopilot/rehearsal"],
      ["learning", "/learning"],
      ["replay", "/replay"],
      ["settings-check", "/settings/check"],
      ...["you", "notices", "waiting", "replies", "answers", "topics", "people", "audit"].map((tab) => [`settings-${tab}`, `/settings/${tab}`]),
      ["waiting-texts", "/settings/waiting/de"],
      ["waiting-texts-from-the-right", "/settings/waiting/ar"],
    ]) await look(owner, name, path);
    await owner.go("/settings/you");
    await owner.page.getByRole("button", { name: "Set it up" }).click();
    await owner.page.getByRole("img", { name: /QR code/ }).waitFor();
    await look(owner, "second-factor");
    await owner.go("/");
    await owner.page.keyboard.press("?");
    await owner.page.locator("dialog[open]").waitFor();
    await look(owner, "help");
    for (const one of [owner, visitor, held, stranger]) one.clean();
    await look(owner, "no-such-page", "/no-such-page");
    owner.clean(/status of 404.*no-such-page/);
    assert.deepEqual(wrong, []);
  });
}
