# One lesson, and what it would have done.

lesson-title = A lesson
lesson-learning = Learning
lesson-effect = What it would have done
lesson-untouched = No reply of the last { $days } days would be touched by it.
lesson-touched = { $n ->
    [one] It touches { $n } decided draft of the last { $days } days.
   *[other] It touches { $n } decided drafts of the last { $days } days.
 }
lesson-needless = { $edits ->
    [one] <b>{ $n }</b> of { $edits } edit needless
   *[other] <b>{ $n }</b> of { $edits } edits needless
 }
lesson-otherwise = { $approved ->
    [one] <b>{ $n }</b> of { $approved } approved draft would read otherwise
   *[other] <b>{ $n }</b> of { $approved } approved drafts would read otherwise
 }
# $share: “3 of 5 (23.1 % to 88.2 %)”.
lesson-needless-share = Needless edits: { $share }.
lesson-by-exchange = { $n } of the drafts came from a model: in those only the words were exchanged, for what the model would write now is not known.
lesson-by-quotation = The drafts were made anew by quotation, in memory; nothing was kept or sent.
lesson-right = A reply that would have been right
lesson-draft = The draft was
lesson-after = It would be
lesson-sent = You sent
lesson-chat = The chat
lesson-no-questions = No questions since { $since } to try it on.
# Above the counts.
lesson-of = { $n ->
    [one] Of { $n } question since { $since }, whatever became of them:
   *[other] Of { $n } questions since { $since }, whatever became of them:
 }
lesson-of-newest = { $n ->
    [one] Of the newest { $n } question since { $since }, whatever became of them:
   *[other] Of the newest { $n } questions since { $since }, whatever became of them:
 }
lesson-newly-held = <b>{ $n }</b> newly held
lesson-newly-cleared = <b>{ $n }</b> newly cleared
lesson-held-by-both = <b>{ $n }</b> held as before
lesson-cleared = Would be cleared
lesson-held = Would be held
lesson-nothing = Nothing can be changed by itself here.
lesson-adopt = Adopt
lesson-dismiss = Dismiss
