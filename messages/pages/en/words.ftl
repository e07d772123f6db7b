# Examples of the forms that messages can take; the tests of the format use them.

words-example = { $who } wrote { $when }.
words-example-count =
    { $n ->
        [one] { $n } chat
       *[other] { $n } chats
    }
words-example-mark = <b class="x">Only</b> { $who }

# Where a chat stands.

words-stage-quiet = Answered
words-stage-gathering = Visitor is writing
words-stage-drafting = Drafting a reply
words-stage-in-review = Waiting for your decision
words-stage-holding = Decided, about to leave
words-stage-countdown = Leaves by itself in a moment
words-stage-sending = Sending
words-stage-needs-human = Waiting for a human
words-stage-with-human = With a human
words-stage-resolved = Resolved

# Who answered.

words-handling-ai-assisted = AI-assisted
words-handling-human-only = Human only

# A visitor without a name; $short is the end of the chat’s id.
words-visitor = Visitor { $short }

words-by-words-only = Articles are found by their words only: a question put in other words seldom finds its answer, and waits for a human. <code>banister knowledge setup</code>, once (84 MB), and a restart let them be found by meaning too.

# Why a reply that was let go says nothing of its draft.

words-unread-too-quick = Too quick to count as read: it earns nothing
words-unread-untimed = How long it was read is not known: it earns nothing
words-unread-too-quick-sentence = Too quick to count as read: it earns nothing.
words-unread-untimed-sentence = How long it was read is not known: it earns nothing.

# What was just done, told once at the top of a page.

words-done-approved = Approved. The reply is on its way.
words-done-edited = Approved with your changes. The reply is on its way.
words-done-approved-too-quick = Approved. The reply is on its way. Too quick to count as read: it earns nothing.
words-done-approved-untimed = Approved. The reply is on its way. How long it was read is not known: it earns nothing.
words-done-edited-too-quick = Approved with your changes. The reply is on its way. Too quick to count as read: it earns nothing.
words-done-edited-untimed = Approved with your changes. The reply is on its way. How long it was read is not known: it earns nothing.
words-done-rejected = Rejected. The chat now waits for a human below.
words-done-undone = Taken back. Nothing was sent; it is open again.
words-done-stopped = Stopped. It waits for your decision.
words-done-paused = Paused. Nothing leaves without a person now.
words-done-resumed = It goes on.
words-done-allowed = Allowed. What has earned it may leave by itself.
words-done-forbidden = Forbidden. You decide on every reply.
words-done-sends-all-the-same = Kept, with your name and your reason.
words-done-restarted = Started anew. Every draft is put before you.
words-done-judged-fine = Kept. Thank you.
words-done-judged-wrong = Counted. Everything is put before you for now. A correction to this visitor stands ready below.
words-done-takeover = It is yours. Drafts have stopped in this chat.
words-done-resume = Given back. Banister suggests replies here again.
words-done-resolve = Resolved.
words-done-reply = Your reply is on its way. The chat is yours.
words-done-tags = Topics saved.
words-done-rubric = Kept. Thank you.
words-done-chosen = Saved. It is in force within seconds.
words-done-in-force = Saved, and in force.
words-done-saved = Saved.
words-done-replayed = Back in line; it is tried again now.
words-done-written = Saved. It is in use within seconds.
words-done-removed = Removed. Drafts no longer quote it.

# What happened to a chat: a line of its log. The time follows. $who is a person.

words-happened-approved = { $who } approved the suggestion
# Another sentence of the same line; the time follows the dot.
words-happened-approved-too-quick = { $who } approved the suggestion. Too quick to count as read: it earns nothing ·
words-happened-approved-untimed = { $who } approved the suggestion. How long it was read is not known: it earns nothing ·
words-happened-edited = { $who } approved the suggestion with changes
words-happened-edited-too-quick = { $who } approved the suggestion with changes. Too quick to count as read: it earns nothing ·
words-happened-edited-untimed = { $who } approved the suggestion with changes. How long it was read is not known: it earns nothing ·
# $detail: why, as in “wrong fact”.
words-happened-rejected = { $who } rejected the suggestion ({ $detail })
words-happened-stopped = { $who } stopped a reply that would have left by itself
# $detail: “right” or “wrong”.
words-happened-judged-sent = { $who } judged a reply that had left by itself: { $detail }
words-happened-undone = { $who } took the decision back
words-happened-takeover = { $who } took the chat over
words-happened-takeover-why = { $who } took the chat over: { $detail }
words-happened-resume = { $who } gave the chat back to Banister
words-happened-resume-why = { $who } gave the chat back to Banister: { $detail }
words-happened-resolve = { $who } marked it as resolved
words-happened-relay-bot = The chat system gave it to the assistant
words-happened-relay-human = The chat system gave it to { $who }
words-happened-relay-resolved = The chat system says that it is resolved
# $detail: what drafted it.
words-happened-drafted = A reply was drafted ({ $detail })
# $detail: why.
words-happened-no-draft = No draft: { $detail }
words-happened-outdated = What the suggestion rested on changed
words-happened-not-delivered = A reply did not reach the chat system
# $detail: topics.
words-happened-tags = { $who } sorted it: { $detail }
words-happened-tags-none = { $who } sorted it: no topic
# $detail: the marks.
words-happened-rubric = { $who } judged the answers: { $detail }
# $detail: the score and the comment.
words-happened-rated = The visitor rated it: { $detail }
# $detail: “satisfaction” or “recommendation”.
words-happened-survey-asked = The visitor was asked how it was ({ $detail })
# $detail: why.
words-happened-survey-withheld = The visitor was not asked how it was: { $detail }
words-happened-template = { $who } used the saved reply <code>/{ $detail }</code>
# Who did it, where nobody knows.
words-somebody = somebody

# What a waiting visitor was told; $when as in “in 4 min” or “3 Nov 14:05”.
words-promised = Promised an answer { $when }

# The columns of reports.

words-column-ai = AI-assisted
words-column-human = Human only
words-column-blocked = Blocked

# The figures of reports.

words-figure-csat = Satisfied (4 or 5 of 5)
words-figure-csat-mean = Average rating (1 to 5)
words-figure-nps = Would recommend (NPS)
words-figure-frt-median = First reply, median
words-figure-frt-p90 = First reply, 9 of 10 within
words-figure-resolution-median = Solved, median
words-figure-resolution-p90 = Solved, 9 of 10 within
words-figure-reopened = Came back within 72 h
