# The subject of a mail: one line.

notices-subject-danger =
    { $n ->
        [one] URGENT: a visitor may be in danger
       *[other] URGENT: { $n } visitors may be in danger
    }
# $counts is a list of what follows here, as in “1 for a human, 2 to decide on”.
notices-subject-wait = { $n } wait for you: { $counts }
notices-subject-handoff = { $n } for a human
notices-subject-promise = { $n } promised an answer
notices-subject-overdue = { $n } for too long
notices-subject-suggestion = { $n } to decide on
notices-subject-new-chat = { $n } new
notices-subject-more = { $n } more

notices-subject-digest = { $day }: { $answered } answered, { $waiting } waiting
# $proposed is a sentence, in English.
notices-subject-week = Your week until { $to }: { $chats } chats. { $proposed }
# $change is a sentence, in English.
notices-subject-autopilot = Autopilot: { $change }
notices-subject-autopilot-changes = Autopilot: { $n } changes, the last: { $change }
notices-subject-test = A test from Banister
