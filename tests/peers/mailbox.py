"""A mail server for one test: takes mail by SMTP (library `aiosmtpd`), reads it with Python's own parser, tells it by HTTP.

usage: mailbox.py [USER:PASSWORD]   (prints its SMTP port and its URL, then serves until killed)

GET /mails            what was taken, in order
POST /be?mood=MOOD    how the next mail is met: `451`, `550`, `hangup` (taken, and no answer), `slow:MS` (taken, late answer)
"""

import asyncio
import collections
import email
import email.policy
import json
import sys
import threading
import urllib.parse
import warnings
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.smtp import SMTP, AuthResult

warnings.simplefilter("ignore")  # a sign-in without TLS is what the test is about
MAILS, MOODS = [], collections.deque()
LOGIN = tuple(part.encode() for part in sys.argv[1].split(":", 1)) if len(sys.argv) > 1 else None


def read(envelope):
    message = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
    return {
        "sender": envelope.mail_from,
        "recipients": envelope.rcpt_tos,
        "headers": [[name, str(value)] for name, value in message.items()],
        "subject": str(message["subject"]),
        "message_id": str(message["message-id"]),
        "type": message.get_content_type(),
        "text": message.get_content(),
    }


class Taker:
    async def handle_DATA(self, server, session, envelope):
        mood = MOODS.popleft() if MOODS else ""
        if mood in ("451", "550"):
            return mood + " not now" if mood == "451" else mood + " no such mailbox"
        MAILS.append(read(envelope))
        if mood == "hangup":
            server.transport.abort()
        elif mood.startswith("slow:"):
            await asyncio.sleep(int(mood[5:]) / 1000)
        return "250 taken"


def sign_in(server, session, envelope, mechanism, data):
    return AuthResult(success=(data.login, data.password) == LOGIN, handled=False)


class Desk(BaseHTTPRequestHandler):
    def answer(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.answer(MAILS)

    def do_POST(self):
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
        MOODS.extend(query["mood"])
        self.answer(len(MOODS))

    def log_message(self, *_):
        pass


async def main():
    desk = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    threading.Thread(target=desk.serve_forever, daemon=True).start()
    extra = {"authenticator": sign_in, "auth_required": True, "auth_require_tls": False} if LOGIN else {}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Taker(), enable_SMTPUTF8=True, **extra), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], f"http://127.0.0.1:{desk.server_port}", flush=True)
    await server.serve_forever()


asyncio.run(main())
