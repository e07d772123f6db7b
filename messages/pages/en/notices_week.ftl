# What a week was like, in a notice.

notices-week-none = Not one chat began in that week.
# $label and the figures are in English.
notices-week-figure = { $label }: { $now }
notices-week-figure-change = { $label }: { $now }; change: { $change }
# $proposed is a sentence, in English.
notices-week-next = Do next: { $proposed }
