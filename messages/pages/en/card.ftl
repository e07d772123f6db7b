# A suggestion to decide on.

# The visitor is looking at the chat at this moment.
card-here = Here now
# The chat is an example, not a real one.
card-sample = Sample
card-question-back = Suggested question back
card-reply = Suggested reply
card-edited = edited
card-what-changed = What you changed
card-check = Please check before you send:
card-needs-human = The drafter itself asks for a person here.
card-sources = What it rests on
card-source-changed = The article has changed since this was drafted.
card-source-whole = That is the whole passage.
card-source-open = Open the article
card-approve = Approve and send
card-approve-edited = Approve (edited)
card-edit = Edit
card-restore = Restore the draft
card-only-tone = Only the wording was wrong
card-reject = Reject
card-reject-why = Why? The chat then waits for a human.
card-reject-wrong-fact = Wrong fact
card-reject-wrong-topic = Wrong topic
card-reject-tone = Tone
card-reject-needs-a-person = Needs a person
card-reject-outdated-source = Outdated source
card-take-over = Take over
card-skip = Skip
