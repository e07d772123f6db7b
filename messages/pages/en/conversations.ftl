# All chats: searched and filtered.

conversations-title = Chats

# What narrows the list, each with a link to look without it.

conversations-by-q = Words: “{ $value }”
conversations-by-state =
    { $value ->
        [needs_human] State: waiting for a human
        [in_review] State: waiting for your decision
        [holding] State: decided, about to leave
        [with_human] State: with a human
        [gathering] State: visitor is writing
        [drafting] State: drafting a reply
        [quiet] State: answered
       *[other] State: { $value }
    }
conversations-by-handling =
    { $value ->
        [ai_assisted] Answered by: AI-assisted
        [human_only] Answered by: human only
       *[none] Answered by: nobody yet
    }
conversations-by-rating =
    { $value ->
        [low] Rating: 1 or 2 of 5
        [middle] Rating: 3 of 5
        [high] Rating: 4 or 5 of 5
       *[none] Rating: none given
    }
conversations-by-topic = Topic: { $value }
conversations-by-rule = Held by: { $value }
conversations-by-relay = Relay: { $value }
conversations-by-external-id = Chat id: { $value }
conversations-by-from = From: { $value }
conversations-by-to = To: { $value }

# The search.

conversations-search = Words to look for
conversations-search-hint = Search messages and names
conversations-search-button = Search
conversations-filters = Filters
conversations-filters-in-use = { $n } in use
conversations-state = State
conversations-any = Any
conversations-state-needs-human = Waiting for a human
conversations-state-in-review = Waiting for your decision
conversations-state-holding = Decided, about to leave
conversations-state-with-human = With a human
conversations-state-gathering = Visitor is writing
conversations-state-drafting = Drafting a reply
conversations-state-sending = Sending
conversations-state-quiet = Answered
conversations-state-resolved = Resolved
conversations-handling = Answered by
conversations-handling-ai-assisted = AI-assisted
conversations-handling-human-only = Human only
conversations-handling-none = Nobody yet
conversations-rating = Rating
conversations-rating-low = 1 or 2 of 5
conversations-rating-middle = 3 of 5
conversations-rating-high = 4 or 5 of 5
conversations-rating-none = None given
conversations-rule = Held by the rule
conversations-topic = Topic
conversations-relay = Relay
conversations-from = Active from
conversations-to = Active until
conversations-external-id = Chat id in the relay
conversations-apply = Apply
# Names the list of what narrows.
conversations-in-use = In use
conversations-without = Look without this
# Only heard, after the name of a filter.
conversations-remove = , remove
conversations-clear = Clear all

# The list.

# Who wrote the last message; its words follow.
conversations-human = Human:
conversations-held = Held by a rule
conversations-was-held = Was held by a rule
conversations-rated = Rated { $score } of 5
# The chat is an example, not a real one.
conversations-sample = Sample

# Where nothing was found.

conversations-none-yet = No chats yet. They appear here as soon as a relay tells of one.
conversations-none-among-newest = Nothing among the newest chats that fit in part. Looking further back takes another step.
conversations-no-words = There is no letter, figure or picture to look for in “{ $words }”.
conversations-no-fit = No chat fits this.
# The filters follow, one by one.
conversations-no-fit-all = No chat fits all of this at once. Try without
conversations-or-single-word = Or try a single word:
conversations-single-word = Try a single word:
conversations-all-words = All words must stand in the same part of a chat. From four letters on, the beginning of a word is enough.
conversations-short = Only the newest part was looked through so far.
conversations-further = Look further back
conversations-older = Older chats
