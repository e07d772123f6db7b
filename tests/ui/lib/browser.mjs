// A real Chromium, and people who sit before it: each has a context of their own and is watched for what must not happen.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { until } from "./house.mjs";

export function launch(options = {}) {
  return chromium.launch({
    ...options,
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ],
  });
}

/** What the browser says about an answer that a test asked for. */
export const REFUSED = /the server responded with a status of 409/;

/** Somebody with a browser. `pages` may be opened freely; `clean()` fails when anything untoward happened on one. */
export async function person(browser, house, options = {}) {
  const context = await browser.newContext({ reducedMotion: "reduce", viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(20_000);
  const untoward = [];
  const requests = [];
  context.on("request", (request) => {
    requests.push(request.url());
    if (new URL(request.url()).origin !== house.url) untoward.push(`request to ${request.url()}`);
  });
  context.on("dialog", (dialog) => {
    untoward.push(`dialog: ${dialog.message()}`);
    dialog.dismiss().catch(() => {});
  });
  context.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) untoward.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => untoward.push(`script error: ${error.error().message}`));
  context.on("page", (page) => page.on("popup", (popup) => untoward.push(`popup: ${popup.url()}`)));
  if (options.javaScriptEnabled !== false) {
    await context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) =>
        console.error(`content security policy: ${event.violatedDirective} stopped ${event.blockedURI}`));
    });
  }
  const page = await context.newPage();
  return {
    page,
    requests,
    untoward,
    go: (path) => page.goto(house.url + path),
    /** Fails when a dialog opened, a script failed, the console complained or a request left for elsewhere. */
    clean(...expected) {
      const left = untoward.filter((what) => !expected.some((pattern) => pattern.test(what)));
      assert.deepEqual(left, [], "nothing untoward happens in this browser");
    },
    leave: () => context.close(),
  };
}

/** A picture for whoever looks, in $UI_SHOTS; nothing when that is not set. */
export async function shot(page, name, fullPage = false) {
  const folder = process.env.UI_SHOTS;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage });
}

// --- what the two do ------------------------------------------------------------------------

/** The owner signs in with the demo's one click and stands where they wanted to go. */
export async function signIn(owner, path = "/") {
  await owner.go(path);
  await owner.page.getByRole("button", { name: "Sign in as the demo owner" }).click();
  await owner.page.locator("#main").waitFor();
  const here = new URL(owner.page.url());
  assert.equal(here.pathname + here.search, path);
}

/** The first owner of a real service signs in with the link that its console shows once. */
export async function signInByLink(owner, house) {
  const link = await until("the console shows a link", () => house.log().match(/https?:\/\/\S+\/login\/link\?token=\w+/)?.[0]);
  await owner.page.goto(link);
  await owner.page.getByRole("button", { name: "Sign in" }).click();
  await owner.page.locator("#main").waitFor();
}

/** The visitor writes and sees their own words in the thread. */
export async function say(visitor, text) {
  const { page } = visitor;
  if (!page.url().endsWith("/playground")) await visitor.go("/playground");
  await page.getByLabel("Your message").fill(text);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.locator(".line.visitor .words", { hasText: text.split("\n")[0] }).last().waitFor();
}

/** What the visitor has been answered: every line that is not theirs, oldest first. */
export const answers = (visitor) => visitor.page.locator(".thread .line:not(.visitor) .words");

/** Waits until the visitor is asked how it was: where to answer. */
export const surveyLink = (visitor) => visitor.page.locator(".line.k-notice .words a[href^='/s/']").last().getAttribute("href");

/** Waits until the last thing the visitor was answered is exactly this. */
export const reads = (visitor, words) => until(`the visitor reads "${words.slice(0, 60)}"`, async () => {
  const texts = await answers(visitor).allInnerTexts().catch(() => []); // The page may be loading itself again.
  return texts.at(-1)?.trim() === words.trim();
});

/** The card of the inbox with these words of the visitor. */
const saying = (owner, question) => ({ has: owner.page.locator(".said", { hasText: question }) });
export const suggestion = (owner, question) => owner.page.locator("#suggestions > .card.review").filter(saying(owner, question));
export const waiting = (owner, question) => owner.page.locator("#humans > .card.waiting").filter(saying(owner, question));
export const draftOf = (card) => card.getByLabel("Suggested reply").inputValue();
export const toast = (owner, words) => owner.page.locator(".toast", { hasText: words });
