# A suggestion on the page behind a link of a notice.

decision-card-question-back = Suggested question back
decision-card-reply = Suggested reply
decision-card-sources = What it rests on
decision-card-high = High confidence
decision-card-medium = Medium confidence: please read it closely
decision-card-low = Low confidence: please check every sentence
decision-card-check = Please check before you send:
decision-card-needs-human = The drafter itself asks for a person here.
