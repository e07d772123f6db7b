# Messages that could not be delivered.

dead-letters-title = Not sent
dead-letters-intro = Actions that were tried and given up.
dead-letters-intro-owner = Try one again once its cause is gone; a reply that nobody wants any more is dropped by itself.
dead-letters-intro-agent = An owner can try one again once its cause is gone.

# What was to be sent.

dead-letters-kind-send = Reply
dead-letters-kind-acknowledge = Automatic notice
dead-letters-kind-labels = Labels
dead-letters-kind-handoff = Handoff
dead-letters-kind-draft = Draft
dead-letters-given-up = given up { $when }
dead-letters-again = Try again
dead-letters-tries = { $n } tries, first asked for { $when }
dead-letters-none = Everything that was to be sent has been sent.
