"""Every episode's figures, computed again from the raw rows of a Banister SQLite database, and compared with what is stored.

    python3 recompute.py ASKED.json

ASKED.json: {"database": PATH, "hours": {RELAY: [ZONE, "09:00-12:30, 13:30-18:00"]}, "closed": ["2027-12-24"],
"comparison": what `banister report comparison --json` printed, or null, "salts": [what keys the draw of each of the
lottery's periods, or nothing]}.

Only the standard library. It reads docs/metrics.md's definitions, not Banister's code: messages and purchases come from the
event log, and whose a row is follows from its time, not from what the database says about it. Of an episode's own log it
takes only what no event says: when it began, when a quiet one was called resolved, why it went to a human, and that the
visitor asked for one.
"""

import bisect
import datetime
import hashlib
import json
import math
import sqlite3
import sys
import time
import urllib.parse
import zoneinfo

HOUR_US = 3_600_000_000
CELLS_MAX = 64_000_000
Z_95 = 1.959963984540054


def main(path):
    with open(path, encoding="utf-8") as file:
        asked = json.load(file)
    database = sqlite3.connect(f"file:{asked['database']}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    differences, told, figures = [], {}, []
    conversations = database.execute("select distinct conversation_id, relay from event order by 1").fetchall()
    for row in conversations:
        for episode in Conversation(database, row["conversation_id"], asked.get("hours", {}).get(row["relay"]),
                                    asked.get("closed", [])).episodes():
            stored = database.execute("select * from episode where id = ?", (episode["id"],)).fetchone()
            figures.append(episode)
            for name, value in episode.items():
                if name == "id":
                    continue
                was = as_stored(stored, name)
                if was != value:
                    differences.append([episode["id"], name, f"stored {was!r}, rows say {value!r}"])
                if value not in (None, [], 0, False, "", "none"):
                    told[name] = told.get(name, 0) + 1
            if stored["arm"] is not None:
                episode["lot"] = stored
                differences += drawn_otherwise(stored, row["conversation_id"], asked.get("salts") or [])
    count = database.execute("select count(*) from episode").fetchone()[0]
    if count != len(figures):
        differences.append(["all", "episodes", f"stored {count}, rows say {len(figures)}"])
    lottery = {}
    if asked.get("comparison"):
        differences += against_report(asked["comparison"], figures)
        wrong, lottery = against_lottery(asked["comparison"]["randomised"], figures)
        differences += wrong
    print(json.dumps({"episodes": len(figures), "differences": differences, "told": told, "lottery": lottery}))


def as_stored(row, name):
    value = row[name]
    if name in ("held_rules", "secondary", "reply_ms", "conversions"):
        return json.loads(value)
    if name in ("triggered", "judged_wrong", "unhappy", "returning_visitor", "in_hours", "promise_kept"):
        return None if value is None else bool(value)
    return value


class Conversation:
    """All rows of one conversation."""

    def __init__(self, database, conversation, hours, closed):
        self.hours, self.closed = hours, closed
        rows = lambda sql: database.execute(sql, (conversation,)).fetchall()
        self.events = [(r["at"], r["seq"], json.loads(r["payload"]))
                       for r in rows("select at, seq, payload from event where conversation_id = ?")]
        self.messages = rows("select * from message where conversation_id = ?")
        self.marks = [(r["episode_id"], r["at"], r["kind"], json.loads(r["detail"]))
                      for r in rows("select * from episode_mark where conversation_id = ? order by id")]
        self.screenings = rows("select at, reasons from screening where conversation_id = ? order by id")
        self.suggestions = rows("select * from suggestion where conversation_id = ?")
        self.drafts = rows("select * from draft_answer where conversation_id = ? and draft is not null")
        self.promises = rows("select * from promise where conversation_id = ? order by told_at")
        self.called_wrong = {e["suggestion"] for _, _, e in self.events
                             if e["event"] == "sent_judged" and e["judged"] == "wrong"}
        self.begun = [(at, id) for id, at, kind, _ in self.marks if kind == "opened"]
        self.ends = self.resolutions()

    def resolutions(self):
        """When each episode ended, and how: a told end is in the event log, a quiet one only in the episode's own."""
        told = {at for at, _, e in self.events
                if e["event"] == "chat_resolved" or e["event"] == "status_changed" and e["status"] == "resolved"}
        ends = {}
        for id, at, kind, detail in self.marks:
            if kind == "resolved":
                if detail["how"] == "confirmed":
                    assert at in told, f"{id} was resolved at {at}, and no event says so"
                ends[id] = (at, detail["how"])
        return ends

    def owner_of(self, at):
        """The episode that had begun at `at`, the last one of several; before all of them, none."""
        place = bisect.bisect_right([begun for begun, _ in self.begun], at)
        return self.begun[place - 1][1] if place else None

    def episodes(self):
        for n, (begun, id) in enumerate(self.begun):
            next_begun = self.begun[n + 1][0] if n + 1 < len(self.begun) else None
            yield self.episode(n, id, begun, next_begun)

    def episode(self, n, id, begun, next_begun):
        end, how = self.ends.get(id, (None, None))
        mine = lambda at: self.owner_of(at) == id
        said = self.said(id, begun, end)
        suggestions = [s for s in self.suggestions if mine(s["created_at"])]
        answers = [s for s in said if s["as"] != "asked"]
        drafted = [s for s in answers if s["as"] != "human"]
        by_hand = [s for s in answers if s["as"] == "human"]
        turns, reply_ms = turns_and_waits(said)
        page, campaign = self.arrival(begun, end, next_begun)
        primary, secondary = self.topics(id, begun, next_begun)
        drafts = [json.loads(d["draft"]) | {"at": d["at"], "order": d["order_id"]} for d in self.drafts if mine(d["at"])]
        weighed = sorted((d for d in drafts if d.get("weighed")), key=lambda d: (d["at"], d["order"]))
        reads = [s["read_ms"] for s in suggestions if s["read_ms"] is not None]
        promises = [p for p in self.promises if mine(p["told_at"])]
        kept = [p["kept"] for p in promises if p["kept"] is not None]
        return {
            "id": id,
            "started_at": begun,
            "first_response_at": answers[0]["at"] if answers else None,
            "resolved_at": end,
            "resolution": how,
            "reopened_at": next_begun if end is not None and next_begun is not None and next_begun >= end else None,
            "handling": "ai_assisted" if drafted else "human_only" if answers else "none",
            "kind": drafted[0]["as"] if drafted else None,
            "held_rules": self.held(mine),
            "csat": self.rating("csat", id),
            "nps": self.rating("nps", id),
            "topic": primary,
            "secondary": secondary,
            "turns": turns,
            "answers": len(answers),
            "reply_ms": reply_ms,
            "handoff": next((d["code"] for i, _, kind, d in self.marks if i == id and kind == "handed_off"), None),
            "promise_kept": all(kept) if kept else None,
            "promise_due": next((p["until"] for p in promises if p["ended_at"] is None), None),
            "page": page,
            "campaign": campaign,
            "template": self.template(by_hand),
            "edit": self.edit(drafted),
            "confidence": ten_thousandths(weighed[0]["confidence"]) if weighed else None,
            "triggered": bool(suggestions),
            "judged_wrong": any(s["bad"] or s["id"] in self.called_wrong for s in suggestions),
            "owner_ms": sum(reads) if reads else None,
            "tokens": sum(d["usage"]["prompt_tokens"] + d["usage"]["completion_tokens"] for d in drafts),
            "cost_micros": sum(d["usage"].get("cost_micros", 0) for d in drafts),
            "conversions": self.conversions(id),
            "unhappy": any(i == id and kind == "asked_for_human" for i, _, kind, _ in self.marks),
            "in_hours": in_hours(begun, self.hours, self.closed),
            "returning_visitor": n > 0,
        }

    def said(self, id, begun, end):
        """What was said in public in the episode, in order: the visitor's words by the event log, answers by their kind."""
        said, known = [], set()
        for at, _, e in sorted(self.events, key=lambda event: event[1]):
            if e["event"] != "message_heard" or e["author"] != "visitor" or e["private"]:
                continue
            # An edit is no second question; one whose original never came counts in a first episode only.
            if e["edited"] and id != self.begun[0][1]:
                continue
            if e["message_id"] not in known and self.owner_of(at) == id and (end is None or at <= end):
                said.append({"at": at, "as": "asked", "id": e["message_id"]})
            known.add(e["message_id"])
        for m in self.messages:
            if m["private"] or m["kind"] not in ("human", "approved", "edited", "auto_sent") or self.owner_of(m["at"]) != id:
                continue
            if end is None or m["at"] <= end or m["kind"] != "human":
                said.append({"at": m["at"], "as": m["kind"], "id": m["external_id"], "row": m})
        rank = ["asked", "human", "approved", "edited", "auto_sent"]
        return sorted(said, key=lambda s: (s["at"], rank.index(s["as"])))

    def arrival(self, begun, end, next_begun):
        """The last address told before the episode began, else the first one told in it."""
        opened = [(at, e) for at, _, e in sorted(self.events, key=lambda event: event[1])
                  if e["event"] == "chat_opened" and (e["page_url"] or e.get("referrer"))]
        before = [e for at, e in opened if at <= begun]
        inside = [e for at, e in opened if at > begun and (end is None or at <= end)
                  and (next_begun is None or at < next_begun)]
        if not before and not inside:
            return None, None
        e = before[-1] if before else inside[0]
        # An address stays known until another is told; where somebody came from does not.
        pages = [x["page_url"] for x in before if x["page_url"]] if before else []
        page_url = pages[-1] if pages else e["page_url"]
        return page_of(page_url), campaign_of(page_url, e.get("referrer"))

    def topics(self, id, begun, next_begun):
        tagged = [e for at, _, e in sorted(self.events, key=lambda event: event[1])
                  if e["event"] == "tagged" and at >= begun and (next_begun is None or at < next_begun)]
        if not tagged:
            # Nobody sorted it: what its keywords suggested, which no event says.
            sorted_ = [d for i, _, kind, d in self.marks if i == id and kind == "sorted"]
            return (sorted_[-1]["primary"], sorted_[-1]["secondary"]) if sorted_ else (None, [])
        primary = tagged[-1]["primary"]
        secondary = []
        for topic in tagged[-1]["secondary"]:
            if topic != primary and topic not in secondary:
                secondary.append(topic)
        return primary, secondary

    def held(self, mine):
        rules = []
        for row in self.screenings:
            if mine(row["at"]):
                for reason in json.loads(row["reasons"]):
                    if reason["rule"] not in rules:
                        rules.append(reason["rule"])
        return rules

    def rating(self, instrument, id):
        """The last answer, each survey being about the episode in which it was answered first."""
        about, score = {}, None
        for at, _, e in sorted(self.events, key=lambda event: event[0:2]):
            if e["event"] == "rated" and e["instrument"] == instrument:
                about.setdefault(e["survey_id"], self.owner_of(at))
                if about[e["survey_id"]] == id:
                    score = e["score"]
        return score

    def template(self, by_hand):
        """Which saved reply the first answer by hand began with: the event that asked for it has its words."""
        if not by_hand or by_hand[0]["row"]["action_id"] is None:
            return None
        row = by_hand[0]["row"]
        wanted = [e for at, _, e in self.events if e["event"] == "owner_replied" and at <= row["at"]
                  and e["text"].strip() == row["body"]]
        return wanted[-1].get("template") if wanted else None

    def edit(self, drafted):
        if not drafted:
            return None
        first = drafted[0]
        if first["as"] != "edited":
            return 0
        draft = next(json.loads(s["draft"])["text"] for s in self.suggestions if s["id"] == first["row"]["suggestion_id"])
        return ten_thousandths(distance(draft, first["row"]["body"]))

    def conversions(self, id):
        """A purchase belongs to the last answer before it, in whichever episode, within two hours."""
        answers = []
        for begun, episode in self.begun:
            end = self.ends.get(episode, (None, None))[0]
            answers += [(s["at"], episode) for s in self.said(episode, begun, end) if s["as"] != "asked"]
        bought = []
        for at, _, e in sorted(self.events, key=lambda event: event[1]):
            if e["event"] != "converted":
                continue
            # The current episode's own answer first, then the one before.
            current = self.owner_of(at)
            place = [i for _, i in self.begun].index(current) if current else 0
            for episode in reversed([i for _, i in self.begun][max(0, place - 1):place + 1]):
                last = max((a for a, i in answers if i == episode and a <= at), default=None)
                if last is not None and at - last <= 2 * HOUR_US:
                    if episode == id:
                        bought.append([e["value"], (e["currency"] or "").strip()[:8]])
                    break
        return bought


def turns_and_waits(said):
    turns, waits, asked = 0, [], None
    for s in said:
        if s["as"] == "asked":
            if asked is None:
                turns, asked = turns + 1, s["at"]
        elif asked is not None:
            waits.append((s["at"] - asked) // 1000)
            asked = None
    return turns, waits


def page_of(url):
    if url is None:
        return None
    if "://" not in url and not url.startswith("/"):
        return None
    path = urllib.parse.urlsplit(url).path.rstrip("/")
    return path[:120] if path else "/"


def campaign_of(url, referrer):
    if url:
        named = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query).get("utm_campaign", [""])[0].strip()
        if named:
            return named[:120]
    host = host_of(referrer)
    return host if host and host != host_of(url) else None


def host_of(url):
    host = urllib.parse.urlsplit(url or "").hostname
    return host.removeprefix("www.") if host else None


def in_hours(at, hours, closed):
    """By the wall clock of the shop's own zone, whatever its offset is that day."""
    if not hours:
        return None
    zone, day = hours
    local = datetime.datetime.fromtimestamp(at // 1_000_000, zoneinfo.ZoneInfo(zone))
    if local.weekday() >= 5 or local.date().isoformat() in closed:
        return False
    minute = local.hour * 60 + local.minute
    for span in day.split(","):
        (from_hour, from_minute), (to_hour, to_minute) = (part.strip().split(":") for part in span.split("-"))
        if int(from_hour) * 60 + int(from_minute) <= minute < int(to_hour) * 60 + int(to_minute):
            return True
    return False


def ten_thousandths(share):
    return math.floor(share * 10_000 + 0.5)


def distance(one, other):
    """Levenshtein's distance in characters over the longer text's, blanks and capitals aside."""
    one, other = " ".join(one.split()).lower(), " ".join(other.split()).lower()
    longest = max(len(one), len(other), 1)
    if len(one) * len(other) > CELLS_MAX:
        raise ValueError("too long to compare")
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        above, row = row, [i]
        for j, b in enumerate(other, 1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b)))
    return row[-1] / longest


