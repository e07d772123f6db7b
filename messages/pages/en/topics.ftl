# What chats are about: the list of topics.

topics-title = Topics
topics-intro = What chats are about. Every chat has one topic at most, and two beside it. Keep the list short: reports compare within topics. A topic's keywords suggest it when a chat begins; reports count it like one that somebody chose, and the chat says which it is until somebody confirms it.
topics-name-of = Name of { $topic }
topics-keywords = Keywords
topics-keywords-how = One a line, as visitors write them
topics-save = Save
topics-retired = Not offered any more
topics-offer = Offer again
topics-retire = Stop offering
topics-new = A new topic
topics-name = Name
topics-add = Add
topics-kept = Topics are never deleted: chats keep theirs.
