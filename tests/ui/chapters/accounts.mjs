// An owner brings an agent in; the agent sets a password and a second factor, and finds what is theirs. No script needed.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { shot, signIn } from "../lib/browser.mjs";

const PLAIN = { javaScriptEnabled: false };
const PASSWORD = "a lamp beside the river";

/** What an authenticator app shows now for a secret (RFC 6238). */
function code(secret) {
  const bits = [...secret].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac("sha1", key).update(step).digest();
  return String((hash.readUInt32BE(hash[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

export default function accounts(promise) {
  promise("an owner brings an agent in, who sets a password and a second factor and sees nothing that is for owners", async ({ meet }) => {
    const [owner, agent] = [await meet(), await meet(PLAIN)];
    const { page } = agent;
    await signIn(owner, "/settings/people");
    await owner.page.getByLabel("E-mail").fill("grace@example.com");
    await owner.page.getByLabel("Name", { exact: true }).fill("Grace Hopper");
    await owner.page.getByRole("button", { name: "Add, and show a sign-in link" }).click();
    const link = await owner.page.getByLabel("Link, to copy").inputValue();
    await shot(owner.page, "accounts-link", true);

    await page.goto(link);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Set a password" }).waitFor();
    await page.getByLabel("New password", { exact: true }).fill(PASSWORD);
    await page.getByLabel("New password once more").fill(PASSWORD);
    await page.getByRole("button", { name: "Set the password" }).click();
    await page.getByText("Your password is changed.").waitFor();
    await page.getByRole("heading", { name: "Second factor" }).locator("..").getByLabel("Current password").fill(PASSWORD);
    await page.getByRole("button", { name: "Set it up" }).click();
    await page.getByRole("img", { name: /QR code/ }).waitFor();
    await shot(page, "accounts-second-factor", true);
    const secret = (await page.locator("code.secret").innerText()).replaceAll(" ", "");
    await page.getByLabel("Code, six digits").fill(code(secret));
    await page.getByRole("button", { name: "Turn it on" }).click();
    const codes = await page.locator(".codes code").allInnerTexts();
    assert.equal(codes.length, 10);
    await shot(page, "accounts-recovery-codes", true);
    await page.getByRole("button", { name: "Sign out" }).click();

    await page.getByLabel("E-mail").fill("grace@example.com");
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("heading", { name: "One more step" }).waitFor();
    await shot(page, "accounts-one-more-step", true);
    await page.getByLabel("Code from your authenticator app").fill(codes[0]);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Inbox" }).waitFor();

    await agent.go("/settings");
    const tabs = page.getByRole("navigation", { name: "Settings" });
    assert.equal(await tabs.getByRole("link", { name: "People and keys" }).count(), 0);
    await agent.go("/knowledge");
    assert.equal(await page.getByRole("link", { name: "New article" }).count(), 0);
    await agent.go("/settings/people");
    await page.getByRole("heading", { name: "Not among your rights" }).waitFor();
    await page.getByText("Demo owner").waitFor();
    agent.clean(/status of 403.*settings\/people/);

    await owner.go("/settings/audit");
    await owner.page.getByText("turned on the second factor of").first().waitFor();
    await owner.page.getByText("signed in with a recovery code as").first().waitFor();
    await shot(owner.page, "accounts-audit", true);
    await owner.go("/settings/people");
    await owner.page.locator("summary", { hasText: "Grace Hopper" }).click();
    await owner.page.getByRole("button", { name: "Remove Grace Hopper" }).click();
    await owner.page.getByText("Removed and signed out.").waitFor();
    await agent.go("/");
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    owner.clean();
  });
}