def against_report(report, figures):
    """The counts of the raw split, group by group."""
    groups = {
        "ai_assisted": [f for f in figures if not f["held_rules"] and f["handling"] == "ai_assisted"],
        "human_only": [f for f in figures if not f["held_rules"] and f["handling"] == "human_only"],
        "blocked": [f for f in figures if f["held_rules"]],
    }
    wrong = []
    for name, group in groups.items():
        said, rated = report["raw"][name], [f["csat"] for f in group if f["csat"] is not None]
        nps = [f["nps"] for f in group if f["nps"] is not None]
        reopened = [f for f in group if f["resolved_at"] is not None and f["reopened_at"] is not None
                    and f["reopened_at"] - f["resolved_at"] <= 72 * HOUR_US]
        first = sorted((f["first_response_at"] - f["started_at"]) / 1e6 for f in group
                       if f["first_response_at"] is not None)
        middle = (first[(len(first) - 1) // 2] + first[len(first) // 2]) / 2 if len(first) >= 6 else None
        for what, mine, theirs in [
            ("conversations", len(group), said["conversations"]),
            ("rated", len(rated), said["rated"]),
            ("positive", sum(score >= 4 for score in rated), said["csat"]["positive"]),
            ("promoters", sum(score >= 9 for score in nps), said["nps"]["promoters"]),
            ("detractors", sum(score <= 6 for score in nps), said["nps"]["detractors"]),
            ("nps n", len(nps), said["nps"]["n"]),
            ("first response n", len(first), said["frt_seconds"]["n"]),
            ("first response median", middle, said["frt_seconds"]["median"]),
        ]:
            same = mine == theirs or None not in (mine, theirs) and abs(mine - theirs) < 1e-6
            if not same:
                wrong.append(["report", f"{name} {what}", f"report {theirs!r}, rows say {mine!r}"])
        known = said["reopened"]
        if known["reopened"] + known["early"] != len(reopened):
            wrong.append(["report", f"{name} reopened", f"report {known!r}, rows say {len(reopened)}"])
    return wrong


def drawn_otherwise(stored, conversation, salts):
    """The draw again, for a visitor whom the relay does not name: 53 bits of a keyed hash."""
    if stored["period"] >= len(salts):
        return []
    keyed = f"{salts[stored['period']]}:conversation:{conversation}"
    unit = (int.from_bytes(hashlib.sha256(keyed.encode()).digest()[:8], "big") >> 11) / 2**53
    arm = "human_only" if unit < stored["human_share"] else "ai_allowed"
    if (arm, unit) == (stored["arm"], stored["drawn"]):
        return []
    return [[stored["id"], "arm", f"stored {stored['arm']!r} by {stored['drawn']!r}, drawn again {arm!r} by {unit!r}"]]


def against_lottery(report, figures):
    """Arms as drawn, whatever happened later; each visitor once a period, with the first chat."""
    drawn = sorted((f for f in figures if "lot" in f), key=lambda f: f["started_at"])
    if report is None or not drawn:
        return ([["report", "randomised", f"report {report!r}, {len(drawn)} drawn"]] if drawn or report else []), {}
    first = {}
    for f in drawn:
        first.setdefault((f["lot"]["period"], f["lot"]["drawn"]), f)
    periods = sorted({period for period, _ in first})
    arms = {
        (period, arm): [f for (p, _), f in first.items() if p == period and f["lot"]["arm"] == arm]
        for period in periods for arm in ("ai_allowed", "human_only")
    }
    wrong = []

    def same(what, mine, theirs):
        numbers = all(isinstance(value, (int, float)) for value in (mine, theirs))
        if mine != theirs and not (numbers and abs(mine - theirs) <= 1e-9 * max(1, abs(mine))):
            wrong.append(["report", f"lottery: {what}", f"report {theirs!r}, rows say {mine!r}"])

    same("periods", periods, [p["period"] for p in report["periods"]])
    same("later chats", len(drawn) - len(first), report["later_chats"])
    for told in report["periods"]:
        for arm, name in (("ai_allowed", "ai"), ("human_only", "human")):
            chats = arms[told["period"], arm]
            for what, mine in (("chats", len(chats)), ("rated", positive(chats)[1]), ("positive", positive(chats)[0])):
                same(f"period {told['period']} {name}_{what}", mine, told[f"{name}_{what}"])
    shares = {"csat": positive, "response": rated, "unhappy": unhappy, "left_without_reply": left}
    for arm in ("ai_allowed", "human_only"):
        chats = [f for period in periods for f in arms[period, arm]]
        for name, share in shares.items():
            told = report[arm][name]
            (x, n), (low, high) = share(chats), wilson(*share(chats))
            for what, mine, theirs in (("positive", x, told["positive"]), ("n", n, told["n"]),
                                       ("low", low, told["low"]), ("high", high, told["high"])):
                same(f"{arm} {name} {what}", mine, theirs)
    gaps = [("response", rated, report["response"]["gap"])]
    gaps += [(name, shares[name], report["differences"][name]) for name in ("unhappy", "left_without_reply")]
    for name, share, told in gaps:
        strata = [(*share(arms[p, "ai_allowed"]), *share(arms[p, "human_only"])) for p in periods]
        mine = mantel_haenszel(strata)
        if mine is None or told is None:
            same(f"{name} difference", mine, told)
            continue
        for what, value in zip(("points", "low", "high"), mine):
            same(f"{name} difference {what}", 100 * value, told[what])
    humans = sum(len(chats) for (_, arm), chats in arms.items() if arm == "human_only")
    everyone = list(first.values())
    return wrong, {"periods": len(periods), "human chats": humans, "later chats": len(drawn) - len(first),
                   "unhappy": unhappy(everyone)[0], "left": left(everyone)[0], "rated": rated(everyone)[0]}


def positive(chats):
    scores = [f["csat"] for f in chats if f["csat"] is not None]
    return sum(score >= 4 for score in scores), len(scores)


def rated(chats):
    """Of those that are over: resolved, or rated."""
    return positive(chats)[1], sum(f["resolved_at"] is not None or f["csat"] is not None for f in chats)


def unhappy(chats):
    """Asked for a human, or gave one or two stars; of all."""
    return sum(f["unhappy"] or f["csat"] is not None and f["csat"] <= 2 for f in chats), len(chats)


def left(chats):
    """Ended without an answer, or without one for a day; of those for which that is known."""
    day_ago = time.time() * 1e6 - 24 * HOUR_US
    gone = [f for f in chats if f["first_response_at"] is None
            and (f["resolved_at"] is not None or f["started_at"] <= day_ago)]
    return len(gone), len(gone) + sum(f["first_response_at"] is not None for f in chats)


def wilson(x, n):
    if n == 0:
        return None, None
    p, z2 = x / n, Z_95 * Z_95
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z_95 * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def mantel_haenszel(strata):
    """Risk difference over strata of (x1, n1, x0, n0), with Sato's variance; nothing where nothing varies."""
    strata = [s for s in strata if s[1] and s[3]]
    weight = sum(n1 * n0 / (n1 + n0) for _, n1, _, n0 in strata)
    points = sum((x1 * n0 - x0 * n1) / (n1 + n0) for x1, n1, x0, n0 in strata) / weight
    p = sum((n1 * n1 * x0 - n0 * n0 * x1 + n1 * n0 * (n0 - n1) / 2) / (n1 + n0) ** 2 for x1, n1, x0, n0 in strata)
    q = sum((x1 * (n0 - x0) + x0 * (n1 - x1)) / (2 * (n1 + n0)) for x1, n1, x0, n0 in strata)
    if points * p + q <= 0:
        return None
    half = Z_95 * math.sqrt((points * p + q) / weight**2)
    return points, points - half, points + half


if __name__ == "__main__":
    main(sys.argv[1])
