# What the log of a chat tells of what happened: parts of the sentences “words-happened-…”.

log-right = right
log-wrong = wrong
# Of 3 each.
log-marks = clarity { $clarity }, correctness { $correctness }, empathy { $empathy }
log-satisfaction = satisfaction
log-recommendation = recommendation
log-rated-satisfaction = { $score } of 5, satisfaction
log-rated-satisfaction-comment = { $score } of 5, satisfaction – “{ $comment }”
log-rated-recommendation = { $score } of 10, recommendation
log-rated-recommendation-comment = { $score } of 10, recommendation – “{ $comment }”

# Why a suggestion was rejected.

log-rejected-wrong-fact = wrong fact
log-rejected-wrong-topic = wrong topic
log-rejected-tone = tone
log-rejected-needs-a-person = needs a person
log-rejected-outdated-source = outdated source

# Why a visitor was not asked how it was.

log-withheld-nobody-answered = nobody had answered the visitor
log-withheld-in-danger = the visitor was in danger
log-withheld-quiet = nobody said that it was resolved (survey.after_quiet is off)
log-withheld-too-late = the resolution was too long ago
log-withheld-reopened = the chat was open again
log-withheld-asked-lately = the visitor was asked something within the last 24 hours
log-withheld-no-public-url = links need server.public_url, which is not set
log-withheld-switched-off = surveys were switched off
log-withheld-not-delivered = the chat system did not take the question
log-withheld-delivery-uncertain = the question may or may not have arrived, and is not sent twice
log-withheld-made-up = the chat was made up by the staging check; a visitor would have been asked
