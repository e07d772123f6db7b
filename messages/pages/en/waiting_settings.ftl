# Waiting: what visitors are told until somebody answers.

waiting-settings-title = Waiting
waiting-settings-intro = What visitors are told until somebody answers.
waiting-settings-chosen-owner = Hours, and two messages for all languages, are chosen under <a href="/settings/answers">Answers and hours</a>; texts by reason and language below.
waiting-settings-chosen-agent = Owners choose the hours and the texts.

# Opening hours.

waiting-settings-hours = Opening hours
waiting-settings-open = Open now
waiting-settings-closed = Closed now
waiting-settings-always = Always open. Visitors are never told of opening hours, and every hour of a wait counts.
waiting-settings-opens = Opens again { $when }.
waiting-settings-day-closed = Closed
waiting-settings-closed-on = Closed on
waiting-settings-clock = By the clock of { $zone }.

# Promises.

waiting-settings-promises = Promises
waiting-settings-now = What is promised now
# $time is a stretch like “12 min”.
waiting-settings-within = An answer within { $time } of opening hours: nine in ten visitors waited no longer (n = { $waits })
waiting-settings-no-end = No time: of { $waits } waits too many had no end
waiting-settings-no-time = No time yet: { $waits } waits measured, about { $missing } more
waiting-settings-kept = Kept, last 30 days
waiting-settings-kept-share = { $share } % ({ $low } to { $high } %); { $kept } of n = { $n }
waiting-settings-kept-few = { $kept } of { $n }: not enough data yet, about { $missing } more
waiting-settings-told = Told that somebody will answer, last 30 days
waiting-settings-told-count =
    { $told ->
        [one] { $told } visitor, { $promised } of them with a time
       *[other] { $told } visitors, { $promised } of them with a time
    }
waiting-settings-promises-hint = A promise is an upper limit, so about one in ten is meant to break; intervals are 95 %. Sample chats are not counted.

# The texts.

waiting-settings-texts = What a visitor would read now
waiting-settings-texts-hint = In the language they write, where it can be told and there are texts in it. Nobody reads the same words twice before they are answered.
waiting-settings-default = Default
waiting-settings-change = Change these texts
waiting-settings-another = Another language
waiting-settings-write = Write its texts
