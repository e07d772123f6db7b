// What comes from outside: a relay that signs its events, and a proxy that writes down whatever a browser asks for.

import { createHmac, randomBytes } from "node:crypto";
import { createServer, request } from "node:http";

/** A relay of the generic kind: its configuration, and `tell(type, data)` for a conversation. */
export async function openRelay() {
  const secret = () => randomBytes(32);
  const [inbound, outbound] = [secret(), secret()];
  const actions = [];
  const sink = createServer((ask, answer) => {
    let body = "";
    ask.on("data", (more) => (body += more)).on("end", () => {
      actions.push(JSON.parse(body));
      answer.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  await new Promise((go) => sink.listen(0, "127.0.0.1", go));
  const config = `[[relay]]
name = "outside"
kind = "generic"
inbound_secret = "whsec_${inbound.toString("base64")}"
actions_url = "http://127.0.0.1:${sink.address().port}/"
outbound_secret = "whsec_${outbound.toString("base64")}"
`;
  const tell = async (house, conversation, type, data) => {
    const id = `evt_${randomBytes(8).toString("hex")}`;
    const stamp = Math.floor(Date.now() / 1000);
    const body = JSON.stringify({
      id, type, schema: "1", source: "relay:outside", timestamp: new Date().toISOString(), conversation_id: conversation, data,
    });
    const signature = createHmac("sha256", inbound).update(`${id}.${stamp}.${body}`).digest("base64");
    const answer = await fetch(`${house.url}/v1/relays/outside/events`, {
      method: "POST", body, headers: {
        "content-type": "application/json", "webhook-id": id, "webhook-timestamp": String(stamp), "webhook-signature": `v1,${signature}`,
      },
    });
    if (!answer.ok) throw new Error(`${type}: ${answer.status} ${await answer.text()}`);
  };
  return { config, tell, actions, close: () => new Promise((go) => sink.close(go)) };
}

// Chromium's own services, which it asks whatever page is open.
const BROWSER = /(^|\.)(google|googleapis|gvt1)\.com$/;

/** A proxy for a browser: what is for `allowed` goes through, everything is written down, the rest finds nobody. */
export async function openProxy(allowed) {
  const asked = [];
  const ours = new URL(allowed);
  const server = createServer((ask, answer) => {
    const url = new URL(ask.url, allowed);
    asked.push(url.href);
    if (url.host !== ours.host) return void answer.writeHead(502).end();
    const on = request({ host: ours.hostname, port: ours.port, path: url.pathname + url.search, method: ask.method, headers: ask.headers }, (got) => {
      answer.writeHead(got.statusCode, got.headers);
      got.pipe(answer);
    });
    on.on("error", () => answer.destroy());
    answer.on("close", () => on.destroy());
    ask.pipe(on);
  });
  server.on("connect", (ask, socket) => {
    asked.push(`https://${ask.url}`);
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  await new Promise((go) => server.listen(0, "127.0.0.1", go));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    asked,
    strangers: () => asked.filter((url) => new URL(url).host !== ours.host && !BROWSER.test(new URL(url).hostname)),
    close: () => (server.closeAllConnections(), new Promise((go) => server.close(go))),
  };
}

