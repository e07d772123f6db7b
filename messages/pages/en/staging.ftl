# The check: a made-up chat through the door of a chat system, and what came of it.

staging-title = Check
staging-intro = Sends a made-up chat through the same door that your chat system uses, signed as it would sign, and looks at what came of it: events, rules, timers, draft or human, labels, figures. Nothing is asked of your chat system, nobody is told, and no report counts it. A model that is configured is asked for one draft.
staging-none = <strong>No chat system is set up yet.</strong><br>Whoever runs this service can add one to its configuration: <code>[[relay]]</code>.
staging-none-demo = The demo's own visitor page needs none.
staging-relay = Chat system
staging-run = Run the check
staging-how-long = It takes up to half a minute. <code>banister check --staging</code> does the same over the network, and waits longer for a slow model.
staging-seen = What was seen: { $relay }
staging-all-well = All well
staging-n-failed = { $n } failed
# How a step went.
staging-ok = ok
staging-failed = failed
staging-not-looked-at = not looked at
staging-remedy = What to do: { $remedy }

# What is looked at, step by step; each is followed by how it went. The console says the same.
staging-what-signed = signed events are taken
staging-what-forged = a forged signature is refused
staging-what-message = a visitor's message is taken
staging-what-again = the same once more changes nothing
staging-what-handled = events are on disk and handled
staging-what-made-up = the chat is marked as made up
staging-what-screened = the turn was screened
staging-what-silences = it silences the assistant
staging-what-answer = a human's answer is taken
staging-what-resolution = a resolution is taken
staging-what-measured = the episode is measured
staging-what-asked = the visitor is asked how it was
staging-what-held = what a rule holds goes to a human
staging-what-timer = the pause after the visitor's words ended
staging-what-draft = a suggestion, or a human

# What was seen.
staging-answered = answered { $status }
staging-answered-detail = answered { $status }: { $detail }
staging-no-secret = this relay has no inbound secret
staging-not-in-store = the chat is not in the store
staging-events = { $n } events, { $messages } message
staging-not-counted = no report counts it
staging-it-is-not = it is not
staging-no-verdict = there is no verdict
staging-clear = clear, by rulebook { $hash }
staging-held = held by { $rules }, by rulebook { $hash }
staging-it-does = it does
staging-it-does-not = it does not
staging-it-did = it did
staging-known = first reply and resolution are known
staging-no-end = it has no end yet
staging-still-waiting = still waiting after { $seconds } s
# $stage is a name that programs know: drafting.
staging-still = still { $stage } after { $seconds } s
staging-drafting = drafting has begun
staging-no-draft = a human has it, for want of a draft: { $why }
staging-with-human = a human has it. { $why }
staging-in-review = a suggestion is before the owners
staging-chat-is = the chat is { $stage }
# $seen: what was seen before that.
staging-no-labels = { $seen }; no labels
staging-labels = { $seen }; labels: { $labels }
staging-labels-missing = { $seen }; missing: { $labels }
staging-survey-off = surveys are off for this relay
staging-survey-undecided = nothing was decided about it
staging-survey-made-up = a visitor would have been, this one is made up
staging-survey-to-nobody = a question was put to nobody
staging-no-example = not looked at: no rule in force has an example
staging-not-held = it was not held

# What to do about it. Names of settings and commands stay as they are.
staging-do-log = look at the server's log
staging-do-log-and-store = the server could not keep the event: look at its log and its store
staging-do-serve = is `banister serve` running, and reachable at this address?
staging-do-secret = the running server has another inbound secret than this configuration: restart it after a change, or mend inbound_secret
staging-do-relay-name = the running server knows no relay of this name: restart it after a change of the configuration
staging-do-between = signatures are not checked: is something between us that answers by itself?
staging-do-give-secret = give it an inbound_secret
staging-do-same-store = does the running server use the same store.url as this configuration? Is it still alive?
staging-do-same-version = take the same version for both
staging-do-same-version-labels = nobody in the chat system would find it by its labels: take the same version for both
staging-do-same-rules = does the running server have the rules of this configuration?
staging-do-timers = timers do not run: look at the server's log, or wait longer than policy.debounce_ms
staging-do-await-model = does the model answer? `banister check` knocks at it; model.timeout_ms may be longer than this
staging-do-knock-at-model = `banister check` knocks at the model; the server's log says more
staging-do-survey = does the running server have the [survey] of this configuration? Restart it after a change
staging-do-public-url = set server.public_url, or csat = "relay"
