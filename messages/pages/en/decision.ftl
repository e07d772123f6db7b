# The page behind a link of a notice: decides without signing in, or says why it cannot.

decision-title-open = Decide on a reply
decision-title-done = Decided
decision-title-changed = Changed since
decision-title-link = This link
decision-open = Decide on a reply
decision-refused-form = <strong>Nothing was done.</strong> That form was not sent from this page. Please decide here.
# $field and $message are English for now.
decision-refused-field = <strong>Nothing was done.</strong> { $field }: { $message }.
decision-your-words = What you had written, to copy from
# Takes the place of $message above, after the name of a field and a colon.
decision-no-choice = is missing; press one of the buttons
decision-approve = Approve and send
decision-change = Change it first
decision-in-your-words = The reply in your words
decision-send = Send it like this
decision-reject = Reject it
decision-reject-why = Why? The chat then waits for a human.
decision-reject-wrong-fact = Wrong fact
decision-reject-wrong-topic = Wrong topic
decision-reject-tone = Tone
decision-reject-needs-a-person = Needs a person
decision-reject-outdated-source = Outdated source
# $hours is 2 or more.
decision-terms-hours = You decide as { $who }. This link works once, for { $hours } more hours, and is yours alone. Nothing is sent until you press a button. <a href="/conversations/{ $chat }">Open the chat</a> (sign in)
decision-terms-minutes =
    { $minutes ->
        [one] You decide as { $who }. This link works once, for one more minute, and is yours alone. Nothing is sent until you press a button. <a href="/conversations/{ $chat }">Open the chat</a> (sign in)
       *[other] You decide as { $who }. This link works once, for { $minutes } more minutes, and is yours alone. Nothing is sent until you press a button. <a href="/conversations/{ $chat }">Open the chat</a> (sign in)
    }

# After a decision.

decision-rejected = Rejected
decision-on-its-way = On its way
decision-approved-told = Approved. The reply is on its way to the visitor.
decision-edited-told = Approved in your words. The reply is on its way to the visitor.
decision-rejected-told = Rejected. The chat now waits for a human in the inbox.
decision-open-chat = Open the chat

# Where there is nothing to decide, or something else by now.

decision-changed = This changed since you were told
decision-closed = No longer open
decision-nothing-done = <strong>Nothing was done by this link.</strong>
decision-visitor-wrote = The visitor wrote again.
decision-draft-changed = There is a fresh draft.
decision-sources-changed = Its sources are different ones.
decision-taken-back = Somebody decided and took it back.
decision-below = Below is what is the case now.
decision-fresh-draft = The visitor wrote again, and a fresh draft is on its way.
decision-with-human = A human has the chat.
decision-resolved = The chat is resolved.
decision-decide-in-chat = Decide in the chat
decision-sign-in = You may have to sign in.
decision-used = This link has been used
# $when as in “4 min ago”.
decision-used-told = It was used { $when }, or another that you were sent for the same reply, and works no more. Nothing was done now.
decision-to-inbox = To the inbox
decision-expired = This link has expired
decision-expired-told = Its time was over { $when }. Nothing was done.
decision-still-open = The reply still waits for a decision in the inbox.
decision-unknown = This link is not known here
decision-unknown-told = It was never given out, or was cleared away long after it expired. Nothing was done.
