# The demo’s chat, and what happens behind the scenes.

playground-messages-messages = Messages
playground-messages-hello = Hello! What would you like to know?
playground-messages-you = You
playground-messages-shop = The shop

# Where the chat stands behind the scenes.

playground-messages-gathering = <strong>Backstage:</strong> waiting a moment in case you write more.
playground-messages-drafting = <strong>Backstage:</strong> a reply is being drafted.
playground-messages-in-review = <strong>Backstage:</strong> a draft waits for the owner. <a href="/" target="_blank" rel="noopener">Decide on it in the inbox</a>.
playground-messages-sending = <strong>Backstage:</strong> the reply is on its way to you.
playground-messages-held = <strong>Backstage:</strong> a rule held this: only a human may answer. <a href="/conversations/{ $id }" target="_blank" rel="noopener">Answer it in the inbox</a>.
playground-messages-with-human = <strong>Backstage:</strong> a human has this chat. <a href="/conversations/{ $id }" target="_blank" rel="noopener">Answer it in the inbox</a>.
playground-messages-resolved = <strong>Backstage:</strong> resolved.
playground-messages-answered = <strong>Backstage:</strong> answered.
playground-messages-rated = Thank you. Your answer is counted.
playground-messages-solved = That solved it
