# A chat that waits for a human.

# Somebody may be in danger.
waiting-urgent = Look at once
# The visitor is looking at the chat at this moment.
waiting-here = Here now
waiting-taken = Taken by { $who }
# The chat is an example, not a real one.
waiting-sample = Sample
waiting-take-over = Take over
waiting-open = Open the chat
waiting-by-hand = Reply by hand
waiting-your-reply = Your reply
waiting-hint = Write, or type / for a saved reply
waiting-send = Send reply
