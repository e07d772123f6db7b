# The demo’s visitor page.

playground-title = Playground
playground-chat = Chat with the sample shop
playground-you = You are the visitor.
playground-message = Your message
playground-message-hint = Ask the shop something
playground-send = Send

# What to try. The words within <q> are sent to the shop, whose articles are in English.

playground-try = What to try
playground-try-shipping = Ask <q data-try>How long is shipping to Canada?</q> A draft with its sources goes to the <a href="/" target="_blank" rel="noopener">inbox</a>. Approve it there, and you read it here.
playground-try-refund = Say <q data-try>I want a refund</q> A rule keeps it from the model: a human has to answer.
playground-try-overtaken = Send something while a draft waits: the old draft is overtaken, a fresh one comes.
playground-try-solved = Press <em>That solved it</em>: you are asked how it was, by a link as in any chat. Your answer then counts in <a href="/reports/comparison" target="_blank" rel="noopener">AI vs human</a>.
playground-new = Start a new chat
