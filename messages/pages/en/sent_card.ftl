# A reply that left by itself.

# Picked by lot, so that a person judges it.
sent-card-drawn = Drawn for a check
sent-card-leaving = Leaving
sent-card-uncertain = May not have arrived
sent-card-judged-wrong = { $who }: wrong
sent-card-judged-right = { $who }: right
sent-card-wrong = This was wrong
sent-card-right = It was right
