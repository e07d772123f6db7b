// The inbox under weight: 5,000 suggestions waiting, and 1,000 readers of the stream who never read.
//
//   (cd tests/ui && npm ci --ignore-scripts) && BANISTER_BIN=target/release/banister node bench/inbox.mjs [SUGGESTIONS [READERS]]

import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { openHouse, until } from "../tests/ui/lib/house.mjs";
import { launch, person, signInByLink } from "../tests/ui/lib/browser.mjs";
import { openRelay } from "../tests/ui/lib/outside.mjs";

const [SUGGESTIONS, READERS] = [Number(process.argv[2] ?? 5_000), Number(process.argv[3] ?? 1_000)];
const REST_MS = 850; // A second key press within 800 ms decides on nothing.

const rank = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))];
const told = (values) => `median ${rank(values, 0.5).toFixed(1)}, p99 ${rank(values, 0.99).toFixed(1)} ms (n = ${values.length})`;

async function rssKb(pid) {
  return Number((await readFile(`/proc/${pid}/status`, "utf8")).match(/VmRSS:\s+(\d+)/)[1]);
}

const relay = await openRelay();
const house = await openHouse({ config: `[policy]\ndebounce_ms = 0\n${relay.config}` });
const browser = await launch();
try {
  const ask = (n) => relay.tell(house, `c_${n}`, "message_sent",
    { direction: "from_user", message_id: `m_${n}`, text: "How long does shipping to Canada take?", author: { id: `v_${n}`, name: `Visitor ${n}` } });
  const began = performance.now();
  for (let n = 0; n < SUGGESTIONS; n += 50) await Promise.all(Array.from({ length: 50 }, (_, i) => ask(n + i)));
  const owner = await person(browser, house);
  await signInByLink(owner, house);
  const { page } = owner;
  const count = () => page.evaluate(async () => {
    const text = await (await fetch("/")).text();
    return Number(text.match(/id="to-decide"[^<]*<span class="count">(\d+)/)[1]);
  });
  await until("all wait", async () => (await count()) === SUGGESTIONS, 1_200_000);
  console.log(`${SUGGESTIONS} suggestions wait, made in ${((performance.now() - began) / 1_000).toFixed(0)} s`);

  const loads = await page.evaluate(async () => {
    const times = [];
    for (let n = 0; n < 100; n += 1) {
      const began = performance.now();
      await (await fetch("/")).text();
      times.push(performance.now() - began);
    }
    return times;
  });
  console.log(`GET /: ${told(loads)}`);

  await page.goto(`${house.url}/`);
  await page.keyboard.press("j");
  const keys = [];
  for (let n = 0; n < 30; n += 1) {
    await page.waitForTimeout(REST_MS);
    const took = await page.evaluate(() => new Promise((go) => {
      const card = document.activeElement;
      const began = performance.now();
      card.dispatchEvent(new KeyboardEvent("keydown", { key: "a", bubbles: true, cancelable: true }));
      requestAnimationFrame(function look() {
        if (document.activeElement !== card && document.activeElement.matches(".card")) go(performance.now() - began);
        else if (performance.now() - began > 5_000) go(document.activeElement.outerHTML.slice(0, 200));
        else requestAnimationFrame(look);
      });
    }));
    if (typeof took === "string") throw new Error(`no next card after the ${n + 1}th key; the focus is on ${took}`);
    keys.push(took);
  }
  console.log(`key to next card: ${told(keys)}, largest ${Math.max(...keys).toFixed(1)} ms`);

  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  await page.close();
  const before = await rssKb(house.pid);
  const url = new URL(house.url);
  const readers = await Promise.all(Array.from({ length: READERS }, () => new Promise((go, fail) => {
    const socket = connect(url.port, url.hostname, () => {
      socket.write(`GET /v1/stream HTTP/1.1\r\nhost: ${url.host}\r\ncookie: ${cookie}\r\n\r\n`);
      socket.pause();
      go(socket);
    });
    socket.on("error", fail);
  })));
  let largest = 0;
  for (let second = 0; second < 60; second += 1) {
    await ask(SUGGESTIONS + second);
    await new Promise((go) => setTimeout(go, 1_000));
    largest = Math.max(largest, await rssKb(house.pid));
  }
  const open = readers.filter((one) => !one.destroyed).length;
  console.log(`${open} of ${READERS} readers that never read, 60 changes: RSS ${(before / 1_024).toFixed(0)} MB before, at most ${(largest / 1_024).toFixed(0)} MB (+${((largest - before) / 1_024).toFixed(0)} MB)`);
  readers.forEach((one) => one.destroy());
} finally {
  await browser.close();
  await house.close();
  await relay.close();
}
