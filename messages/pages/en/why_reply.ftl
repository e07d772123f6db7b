# Everything behind a suggestion, folded up below it.

why-reply-high = High confidence
why-reply-medium = Medium confidence: please read it closely
why-reply-low = Low confidence: please check every sentence
why-reply-unchecked = Your words are not checked: what follows is about the draft.
# What is folded up, in one line.
why-reply-summary =
    { $failed ->
        [0] No rule holds the question · { $cited } of { $passages } passages cited · all checks passed · Why?
       *[other] No rule holds the question · { $cited } of { $passages } passages cited · { $failed } of { $checks } checks found something · Why?
    }
why-reply-trigger = Trigger
# $when as in “4 min ago”.
why-reply-lines =
    { $n ->
        [one] One line of the visitor, drafted { $when }
       *[other] { $n } lines of the visitor, drafted { $when }
    }
why-reply-verdict = Verdict
why-reply-clear = Clear: no rule holds the question or the reply
why-reply-rulebook = rulebook <code>{ $hash }</code>
why-reply-passages = Passages
why-reply-passages-unknown = Not recorded for this draft
# How well a passage fits the question.
why-reply-fits-cited = fits { $percent } of 100, cited
why-reply-fits-unused = fits { $percent } of 100, an alternative not used
why-reply-checks = Checks
# What was found follows.
why-reply-check-look = please look:
why-reply-check-passed = passed
why-reply-confidence = Confidence
why-reply-alike = Of drafts with a similar score, { $low } to { $high } % were sent as they stood (95 % interval). This one scores { $percent } of 100.
why-reply-no-number = A number is shown once 30 drafts have been decided on; until then, words from the weights that ship.
# What a signal says about a draft; the signals are named below.
why-reply-signal-for = speaks for it
why-reply-signal-against = speaks against it
why-reply-signal-neither = says little
why-reply-drafted-by = Drafted by
why-reply-quoted = quotation from your articles, no model was asked
why-reply-prompt = prompt <code>{ $name }</code>
why-reply-cost = Cost
why-reply-cost-nothing = Nothing
why-reply-tokens = { $tokens } tokens
why-reply-tokens-cost = { $tokens } tokens, { $cost } in your currency

# What code looked at in the draft.

why-reply-check-facts = Every number, price, date and time stands in a cited passage
why-reply-check-links = Every link, e-mail and phone number stands in a cited passage
why-reply-check-backed = Every sentence is backed by a cited passage
why-reply-check-promises = It promises nothing that the articles do not
why-reply-check-cites = It cites what was found for this question
why-reply-check-language = It is in the visitor's language
why-reply-check-length = It is as long as a chat reply
why-reply-check-plain = It is plain text without notes or hidden characters

# What the confidence is made of.

why-reply-signal-neighbours = How you decided on drafts to similar questions
why-reply-signal-grounded = How much of the reply the cited passages say
why-reply-signal-lead = How far the best passage stands out
why-reply-signal-says-itself = What the model itself expects
why-reply-signal-logprob = How sure the model was of its words
why-reply-signal-novelty = How new the question is
why-reply-signal-length = How long the reply is
why-reply-signal-conversation = How long the chat has been going on
