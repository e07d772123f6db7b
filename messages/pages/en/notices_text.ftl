# Notices by mail, Slack and Telegram: what more than one of them says. All of it is plain text, without marks of HTML.

# A visitor without a name; $short is the end of the chat’s id.
notices-text-visitor = Visitor { $short }

# What a notice is about, in one line: the subject of a mail, the first line of a message. $who is the visitor.

notices-text-danger = URGENT: { $who } may be in danger
notices-text-handoff = { $who } needs a human
# $by is a time of the day.
notices-text-promise = { $who } was promised an answer by { $by }
notices-text-overdue = { $who } has waited { $waited } for a human
notices-text-suggestion = A reply to { $who } waits for your decision
notices-text-new-chat = New chat: { $who }

# How long somebody has waited.

notices-text-minutes = { $n } min
notices-text-hours = { $n } h

# Above a draft. $sources are titles of articles.

notices-text-draft = Suggested reply
notices-text-draft-from = Suggested reply, from { $sources }

notices-text-more = { $n } more wait in the inbox.
notices-text-day = The day until { $day }
notices-text-week = The week from { $from } to { $to }, against the week before
# Behind the week, where its figures are made up for the demo.
notices-text-sample = (sample data)
notices-text-intervals = In round brackets: 95 % intervals.
notices-text-autopilot = Autopilot
# $n changes of autopilot have no room in the notice.
notices-text-earlier = { $n } earlier changes stand on the page.

# As in “Monday, 1 December”.
notices-text-date = { notices-text-weekday }, { $day } { notices-text-month }

# The number of the month.
notices-text-month =
    { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }
# The number of the weekday, Monday the first.
notices-text-weekday =
    { $weekday ->
        [1] Monday
        [2] Tuesday
        [3] Wednesday
        [4] Thursday
        [5] Friday
        [6] Saturday
       *[7] Sunday
    }
