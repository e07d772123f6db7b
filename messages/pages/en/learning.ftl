# What decisions teach: the proposals, and how drafts speak because of them.

learning-title = Learning
# What stands in the marks is heard and not seen.
learning-see = See its effect<span class="unseen"> of { $lesson }</span>
learning-dismiss = Dismiss<span class="unseen"> { $lesson }</span>
learning-did-adopted = Adopted. It is in force within seconds.
learning-did-dismissed = Dismissed. It comes back only if twice as many decisions say it.
learning-intro = Proposals for your <a href="/knowledge">knowledge</a>, your <a href="/settings/rules">rules</a> and how drafts speak. What rules would have done to the past tells <a href="/replay">a replay</a>.
# $edits: drafts that were changed; $anew of them so much that nothing is learnt; $rejects: chats that were given to a person; $approved: drafts sent as they were.
learning-from =
    From { $decisions ->
        [one] { $decisions } decision
       *[other] { $decisions } decisions
    } of the last { $days } days: { $edits ->
        [one] { $edits } edit
       *[other] { $edits } edits
    }{ $anew ->
        [0] {""}
        [one] {" "}({ $anew } wrote the reply anew and teaches nothing)
       *[other] {" "}({ $anew } wrote the reply anew and teach nothing)
    }, { $rejects ->
        [one] { $rejects } turn
       *[other] { $rejects } turns
    } that need a person, { $approved } whose draft went out.
learning-from-newest =
    From the newest { $decisions ->
        [one] { $decisions } decision
       *[other] { $decisions } decisions
    } of the last { $days } days: { $edits ->
        [one] { $edits } edit
       *[other] { $edits } edits
    }{ $anew ->
        [0] {""}
        [one] {" "}({ $anew } wrote the reply anew and teaches nothing)
       *[other] {" "}({ $anew } wrote the reply anew and teach nothing)
    }, { $rejects ->
        [one] { $rejects } turn
       *[other] { $rejects } turns
    } that need a person, { $approved } whose draft went out.
learning-nothing-changed = Nothing is changed before you have seen what it would have done.
learning-corrections = What you correct again and again
learning-too-few-edits = Not enough data yet: a correction is proposed once { $edits } edits in { $chats } chats say the same.
learning-rules = Rules for what needs a person
learning-too-few-rejects = { $n ->
    [one] Not enough data yet: a rule takes 3 turns in 3 chats that were rejected as “needs a person” and that no rule holds; there is { $n }.
   *[other] Not enough data yet: a rule takes 3 turns in 3 chats that were rejected as “needs a person” and that no rule holds; there are { $n }.
 }
learning-no-short-rule = No short rule tells these { $rejects } turns from the { $approved } whose draft went out.
learning-speech = How drafts speak because of it
# What replies do by now.
learning-begins = Begins with <strong>{ $words }</strong>
learning-ends = Ends with <strong>{ $words }</strong>
learning-leaves-out = Leaves out <strong>{ $words }</strong>
learning-says = Says <strong>{ $words }</strong> in place of { $before }
learning-take-back = Take back<span class="unseen"> { $words }</span>
learning-earlier = Decided earlier
learning-earlier-one = { $n ->
    [one] { $n } decision · { $who } · { $when }
   *[other] { $n } decisions · { $who } · { $when }
 }
learning-adopted = Adopted
learning-dismissed = Dismissed
