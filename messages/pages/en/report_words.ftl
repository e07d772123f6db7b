# Tables of reports.

# The head of the column that names the figures.
report-words-figure = Figure
# How many a figure rests on.
report-words-n = n = { $n }
