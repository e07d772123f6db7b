// A shop of its own beside the demo: its visitors speak through a relay, and what a chapter needs is prepared by the API.

import assert from "node:assert/strict";
import { after } from "node:test";
import { faint, muddled, nameless, overflows } from "./checks.mjs";
import { shot, signInByLink } from "./browser.mjs";
import { openHouse, until } from "./house.mjs";
import { openRelay } from "./outside.mjs";

/** A phone, and no script. */
export const PLAIN_PHONE = { javaScriptEnabled: false, viewport: { width: 390, height: 844 } };

let opened;

/** The shop, opened for the chapter that needs it first, and closed after the last. */
export const shop = () => (opened ??= Shop.open());

after(async () => (await opened?.catch(() => undefined))?.close(), { timeout: 30_000 });

class Shop {
  #relay;
  #state;
  #csrf;

  static async open() {
    const one = new Shop();
    one.#relay = await openRelay();
    try {
      // Nobody is still typing, and a decision needs no undoing: that is for other chapters.
      one.house = await openHouse({ config: `${one.#relay.config}[policy]\ndebounce_ms = 0\nundo_ms = 0\n` });
    } catch (error) {
      await one.#relay.close();
      throw error;
    }
    return one;
  }

  async close() {
    await this.house.close();
    await this.#relay.close();
  }

  /** A browser in which the shop's owner is signed in. */
  async owner(meet, options = {}) {
    const one = await meet({ at: this.house, storageState: this.#state, ...options });
    if (!this.#state) {
      await signInByLink(one, this.house);
      this.#csrf = await one.page.locator("form[action='/logout'] input[name=csrf]").getAttribute("value");
      this.#state = await one.page.context().storageState();
    }
    return one;
  }

  /** What the API says to the owner's session; with a `body` it is a POST. */
  async api(path, body) {
    const cookie = this.#state.cookies.map((one) => `${one.name}=${one.value}`).join("; ");
    const headers = { cookie, "x-csrf-token": this.#csrf, ...(body && { "content-type": "application/json" }) };
    const answer = await fetch(this.house.url + path, { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body) });
    const text = await answer.text();
    assert.ok(answer.ok, `${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }

  #said(chat, direction, author, text) {
    const message_id = `${chat}-${crypto.randomUUID()}`;
    return this.#relay.tell(this.house, chat, "message_sent", { message_id, direction, author, text });
  }

  /** A visitor of the chat's name writes. */
  ask(chat, text, visitor = chat) {
    return this.#said(chat, "from_user", { id: visitor, name: visitor }, text);
  }

  /** The chat, once there is a suggestion or a human has it. */
  outcome(chat) {
    return until(`${chat} is decided on`, async () => {
      const [found] = (await this.api(`/v1/conversations?relay=outside&external_id=${chat}`)).items;
      return ["in_review", "with_human"].includes(found?.stage) && found;
    });
  }

  /** The suggestion in the chat. */
  suggested(chat) {
    return until(`there is a suggestion in ${chat}`, async () =>
      (await this.api("/v1/suggestions?state=pending&limit=100")).items.find((one) => one.conversation.external_id === chat));
  }

  /** A visitor asks, and the owner sends what `change` makes of the draft. */
  async edited(chat, question, change) {
    await this.ask(chat, question);
    const { id, text, revision, draft_hash } = await this.suggested(chat);
    const changed = change(text);
    const [deed, more] = changed === text ? ["approve", {}] : ["edit", { text: changed }];
    await this.api(`/v1/suggestions/${id}/${deed}`, { revision, draft_hash, read_ms: 60_000, ...more });
  }

  /** What the visitor of the chat was sent. */
  sent(chat) {
    const posts = this.#relay.actions.map((one) => one.data).filter((one) => one.conversation_id === chat && one.action === "message.post");
    return posts.map((one) => one.text);
  }

  /** A chat of the past: asked, and answered by a human in the chat system. */
  async past(chat, question, answer) {
    await this.ask(chat, question);
    await this.outcome(chat);
    await this.#said(chat, "from_owner", { id: "ada", name: "Ada" }, answer);
    await until(`${chat} is answered`, async () =>
      (await this.api(`/v1/conversations?relay=outside&external_id=${chat}`)).items[0].stage === "with_human");
  }
}

/** What is wrong with the page that is open, on a phone by day and on a desk by night; with pictures. */
export async function faults(page, name) {
  const before = page.viewportSize();
  const wrong = [];
  for (const [look, viewport, colorScheme] of [["phone", PLAIN_PHONE.viewport, "light"], ["desk", { width: 1280, height: 800 }, "dark"]]) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    for (const check of [overflows, nameless, faint, muddled]) {
      wrong.push(...(await page.evaluate(check)).map((what) => `${name}, ${look}: ${what}`));
    }
    await shot(page, `${name}-${look}`, true);
  }
  await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: null });
  return wrong;
}

/** Whether something is written in red. */
export const isRed = (locator) => locator.evaluate((one) => {
  const [r, g, b] = getComputedStyle(one).color.match(/[\d.]+/g).map(Number);
  return r > 1.4 * g && r > 1.4 * b;
});
