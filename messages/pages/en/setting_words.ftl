# What the settings are called, on their form, in what is wrong with it, and in the audit list.

setting-words-label-autonomy = How far Banister may go
setting-words-label-unbacked-drafts = A draft that says what no article says
setting-words-label-min-confidence = Articles must fit at least so well, 0 to 1
setting-words-label-undo-s = A decision can be taken back for, seconds
setting-words-label-suggestion-ttl-h = An undecided suggestion goes to a human after, hours
setting-words-label-resume-after-quiet-h = Drafts come back after a human was quiet for, hours; 0: only when given back
setting-words-label-quiet-resolution-h = An answered chat counts as resolved after, hours
setting-words-label-handoff-message = When a human will answer
setting-words-label-waiting-message = When a decision takes long
setting-words-label-waiting-notice-min = When a decision takes longer than, minutes; 0: never
setting-words-label-zone = Time zone
setting-words-label-closed = Days off
setting-words-label-tokens = Tokens
setting-words-label-cost = Money, in your currency
setting-words-label-survey-csat = Whether and how
setting-words-label-survey-scale = What they tap
setting-words-label-survey-after-quiet = Where nobody said that it was resolved, and the answered visitor stayed quiet
setting-words-label-survey-nps = Now and then, in place of it: would you recommend us?
setting-words-label-survey-delay-min = Ask after, minutes
setting-words-label-survey-nps-every = Recommending: every so many chats of a visitor
setting-words-label-survey-nps-days = … and at most once in, days
setting-words-label-survey-name = Who asks, as the page shows it
setting-words-label-holdout-percent = Of 100 chats that could get a draft, people alone answer; 0 to 50
setting-words-label-holdout-shadow = Their draft
setting-words-label-alpha = At most wrong
setting-words-label-auto-hold-ms = A reply that leaves by itself can be stopped for
setting-words-label-auto-per-conversation = Replies by itself, in one chat at most
setting-words-label-auto-per-hour = Replies by itself, within an hour at most
setting-words-label-auto-per-day = Replies by itself, within a day at most
setting-words-label-auto-when = Replies by itself
setting-words-label-habits = How drafts speak
setting-words-label-messages-default = Texts for visitors whose language cannot be told
setting-words-label-auto-disclosure = Says under each such reply that nobody read it before

# The parts of the form.

setting-words-part-limits = Limits and times
setting-words-part-messages = What waiting visitors read
setting-words-part-opening = Opening hours
setting-words-part-budget = What models may cost a day
setting-words-part-surveys = Asking visitors how it was
setting-words-part-lottery = Chats kept for humans by lottery
setting-words-part-other = How far Banister may go

# Choices among few.

setting-words-choice-autonomy-off = Off
setting-words-choice-autonomy-shadow = Shadow
setting-words-choice-autonomy-suggest = Suggest
setting-words-choice-autonomy-auto = Auto
setting-words-choice-unbacked-drafts-findings = is not shown as a reply
setting-words-choice-unbacked-drafts-suggest = is suggested, with a warning
setting-words-choice-survey-csat-off = Off
setting-words-choice-survey-csat-link = By a link
setting-words-choice-survey-csat-relay = By your chat system
setting-words-choice-survey-scale-stars = five stars
setting-words-choice-survey-scale-faces = three faces
setting-words-choice-holdout-shadow-yes = is written in silence
setting-words-choice-holdout-shadow-no = is not written
setting-words-choice-auto-when-always = always
setting-words-choice-auto-when-open = in opening hours only
setting-words-choice-auto-when-closed = outside of opening hours only
setting-words-choice-nothing = nothing
setting-words-choice-true = yes
setting-words-choice-false = no
