"""Tries a real model on the sample shop: starts `banister serve`, asks the sixty questions of the corpus as a visitor,
prints what came of each and a table.

usage: try_model.py BANISTER_BINARY MODEL_BASE_URL MODEL_NAME [TIMEOUT_MS] [HOW_MANY_OF_EACH_KIND]
With `-` for the address no model is asked: replies are quoted from the articles.
Needs the `standardwebhooks` package (tests/peers/requirements.txt). Prints one line a question and a summary.
"""

import datetime
import json
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks.webhooks import Webhook

INBOUND = "whsec_aW5ib3VuZC1zZWNyZXQtb2YtdGhlLXRlc3RzLTAwMQ=="
OUTBOUND = "whsec_b3V0Ym91bmQtc2VjcmV0LW9mLXRoZS10ZXN0cy0wMDE="
ROOT = pathlib.Path(__file__).resolve().parents[2]
QUESTIONS = [json.loads(line) for line in (ROOT / "tests/corpora/questions.jsonl").read_text().splitlines()]


class Relay(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        action = Webhook(OUTBOUND).verify(body, dict(self.headers.items()))
        answer = json.dumps({"id": action["id"], "result": "applied", "message_id": "m-" + action["id"]}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def call(url, token=None, body=None, headers=None):
    request = urllib.request.Request(url, data=body, headers=headers or {})
    if token:
        request.add_header("authorization", "Bearer " + token)
    with urllib.request.urlopen(request, timeout=10) as response:
        return json.loads(response.read() or b"null")


def ask(base, conversation, text):
    now = datetime.datetime.now(datetime.timezone.utc)
    event = {
        "id": "evt_" + uuid.uuid4().hex, "type": "message_sent", "schema": "1", "source": "relay:try",
        "timestamp": now.isoformat().replace("+00:00", "Z"), "conversation_id": conversation,
        "data": {"message_id": "m_" + uuid.uuid4().hex, "direction": "from_user", "text": text},
    }
    body = json.dumps(event)
    signature = Webhook(INBOUND).sign(event["id"], now, body)
    headers = {"webhook-id": event["id"], "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": signature}
    return call(f"{base}/v1/relays/try/events", body=body.encode(), headers=headers)


def outcome(base, token, conversation, patience_s):
    deadline = time.monotonic() + patience_s
    query = urllib.parse.urlencode({"relay": "try", "external_id": conversation})
    while time.monotonic() < deadline:
        pending = call(f"{base}/v1/suggestions?state=pending&limit=100", token)["items"]
        for s in pending:
            if s["conversation"]["external_id"] == conversation:
                return "suggested", s
        found = call(f"{base}/v1/conversations?{query}", token)["items"]
        if found and found[0]["stage"] == "with_human":
            return "handed off", found[0]["handoff"]
        time.sleep(0.2)
    return "NOTHING", None


def judged(question, what, detail):
    """What came of a question, in words: for a suggestion, whether it says what it should and is warned about."""
    if what != "suggested":
        return f"{what} ({detail['code']})" if detail else what
    text = detail["text"].lower()
    says, never = question.get("says"), question.get("never")
    right = "says what it should" if says and says.lower() in text else "says something else" if says else "suggested"
    if never and never.lower() in text:
        right = "SAYS WHAT IT MUST NOT"
    return right + (", with a warning" if detail["warnings"] else "")


def main():
    binary, model_url, model_name = sys.argv[1:4]
    timeout_ms = int(sys.argv[4]) if len(sys.argv) > 4 else 60_000
    of_each = int(sys.argv[5]) if len(sys.argv) > 5 else 1_000
    relay = ThreadingHTTPServer(("127.0.0.1", 0), Relay)
    threading.Thread(target=relay.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        config = pathlib.Path(folder) / "banister.toml"
        model = f'[model]\nbase_url = "{model_url}"\nname = "{model_name}"\ntimeout_ms = {timeout_ms}\nmax_concurrency = 1\n'
        if model_url == "-":
            model = ""
        config.write_text(
            f'[server]\nlisten = "127.0.0.1:{port}"\n[store]\nurl = "sqlite:{folder}/b.db"\n'
            f'[knowledge]\npath = "{ROOT}/examples/shop/knowledge"\n[policy]\ndebounce_ms = 0\n'
            + model
            + f'[[relay]]\nname = "try"\nkind = "generic"\ninbound_secret = "{INBOUND}"\noutbound_secret = "{OUTBOUND}"\n'
            f'actions_url = "http://127.0.0.1:{relay.server_port}/"\n'
        )
        service = subprocess.Popen([binary, "serve", "--config", str(config)], stderr=subprocess.DEVNULL)
        try:
            base = f"http://127.0.0.1:{port}"
            for _ in range(100):
                try:
                    urllib.request.urlopen(base + "/readyz", timeout=1)
                    break
                except OSError:
                    time.sleep(0.1)
            token = subprocess.run(
                [binary, "--config", str(config), "token", "new", "--name", "try"], capture_output=True, text=True, check=True
            ).stdout.strip()
            tally = {}
            asked = {}
            for i, q in enumerate(QUESTIONS):
                kind, text = q["kind"], q["question"]
                asked[kind] = asked.get(kind, 0) + 1
                if asked[kind] > of_each:
                    continue
                conversation = f"{kind}-{i}"
                start = time.monotonic()
                ask(base, conversation, text)
                what, detail = outcome(base, token, conversation, timeout_ms / 1000 * 3 + 30)
                words = judged(q, what, detail)
                tally[(kind, words)] = tally.get((kind, words), 0) + 1
                shown = detail["text"] if what == "suggested" else detail and detail["sentence"]
                print(f"[{kind}] {text}\n    {words} after {time.monotonic() - start:.1f} s: {shown!r}", flush=True)
                for warning in detail.get("warnings", []) if what == "suggested" else []:
                    print(f"    warning: {warning}", flush=True)
            for (kind, words), n in sorted(tally.items()):
                print(f"{kind:>14}  {n:3}  {words}")
        finally:
            service.terminate()
            service.wait()


main()
