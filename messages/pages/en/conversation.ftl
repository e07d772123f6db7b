# A chat: everything said, and what can be done with it.

conversation-title = Chat
conversation-back = Chats
conversation-taken-by = Taken by { $who }
# A topic that nobody has confirmed.
conversation-suggested-topic = { $topic } (suggested)
# The chat is an example, not a real one.
conversation-sample = Sample
# $when as in “4 min ago”.
conversation-taken = <strong>{ $who } has this chat</strong> { $when }. Drafts have stopped.
conversation-taken-until = <strong>{ $who } has this chat</strong> { $when }. Drafts have stopped until it is given back.
conversation-taken-why = Why: { $why }
conversation-thread = Everything said, oldest first
# Who wrote a message.
conversation-visitor = Visitor
conversation-human = Human
conversation-other-bot = Another bot
conversation-approved = AI draft, approved
conversation-approved-by = AI draft, approved by { $who }
conversation-edited = AI draft, edited
conversation-edited-by = AI draft, edited by { $who }
conversation-auto-sent = Sent by AI, read by nobody before
conversation-notice = Automatic notice
conversation-private = Private note
conversation-on-the-way =
    { $n ->
        [one] A reply is on the way to the visitor.
       *[other] { $n } replies are on the way to the visitor.
    }
conversation-why-waiting = Why it waits for a human
# The rule that holds a question, and how its words were found: see below.
conversation-hit = <code>{ $rule }</code>, { $how }
conversation-by-hand = Reply by hand
conversation-hint = Write, or type / for a saved reply
conversation-send = Send in my name
conversation-send-note = Drafts stop in this chat until you give it back.
conversation-saved = Saved replies
conversation-take-over = Take over
conversation-take-over-why = Why?
conversation-take-over-why-note = for colleagues, may stay empty
conversation-give-back = Give back to Banister
conversation-give-back-why = Why, if you like
conversation-resolve = Mark as resolved

# Topics.

conversation-topics = Topics
conversation-topic-suggested = The topic is only suggested, by its keywords.
conversation-confirm = Confirm { $topic }
conversation-topic = Topic
conversation-also-about = Also about
conversation-and-about = And about
conversation-no-topic = None
conversation-save-topics = Save topics

# What a colleague thinks of the answers.

conversation-judging = How was it answered?
conversation-marks = { $who }: clarity { $clarity }, correctness { $correctness }, empathy { $empathy } of 3 · { $when }
conversation-clear = Clear
conversation-correct = Correct
conversation-kind = Kind
conversation-no = No
conversation-partly = Partly
conversation-yes = Yes
conversation-keep-judgement = Keep this judgement

# What is recorded of the chat.

conversation-opened-on = Opened on
conversation-first-answer = First AI answer
conversation-first-auto = left by itself
conversation-first-edited = approved with changes
conversation-first-approved = approved as it stood
conversation-resolved = Resolved
# It was quiet for long enough.
conversation-resolved-quiet = by quiet
conversation-resolved-quiet-reopened = by quiet, reopened since
conversation-resolved-confirmed = confirmed
conversation-resolved-confirmed-reopened = confirmed, reopened since
conversation-satisfaction = Satisfaction
conversation-csat = { $score } of 5
conversation-recommend = Would recommend
conversation-nps = { $score } of 10
conversation-comment = Comment
conversation-for-programs = For programs
conversation-in-the-api = This chat in the API
conversation-in-the-chat-system = In the chat system
conversation-revision = How often it has changed (<code>revision</code>)
conversation-happened = What happened here

# How the words of a rule were found in a question.

conversation-layer-word = word
conversation-layer-phrase = phrase
conversation-layer-pattern = pattern
conversation-layer-joined = letters separated
conversation-layer-lookalike = look-alike letters
conversation-layer-typo = misspelt
conversation-layer-repeated = letters repeated
conversation-layer-leet = signs for letters
conversation-layer-masked = letter hidden
conversation-layer-glued = words run together
conversation-layer-reversed = backwards or upside down
conversation-layer-rotated = letters rotated
conversation-layer-decoded = decoded
conversation-layer-unreadable = not readable
conversation-layer-language = unknown language
conversation-layer-limit = limit
