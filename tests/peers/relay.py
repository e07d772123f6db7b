"""A chat system for one test: signs events and verifies actions with the `standardwebhooks` library.

usage: relay.py INBOUND_SECRET OUTBOUND_SECRET   (prints its URL, then serves until killed)
"""

import datetime
import json
import sys
import urllib.error
import urllib.parse
import urllib.request
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

INBOUND, OUTBOUND = Webhook(sys.argv[1]), Webhook(sys.argv[2])
BOOK = {"verified": [], "refused": 0}


class Relay(BaseHTTPRequestHandler):
    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.answer(200, BOOK)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        if self.path.startswith("/say"):
            return self.answer(200, say(self.path))
        try:
            action = OUTBOUND.verify(body, dict(self.headers.items()))
        except WebhookVerificationError as error:
            BOOK["refused"] += 1
            return self.answer(401, {"error": str(error)})
        BOOK["verified"].append(action)
        self.answer(200, {"id": action["id"], "result": "applied", "message_id": "m-" + action["id"]})

    def log_message(self, *_):
        pass


def say(path):
    query = {k: v[0] for k, v in urllib.parse.parse_qs(urllib.parse.urlsplit(path).query).items()}
    now = datetime.datetime.now(datetime.timezone.utc)
    event = {
        "id": "evt_" + uuid.uuid4().hex,
        "type": "message_sent",
        "schema": "1",
        "source": "relay:python",
        "timestamp": now.isoformat().replace("+00:00", "Z"),
        "conversation_id": query["conversation"],
        "data": {"message_id": "m_" + uuid.uuid4().hex, "direction": "from_user", "text": query["text"]},
    }
    body = json.dumps(event)
    headers = {
        "content-type": "application/json",
        "webhook-id": event["id"],
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": INBOUND.sign(event["id"], now, body),
    }
    request = urllib.request.Request(query["to"], data=body.encode(), headers=headers, method="POST")
    try:
        with urllib.request.urlopen(request) as response:
            return {"status": response.status}
    except urllib.error.HTTPError as error:
        return {"status": error.code, "body": error.read().decode()}


server = ThreadingHTTPServer(("127.0.0.1", 0), Relay)
print(f"http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
