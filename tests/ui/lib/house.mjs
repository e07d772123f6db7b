// Starts `banister demo` on a free port with a data folder of its own, and ends it.

import { spawn } from "node:child_process";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Polls until `probe` answers with something true, and returns that. */
export async function until(what, probe, withinMs = 30_000) {
  const end = Date.now() + withinMs;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited ${withinMs / 1000} s in vain until ${what}`);
    await new Promise((go) => setTimeout(go, 60));
  }
}

async function freePort() {
  const server = createServer();
  await new Promise((go, fail) => server.once("error", fail).listen(0, "127.0.0.1", go));
  const { port } = server.address();
  await new Promise((go) => server.close(go));
  return port;
}

const SHOP = fileURLToPath(new URL("../../../examples/shop/knowledge", import.meta.url));

/** A running demo, or with a `config` the service itself, which links know if it is `named`: its address, its articles' texts, and how to end it. */
export async function openHouse({ config = "", named = false } = {}) {
  const binary = process.env.BANISTER_BIN;
  if (!binary) throw new Error("set BANISTER_BIN to the path of the built banister binary");
  const folder = await mkdtemp(join(tmpdir(), "banister-ui-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  // From the empty folder, so that no banister.toml of the working folder is read.
  const whole = `[server]\nlisten = "127.0.0.1:${port}"\n${named ? `public_url = "${url}"\n` : ""}[knowledge]\npath = ${JSON.stringify(SHOP)}\n${config}`;
  if (config) await writeFile(join(folder, "banister.toml"), whole, { mode: 0o600 });
  const how = config ? ["serve"] : ["demo", "--listen", `127.0.0.1:${port}`, "--data", join(folder, "data")];
  // Named from where the tests were started, not from the empty folder.
  const child = spawn(resolve(binary), how, {
    cwd: folder,
    // The same answers on machines with and without the sentence encoder.
    env: { ...process.env, XDG_CACHE_HOME: join(folder, "cache") },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (log += text));
  let ended = null;
  child.stderr.setEncoding("utf8").on("data", (text) => (log += text));
  child.once("error", (error) => (ended = error.message));
  const gone = new Promise((go) => child.once("close", (code) => go((ended ??= `exit ${code}`))));

  const close = async () => {
    if (ended === null) {
      child.kill("SIGTERM");
      // Its own drain takes at most 8 s.
      await Promise.race([gone, new Promise((go) => setTimeout(go, 12_000).unref())]);
      if (ended === null) child.kill("SIGKILL");
    }
    await rm(folder, { recursive: true, force: true });
  };

  try {
    await until("the demo is ready", async () => {
      if (ended !== null) throw new Error(`the demo ended at once (${ended}):\n${log}`);
      return fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) }).then((a) => a.ok, () => false);
    }, 60_000);
  } catch (error) {
    await close();
    throw error;
  }
  const knowledge = config ? SHOP : join(folder, "data", "knowledge");
  const names = (await readdir(knowledge)).filter((name) => name.endsWith(".md"));
  const articles = await Promise.all(names.map((name) => readFile(join(knowledge, name), "utf8")));
  return { url, folder, articles, close, log: () => log, pid: child.pid };
}
