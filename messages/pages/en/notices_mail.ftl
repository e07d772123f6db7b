# The text of a mail. Plain text: lines of at most 120 characters, broken where they are broken here.

# $relay is the shop that the chat came from, $since a date and a time.
notices-mail-since = { $relay }, since { $since } ({ $waited })
notices-mail-draft-from = Suggested reply, from: { $sources }
# Links stand in the line below.
notices-mail-decide = Read it, then approve, change or reject it:
notices-mail-open = Open the chat (sign in):

notices-mail-sample = SAMPLE DATA: made up for the demo, says nothing about your visitors.
notices-mail-intervals =
    In round brackets: 95 % intervals. n = answers counted. A chat belongs to the week in which it began; the last days know
    little of chats that come back.
notices-mail-figures = All figures, four weeks and one topic in depth (sign in):

notices-mail-autopilot = Autopilot: replies that leave without an owner
notices-mail-page = How it stands, and the switch (sign in):

notices-mail-test = This is a test. Notices of Banister reach you here.

# At the end. $url is a link.
notices-mail-inbox = Inbox: { $url }
notices-mail-settings = What you are told, and when: { $url }
notices-mail-left-out = Card numbers, addresses and the like are left out here.
notices-mail-link-once = A link to decide by works once, and for you alone: do not pass this mail on.
