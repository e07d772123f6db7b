// Away from the desk: the page behind a link in a notice, on a phone, without an account at hand.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { shot, signInByLink } from "../lib/browser.mjs";
import { openHouse, until } from "../lib/house.mjs";
import { openRelay } from "../lib/outside.mjs";
import { faults } from "./looks.mjs";

/** A team's channel: what it was told, and the links in it. */
async function openChannel() {
  const told = [];
  const server = createServer((ask, answer) => {
    let body = "";
    ask.on("data", (more) => (body += more)).on("end", () => (told.push(JSON.parse(body).text), answer.end("ok")));
  });
  await new Promise((go) => server.listen(0, "127.0.0.1", go));
  return {
    config: `[notify.webhook]\nurl = "http://127.0.0.1:${server.address().port}/"\ndecide_as = "owner@localhost"\n`,
    links: () => told.flatMap((text) => text.match(/http[^\s|>]*\/d\/\w+/g) ?? []),
    close: () => new Promise((go) => server.close(go)),
  };
}

export default function away(promise) {
  promise("a link in a notice opens a page that reads well and decides once, when pressed", async ({ meet }) => {
    const [relay, channel] = [await openRelay(), await openChannel()];
    const house = await openHouse({ config: `${relay.config}${channel.config}`, named: true });
    try {
      const owner = await meet({ at: house });
      await signInByLink(owner, house);
      await owner.go("/settings/notices");
      await owner.page.getByLabel("A reply to decide on").selectOption("webhook");
      await owner.page.getByRole("spinbutton").fill("0");
      await owner.page.getByRole("button", { name: "Save", exact: true }).click();
      await owner.page.getByText("Saved.", { exact: true }).waitFor();
      const ask = (n, text) => relay.tell(house, `c_${n}`, "message_sent", { direction: "from_user", message_id: `m_${n}`, text, author: { id: `v_${n}`, name: "Ada" } });
      await ask(1, "How long does shipping to Canada take?");
      await until("the channel is told", () => channel.links().length > 0, 60_000);
      const [link] = channel.links();

      const reader = await meet({ at: house });
      const { page } = reader;
      await page.goto(link);
      const wrong = await faults(page, "decision");
      await page.getByRole("button", { name: /^Approve/ }).click();
      await until("the visitor is answered", () => relay.actions.some((one) => JSON.stringify(one).includes("Canada")), 30_000);
      await shot(page, "away-decided");
      wrong.push(...(await faults(page, "decision-done")));
      await page.goto(link);
      wrong.push(...(await faults(page, "decision-used")));
      assert.equal(await page.getByRole("button", { name: /^Approve/ }).count(), 0, "it works once");
      await page.goto(`${house.url}/d/${"a".repeat(64)}`);
      wrong.push(...(await faults(page, "decision-unknown")));
      assert.deepEqual(wrong, []);
      reader.clean(/status of 4\d\d/);
      owner.clean();
    } finally {
      await Promise.all([house.close(), relay.close(), channel.close()]);
    }
  });
}
