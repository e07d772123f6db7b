# A lesson in words, on the list and on its own page.

# What kind of lesson it is.
lesson-words-fact = Out of date
lesson-words-addition = Always added
lesson-words-tone = Wording
lesson-words-rule = Needs a person
lesson-words-edits = { $n ->
        [one] { $n } edit
       *[other] { $n } edits
    } in { $chats ->
        [one] { $chats } chat
       *[other] { $chats } chats
    }
lesson-words-rejects = { $n ->
        [one] { $n } reject
       *[other] { $n } rejects
    } in { $chats ->
        [one] { $chats } chat
       *[other] { $chats } chats
    }
lesson-words-latest = latest: { $when }
# A link to an article, put into the sentences below.
lesson-words-article = <a href="{ $address }">{ $title }</a>
# $article: a link to it.
lesson-words-adds = Owners add a sentence to replies that quote { $article }.
lesson-words-changes = Owners change a sentence of { $article }.
lesson-words-would-be-added = Would be added
lesson-words-then-reads = Then it reads
lesson-words-article-says = The article says
lesson-words-would-say = It would say
lesson-words-nothing-of-it = nothing of it
lesson-words-greeting = Owners begin replies with these words, whatever article they quote.
lesson-words-closing = Owners add this to replies, whatever article they quote.
lesson-words-left-out = Owners leave these words out of drafts.
lesson-words-wording = Owners put other words in their place.
lesson-words-only-language = Only for replies in the language <code>{ $language }</code>.
lesson-words-drafts-say = Drafts say
lesson-words-they-say = They would say
lesson-words-also-say = They would also say
# $held: “0 of 3 (0.0 % to 56.1 %)”.
lesson-words-catches = A rule that holds turns with <strong>{ $words }</strong> catches { $n } of { $of } turns that were rejected as “needs a person”. It would have held, of the turns whose draft went out: { $held }.
# One of a list, put into the sentences below.
lesson-words-chat = <a href="/conversations/{ $id }">chat { $n }</a>
lesson-words-held-for-nothing = Held for nothing: { $chats }.
lesson-words-rule-text = The rule as text
lesson-words-by-hand = These words stand in no single sentence of { $article }, so it can only be changed by hand.
lesson-words-no-article = No article could be found that says it; write one, or change one by hand.
lesson-words-owners-write = Owners write
lesson-words-from = From { $chats }.
lesson-words-from-more = From { $chats } and { $n } more.
