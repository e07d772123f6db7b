# Rehearsal: drafts to past questions, judged one after the other.

rehearsal-title = Rehearsal
# Headings: how the question before was judged.
rehearsal-before-right = The one before: right as it stands
rehearsal-before-wording = The one before: right, but for the wording
rehearsal-before-wrong = The one before: wrong
rehearsal-before-skipped = The one before: skipped
rehearsal-chat = The chat
rehearsal-answered = What was really answered
rehearsal-answered-by = What was really answered, by { $who }
rehearsal-unanswered = Nobody answered it then.
rehearsal-draft = The draft
rehearsal-did-begun = Begun. The drafts are being made, one after the other.
rehearsal-did-ended = Ended. What you judged stays.
rehearsal-did-counted = Counted.
rehearsal-did-skipped = Skipped. It says nothing.
rehearsal-did-too-fast = That was faster than anybody reads (or no script told how long it took), so it says nothing.
rehearsal-did-outdated = The evidence this draft was for has been given up meanwhile, so it says nothing.
rehearsal-intro = Judge fresh drafts to past questions, to earn evidence faster. Nothing is sent to anybody. At most half of a threshold’s evidence may be rehearsed. <a href="/autopilot">Back to autopilot</a>
rehearsal-nothing-to-rehearse = No rehearsal was begun. What there is, and why it cannot be rehearsed, stands below.
rehearsal-nothing-done = Nothing was done. { $why }.
# Which question of how many is at hand.
rehearsal-place = { $place } of { $of }
rehearsal-history = Said before
rehearsal-line-visitor = <strong>Visitor:</strong> { $text }
rehearsal-line-we = <strong>We:</strong> { $text }
rehearsal-sources = What it rests on
rehearsal-right = I would send it as it stands
rehearsal-wording = Only the wording
rehearsal-wrong = Wrong
rehearsal-why = Why?
rehearsal-wrong-fact = Wrong fact
rehearsal-wrong-topic = Wrong topic
rehearsal-needs-a-person = Needs a person
rehearsal-outdated-source = Outdated source
rehearsal-skip = Skip
rehearsal-drafting = The next draft is being made. This page looks again by itself; <a href="/autopilot/rehearsal">or look now</a>.
rehearsal-through = That was the last one: { $judged } judged, { $counted } count, { $wrong } of them wrong.
rehearsal-this = This rehearsal
rehearsal-sitting = { $judged } judged, { $counted } of them count; { $waiting } drafts still to be made. You can go away and come back.
rehearsal-sitting-skipped = { $judged } judged, { $counted } of them count; { $waiting } drafts still to be made; { $skipped } left out, because there is no draft that passes the checks. You can go away and come back.
rehearsal-end = End this rehearsal
rehearsal-looked = What there is
rehearsal-left-out = Left out:
# Above a list. $n: past questions.
rehearsal-outlook = What { $n } would bring:
rehearsal-outlook-newest = What the newest { $n } would bring:
rehearsal-outlook-none = What { $n } would bring, once there are some:
rehearsal-try = To try it here: ask something in the <a href="/playground">playground</a>, take that chat over in the <a href="/">inbox</a>, and answer it by hand.
rehearsal-begin-head = Begin a rehearsal
rehearsal-days = Days back, 1 to 365
rehearsal-limit = Questions at most, 1 to { $most }
rehearsal-cost = The newest questions are taken, one of each chat. Drafts cost what they cost live, within the day’s budget.
rehearsal-begin = Begin
rehearsal-past = Before
rehearsal-past-one = { $when } { $who }: { $judged } of { $chosen } judged, { $counted } counted, { $wrong } of them wrong
