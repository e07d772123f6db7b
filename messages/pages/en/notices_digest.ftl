# What a day was like, in a notice.

notices-digest-answered = Chats answered: { $n }
notices-digest-suggestions = Suggestions approved: { $approved }, edited: { $edited }, rejected: { $rejected }
notices-digest-held = Chats held by a rule: { $n }
notices-digest-waiting = Waiting now: { $suggestions } for a decision, { $humans } for a human
