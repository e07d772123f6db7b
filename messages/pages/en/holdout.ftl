# The lottery: chats that are kept for people, on the page of answers and hours.

# Beside the heading: of so many chats.
holdout-share = { $n } of 100
holdout-nobody = nobody
holdout-intro = Whether drafts help your visitors can only be told where chance decides who gets one. So you can keep some visitors for people: no draft is shown for them, whatever they ask, and the comparison report sets both groups side by side. Chats that are held, or ask for a person, have no part in it.
# Two choices; above them stands “Their draft”.
holdout-in-silence = is written in silence: nobody sees it before the chat is over. The comparison becomes sharper, for what a draft costs.
holdout-not-written = is not written.
holdout-now-nobody = Now: nobody is kept for people, so the comparison can only guess from chats that are not alike.
holdout-now = Now: { $share } of 100 chats that could get a draft are answered by people only.
holdout-now-a-month = Now: { $share } of 100 chats that could get a draft are answered by people only, about { $chats } a month (from { $n } such chats).
# How long until the comparison can tell. $satisfied: the share below; $n: how many ratings that rests on.
holdout-until =
    About { $months ->
        [one] { $months } month
       *[other] { $months } months
    } until a drop of { $drop } points in satisfied visitors shows: that takes { $ratings } ratings, and { $rated } came in the last { $days } days. People's visitors are satisfied in { $satisfied }, n { $n }. First replies and chats that come back tell sooner.
# A share and its interval.
holdout-satisfied = { $value } % ({ $low } to { $high })
holdout-too-young = How long until a drop of { $drop } points in satisfied visitors shows cannot be told yet: that takes two weeks of chats.
holdout-pace = How long until a drop of { $drop } points in satisfied visitors shows cannot be told yet: { $n } of these chats were rated, and it takes 20.
holdout-humans = How long until a drop of { $drop } points in satisfied visitors shows cannot be told yet: { $n } chats that people answered were rated, and it takes 20.
holdout-no-room = So few visitors are satisfied that there is no room for a drop of { $drop } points.
holdout-period = Period { $number } began { $when }.
holdout-new-period = A change begins a new period: who is kept is drawn anew, chats already open keep what they have, and the report never mixes two periods.
