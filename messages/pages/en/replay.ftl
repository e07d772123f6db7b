# Replays of the past: what to try, and the ones that are kept.

replay-title = Replay
replay-head = Replay the past
replay-intro = Plays past questions again as if something were different, and says what would have happened. Nothing is sent to anybody, and nothing that a rule holds reaches a model.
replay-not-started = No replay was started.
replay-try = What to try
replay-days = Days back, 1 to 365
replay-limit = Questions at most, newest first
# “in force” is typed as it stands.
replay-threshold = Sent by itself from a confidence of, 0 to 1 (or <code>in force</code>: as autopilot would now)
replay-not-tried = not tried
replay-with-rules = Try these as your own rules. <span class="fine">What rules say is exact, and costs nothing. They are not saved.</span>
replay-rules-text = The rules as text
replay-rules-label = Rules as text
replay-may-soften = These rules may let pass what the other rules hold.
replay-drafts = Make the drafts anew, from the articles as they are now.
# How drafts are made anew.
replay-by-model = By { $model }, within the day’s budget; what was answered before is not asked again.
replay-by-quotation = By quotation: no model is configured, so this costs nothing.
replay-other-model = Another model of the same server
replay-in-use = the one in use
replay-prompt = Prompt
replay-ships = the one that ships
replay-runs = Drafts a question, 1 to 20
replay-start = Start the replay
replay-one-at-a-time = One at a time. It runs on when you leave this page.
replay-kept = Kept
replay-none = No replay yet.
# What a replay is doing.
replay-waiting = Waiting
replay-running = Running
replay-done = Done
replay-failed = Failed
replay-broken-off = Broken off
