# How a suggestion ended, on the page behind a link of a notice. $who is a person.

decision-words-approved = The reply was approved.
decision-words-approved-by = The reply was approved by { $who }.
decision-words-edited = The reply was sent with changes.
decision-words-edited-by = The reply was sent with changes by { $who }.
decision-words-rejected = The reply was rejected.
decision-words-rejected-by = The reply was rejected by { $who }.
decision-words-overtaken = The chat moved on before a decision.
decision-words-expired = Nobody decided in time.
