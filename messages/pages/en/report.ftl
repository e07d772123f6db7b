# One report. Its title, tables and sentences come in English from the report itself.

# The report to take away: beside CSV and JSON.
report-as-text = Text
report-as-csv = CSV
report-as-json = JSON
report-stretch = { $from } to { $to }, days in UTC
report-latest = The latest decisions
report-reports = Reports
report-all = All
report-sample = <strong>Sample data included.</strong> Some of these chats were made up for the demo; they say nothing about your visitors.
report-from = From
report-to = To, included
report-show = Show
report-rows = Show all { $n } rows
report-brackets = In brackets: 95 % intervals. n is how many answers were counted.
# What the report assumes; to be filled in.
report-hour-cost = An hour of yours costs
report-minutes-by-hand = Minutes that a chat by hand takes (assumed)
