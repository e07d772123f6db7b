# Notices: what a person is told away from the desk, where and when.

notices-settings-title = Notices
notices-settings-intro = What you are told when you are not at the desk. Each colleague chooses for themselves.
notices-settings-no-channel = <strong>No channel is set up yet.</strong><br>Whoever runs this service can add mail, a team channel or a Telegram bot to its configuration: <code>[notify.email]</code>, <code>[notify.webhook]</code>, <code>[notify.telegram]</code>.
notices-settings-no-links = <strong>Notices carry no links.</strong> The configuration does not say how browsers reach this service: <code>server.public_url</code>.
notices-settings-nothing-saved = Nothing was saved:

# What, and where.

notices-settings-what = What, and where
notices-settings-off = Not at all
notices-settings-mail-to = Mail goes to { $email }.
notices-settings-telegram = Your chat with the bot (Telegram)
notices-settings-telegram-hint = A number. Write to the bot first, or it may not write to you; a bot like @userinfobot tells you your number.
notices-settings-telegram-group = This one is a group: notices there lead to the inbox, since all of its members can read them.

# When.

notices-settings-when = When
notices-settings-quiet-from = Quiet from
notices-settings-quiet-to = Quiet until
notices-settings-quiet-hint = Within the quiet hours you are told of danger alone. What still waits at their end is told then. Leave both empty for none.
notices-settings-gather = Gather for (minutes)
notices-settings-digest = Daily digest at
notices-settings-scorecard = Weekly scorecard on
# A time of the day, beside the day of the week.
notices-settings-scorecard-at = At
notices-settings-gather-hint = What comes up is gathered for so long and told in one message; what somebody settles meanwhile is not told at all. 0 tells at once. Danger, and a promise about to break, never wait.
notices-settings-time-zone = Your time zone
notices-settings-save = Save

# What cannot be taken.

# quiet_to is the name of a field.
notices-settings-wrong-quiet-from = Quiet hours and quiet_to are times of the day like 22:00; give both, or neither.
notices-settings-wrong-batch-minutes = Gather for must be a whole number of minutes.
notices-settings-wrong-digest-at = Daily digest must be a time of the day like 08:00.
notices-settings-wrong-scorecard-at = Weekly scorecard must be a time of the day like 08:00.
notices-settings-wrong-telegram-chat = Your chat with the bot must be a number; below 0 for a group.
# $why is in English.
notices-settings-wrong-other = { $field } <span lang="en">{ $why }</span>.

# Tests, and what was told lately.

notices-settings-tests = Does it reach you?
notices-settings-tests-hint = It is sent at once, also within the quiet hours, to what is saved above. It can take a quarter of a minute.
notices-settings-lately = Told lately
notices-settings-lately-none = Nothing yet.
notices-settings-tries = ({ $n } tries)
