# What came of a replay.

replay-result-title = Replay
replay-result-go-on = Go on with these rules
replay-result-go-on-where = On their page, to change or to save them.
replay-result-by = By { $who }, { $when }. Nothing was sent to anybody.
replay-result-begins = It begins in a moment.
replay-result-reading = Reading the past …
replay-result-progress = { $done } of { $total } questions.
replay-result-played = Questions played
replay-result-again = Look again
replay-result-broken-off = Broken off: { $why }
replay-result-no-result = No result: { $why }
replay-result-turns = { $n ->
    [one] { $n } question since { $since }
   *[other] { $n } questions since { $since }
 }
replay-result-newest = { $n ->
    [one] The newest { $n } question since { $since }
   *[other] The newest { $n } questions since { $since }
 }
replay-result-newly-cleared = <b>{ $n }</b> newly cleared
replay-result-newly-held = <b>{ $n }</b> newly held
replay-result-meaning = <b>{ $n }</b> drafts changed in meaning
replay-result-wrong-sent = <b>{ $n }</b> would have been sent without you, judged bad
replay-result-markdown = Report to keep (Markdown)
replay-result-json = For machines (JSON)
# Headings of lists of chats.
replay-result-kind-newly-cleared = NEWLY CLEARED: held then, and not any more
replay-result-kind-wrong-sent = Would have been sent without you, and was judged bad
replay-result-kind-newly-held = Newly held
replay-result-kind-meaning = Drafts changed in meaning
replay-result-kind-vanished = No draft any more
replay-result-kind-appeared = A draft where there was none
replay-result-then = <span class="fine">Then:</span> { $draft }
replay-result-now = <span class="fine">Now:</span> { $draft }
replay-result-runs = in { $n } of { $runs } drafts
replay-result-judged-good = draft of then judged good
replay-result-judged-bad = draft of then judged bad
replay-result-confidence = confidence { $now }
replay-result-confidence-both = confidence { $then } then, { $now } now
replay-result-anyway = so under the rules in force, too
replay-result-unlisted = { $n } more are not listed, for length.
