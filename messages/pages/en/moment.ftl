# Points in time and stretches of it.

moment-just-now = just now
moment-minutes-ago = { $n } min ago
moment-hours-ago = { $n } h ago
moment-within-a-minute = within a minute
moment-in-minutes = in { $n } min
moment-in-hours = in { $n } h
# As in “3 Nov 14:05”.
moment-date = { $day } { moment-month } { $clock }
# The same where the shop has no zone of its own.
moment-date-utc = { $day } { moment-month } { $clock } UTC
# When a shop opens again, as in “Tue 3 Nov, 09:00”.
moment-opens = { moment-weekday } { $day } { moment-month }, { $clock }

# The number of the month, short.
moment-month =
    { $month ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] May
        [6] Jun
        [7] Jul
        [8] Aug
        [9] Sep
        [10] Oct
        [11] Nov
       *[12] Dec
    }
# The number of the weekday, Monday the first, short.
moment-weekday =
    { $weekday ->
        [1] Mon
        [2] Tue
        [3] Wed
        [4] Thu
        [5] Fri
        [6] Sat
       *[7] Sun
    }

# How long something takes; $n has a decimal place but for seconds.
moment-seconds = { $n } s
moment-minutes = { $n } min
moment-hours = { $n } h
