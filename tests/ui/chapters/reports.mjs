// The reports: every page fits and reads, the drawings have words, nothing claims more than a lottery allows, and it prints.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { faint, muddled, nameless, overflows, overlaps } from "../lib/checks.mjs";
import { shot, signIn } from "../lib/browser.mjs";

const NAMES = ["scorecard", "comparison", "topics", "speed", "rules", "templates", "knowledge", "autonomy", "roi", "confidence"];
const LOOKS = [
  ["desk-light", { width: 1280, height: 800 }, "light"],
  ["desk-dark", { width: 1280, height: 800 }, "dark"],
  ["phone", { width: 390, height: 844 }, "light"],
];

/** Drawings that a screen reader could not tell, or with a number that is none. */
function mute() {
  return [...document.querySelectorAll("svg.chart")]
    .filter((one) => !one.querySelector("title")?.textContent || !one.querySelector("desc")?.textContent || /NaN|Infinity/.test(one.outerHTML))
    .map((one) => `a drawing without words: ${one.outerHTML.slice(0, 80)}`);
}

export default function reports(promise) {
  promise("every report fits a desk, the dark and a phone, names what it draws, and prints", async ({ meet }) => {
    const owner = await meet();
    const { page } = owner;
    await signIn(owner, "/reports");
    const listed = await page.locator(".shelf a").evaluateAll((links) => links.map((one) => new URL(one.href).pathname));
    assert.deepEqual(listed, NAMES.map((name) => `/reports/${name}`));
    const wrong = [];
    for (const [look, viewport, colorScheme] of LOOKS) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      for (const path of ["", ...NAMES.map((name) => `/${name}`)]) {
        await owner.go(`/reports${path}`);
        for (const check of [overflows, overlaps, nameless, faint, muddled, mute]) {
          wrong.push(...(await page.evaluate(check)).map((what) => `reports${path}, ${look}: ${what}`));
        }
        assert.equal(await page.locator("svg.chart:visible").count(), await page.locator("figure.drawn").count(), "one size of each drawing");
        await shot(page, `reports${path.replace("/", "-")}-${look}`, true);
      }
    }
    assert.deepEqual(wrong, []);
    await owner.go("/reports/scorecard");
    const tall = await page.evaluate(() => document.documentElement.scrollHeight);
    assert.ok(tall < 6_000, `the scorecard is ${tall} pixels tall on a phone`);
    const folded = page.locator("#four_weeks details.fold");
    assert.equal(await page.locator("#week tbody tr").first().isVisible(), true, "the first table is open");
    assert.equal(await folded.getAttribute("open"), null, "the second waits to be asked for");
    await folded.locator("summary").click();
    assert.ok((await folded.locator("tbody tr").count()) > 10);
    assert.deepEqual(await page.evaluate(overlaps), []);
    await page.setViewportSize(LOOKS[0][1]);
    for (const name of ["scorecard", "comparison"]) {
      await owner.go(`/reports/${name}`);
      await page.emulateMedia({ media: "print", colorScheme: "light" });
      const rows = await page.locator("tbody tr").evaluateAll((all) => [all.length, all.filter((one) => one.getBoundingClientRect().height > 5).length]);
      assert.equal(rows[1], rows[0], "what is folded on a screen is printed");
      assert.equal(await page.locator(".side:visible, .filters:visible, .tabs:visible").count(), 0, "no menus on paper");
      const folder = process.env.UI_SHOTS;
      if (folder) await mkdir(folder, { recursive: true });
      const pdf = await page.pdf({ format: "A4", printBackground: true, ...(folder ? { path: join(folder, `reports-${name}.pdf`) } : {}) });
      assert.ok(pdf.length > 10_000, "something is printed");
      await page.emulateMedia({ media: null });
    }
    owner.clean();
  });

  promise("without a lottery the comparison claims nothing, and a stretch and an assumption are chosen on the page", async ({ meet }) => {
    const owner = await meet();
    const { page } = owner;
    await signIn(owner, "/reports/comparison");
    const words = (await page.locator("main").innerText()).toLowerCase();
    assert.ok(!/helps|harms/.test(words), words);
    assert.ok(words.includes("not a fair comparison"));
    assert.ok(await page.locator("#raw").evaluate((one) => one.classList.contains("grey")));
    await page.getByLabel("From").fill("2020-01-01");
    await page.getByLabel("To, included").fill("2020-01-02");
    await page.getByRole("button", { name: "Show" }).click();
    await page.waitForURL(/from=2020-01-01&to=2020-01-02/);
    await page.locator(".verdict", { hasText: "too few ratings" }).waitFor();
    const csv = await page.getByRole("link", { name: "CSV" }).getAttribute("href");
    assert.match(csv, /^\/v1\/reports\/comparison\?from=2020-01-01&to=2020-01-02&format=csv$/);
    await page.getByRole("link", { name: "What it is worth" }).click();
    await page.getByLabel("An hour of yours costs").fill("40");
    await page.getByRole("button", { name: "Show" }).click();
    await page.waitForURL(/hour_cost=40/);
    assert.equal(await page.getByLabel("An hour of yours costs").inputValue(), "40");
    owner.clean();
  });
}
