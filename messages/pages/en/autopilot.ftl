# Autopilot: the switch, what was earned, how far it may go, and what has left by itself.

autopilot-title = Autopilot
autopilot-intro = Replies leave without you only where your own decisions have proved that they may, and only while you allow it. <a href="/reports/autonomy">The report</a>
autopilot-rehearse = Rehearse past questions
# The switch, as a heading.
autopilot-state-on = Allowed
autopilot-state-paused = Paused
autopilot-state-off = Not allowed
autopilot-nothing-leaves = Nothing leaves
autopilot-you-decide-all = You decide on everything
# Who pulled the switch last, and when.
autopilot-last = { $who } { $when }
autopilot-last-why = { $who } { $when }: { $why }
autopilot-on = What has earned it below leaves by itself; everything else waits for you. Every reply that leaves can be stopped for { $seconds } s, and one in five is put before you all the same, drawn by lot.
autopilot-no-topic = No topic stands on Auto yet, so nothing leaves: choose below how far it may go.
autopilot-nobody-there = Nobody has looked at the inbox for three days, so nothing leaves.
autopilot-paused = Every draft is put before you. What was earned stays.
autopilot-off = Every reply waits for your decision. Your decisions count towards the certificates below all the same; an approval faster than anybody reads does not.
autopilot-pause = Pause everything
autopilot-resume = Resume
autopilot-forbid = Forbid it again
# /bot off is typed as it stands.
autopilot-typed = Typed in the chat system: <code>/bot off</code>
autopilot-allow = Allow autopilot
autopilot-sends = Sends all the same
autopilot-you-decide = You decide
autopilot-comparison = The comparison
autopilot-overridden = { $who } took it on themselves { $when }: { $why }
autopilot-overridden-until = That holds until the comparison shows no harm any more. If it does again later, it falls back again.
autopilot-fallen = Drafts are suggested as before, and nothing of it leaves by itself until the comparison shows no harm any more, or an owner decides otherwise.
autopilot-why-go-on = Why may it go on? <span class="fine">for the audit list, with your name</span>
autopilot-send = Send all the same
# Headings of what falls back.
autopilot-everything-falls = Everything falls back to suggestions
autopilot-topic-falls = { $topic } falls back to suggestions
autopilot-certificates = Certificates
# How a certificate stands.
autopilot-gate-on = On
autopilot-gate-paused = Paused
autopilot-gate-under-review = Under review
autopilot-gate-off = Off
autopilot-without-topic = Without a topic
autopilot-leaves = Leaves
autopilot-unseen = { $n ->
    [one] { $n } topic has no decision yet; each needs 10 of its own.
   *[other] { $n } topics have no decision yet; each needs 10 of its own.
 }
autopilot-arithmetic = The arithmetic
# Columns of the arithmetic.
autopilot-best-scored = Best-scored
autopilot-from-score = From score
autopilot-judged = Judged
autopilot-wrong = Wrong
autopilot-of-past = Of past questions
autopilot-evidence = Evidence (log e)
autopilot-tested-at = Tested at
autopilot-at-most-wrong = At most wrong
autopilot-to-go = To go
autopilot-in-force = in force
autopilot-certified = certified
autopilot-no-evidence = none
autopilot-epoch = Epoch { $epoch }, since { $since }; { $drafts } drafts. Every step can be recomputed from the log (<code>GET /v1/certificates/{ $percent }/log</code>).
autopilot-restart = Somebody else decides now: start anew
autopilot-judge = Please look at these
autopilot-judge-why = Drawn by lot while nobody was there, or followed by a sign of discontent.
autopilot-sent = Sent by AI today
autopilot-nothing-sent = Nothing has left by itself today.
# Under a reply that has left by itself: why it was let go. $bound is a share like “5 %”.
autopilot-grounds = { $right } of { $n } like it were right, so at most { $bound } are wrong ({ $sure } % sure)
autopilot-far = How far it may go
autopilot-topic = Topic
autopilot-autonomy = Autonomy
autopilot-all-topics = All topics, unless said below
autopilot-autonomy-of-all = Autonomy of all topics
autopilot-wrong-on-all = At most wrong on all topics
autopilot-percent = { $p } %
autopilot-autonomy-of = Autonomy of { $topic }
autopilot-wrong-on = At most wrong on { $topic }
autopilot-as-above = As above
# How far a topic may go.
autopilot-to-off = Off: people answer
autopilot-to-shadow = Shadow: drafts in silence
autopilot-to-suggest = Suggest: you decide
autopilot-to-auto = Auto: leaves where it earned it
autopilot-stricter = A stricter share takes more decisions: 1 % about 511 without a miss, 2 % 255, 5 % 100, 10 % 49. Topics with the same share gather their evidence together; each must have 10 decisions of its own besides.
autopilot-hold = Can be stopped for, seconds
autopilot-per-chat = In one chat at most
autopilot-per-hour = Within an hour at most
autopilot-per-day = Within a day at most
autopilot-when = When
autopilot-always = Always
autopilot-open = In opening hours only
autopilot-closed = Outside of opening hours only
autopilot-disclosure = Say under each such reply, in the visitor's language, that nobody read it before
autopilot-why = Why? <span class="fine">for the audit list, may stay empty</span>
autopilot-save = Save
autopilot-changes = What changed
autopilot-chat = chat
