# Notices: their kinds, where they go, and what became of them.

notices-words-done-saved = Saved.
notices-words-done-tested = The test is out. Look whether it has arrived.
notices-words-done-test-failed = The test did not leave. What was seen stands below.
notices-words-done-testing = The test is on its way; what became of it stands below in a moment.

# Kinds of notices.

notices-words-kind-handoff = A human is needed
notices-words-kind-promise = A promise is about to break
notices-words-kind-overdue = Somebody waits too long
notices-words-kind-suggestion = A reply to decide on
notices-words-kind-new-chat = A new chat
notices-words-kind-autopilot = Autopilot: won, paused or lost
notices-words-kind-digest = Daily digest
notices-words-kind-scorecard = Weekly scorecard
notices-words-kind-other = Test

# What each kind tells.

notices-words-about-handoff = With the reason. Danger is told at once, at any hour
notices-words-about-promise = Shortly before the time that the visitor was given is over
notices-words-about-overdue = For a human, longer than the configuration allows
notices-words-about-suggestion = With a link to approve, change or reject it
notices-words-about-new-chat = The first message of a chat
notices-words-about-autopilot = What changed and why, when it was not you who did it
notices-words-about-digest = What was answered, decided and held, and what waits
notices-words-about-scorecard = The last whole week against the one before, and one thing to do

# Where notices go.

notices-words-channel-email = Mail
notices-words-channel-webhook = Team channel
notices-words-channel-telegram = Telegram
notices-words-gone-email = Mail (not set up)
notices-words-gone-webhook = Team channel (not set up)
notices-words-gone-telegram = Telegram (not set up)
notices-words-test-email = Send me a test: Mail
notices-words-test-webhook = Send me a test: Team channel
notices-words-test-telegram = Send me a test: Telegram

# What became of a notice, and when.

notices-words-state-sent = sent { $when }
notices-words-state-dropped = no longer needed { $when }
notices-words-state-failed = given up { $when }
notices-words-state-unsure = may have arrived { $when }
notices-words-state-on-its-way = on its way, since { $when }

# Fields of the form, named where what they say cannot be taken.

notices-words-field-quiet-from = Quiet hours
notices-words-field-batch-minutes = Gather for
notices-words-field-telegram-chat = Your chat with the bot
notices-words-field-time-zone = Your time zone

# Days of the week.

notices-words-weekday-monday = Monday
notices-words-weekday-tuesday = Tuesday
notices-words-weekday-wednesday = Wednesday
notices-words-weekday-thursday = Thursday
notices-words-weekday-friday = Friday
notices-words-weekday-saturday = Saturday
notices-words-weekday-other = Sunday
