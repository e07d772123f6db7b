# The rules: which are in force, and the owners’ own to be written, tried and saved.

rules-title = Rules
# What is wrong with a line of the text. The marks stay as they are.
rules-fault-at = <a href="#text" data-line="{ $line }">Line { $line }</a>: { $fault }
rules-did-in-force = Saved. The rules are in force.
rules-did-saved = Saved. The rules are in force within seconds.
rules-ways = <a href="/replay">Replay the past under other rules</a> · <a href="/learning#rules">Rules that your rejects suggest</a> · <a href="/reports/rules">What each rule holds</a>
rules-in-force-count = A chat that a rule holds waits for a human; no model hears of it. { $n } rules are in force (<code>{ $hash }</code>).
rules-not-saved = Nothing was saved. { $why }.
rules-own = Your own rules
# The words in code marks are typed as they stand.
rules-own-how = They are added to the others. Each rule has an <code>id</code>, a <code>title</code>, <code>words</code> or <code>phrases</code> to look for, and examples that it must match and must not match. Spelling mistakes and disguises are read by themselves.
rules-text = Rules as text
rules-may-soften = These rules may let pass what the other rules hold. <span class="fine">Without this tick they can only hold more.</span>
rules-message = Try a message
rules-message-hint = As a visitor would write it
rules-try = Try
rules-replay = Replay the past with these rules
rules-trying = Trying …
rules-faults = These rules cannot be used as they are; the ones in force stay.
# What the rules say about the message that was tried, which is quoted after it.
rules-held-for = Held for a human:
rules-clear = Clear: a reply may be drafted.
rules-only-watched = Only watched: { $why } <code>{ $rule }</code>
rules-no-questions = No questions since { $since } to try them on.
# Above the counts.
rules-of = { $n ->
    [one] Of { $n } question since { $since }, against the rules in force:
   *[other] Of { $n } questions since { $since }, against the rules in force:
 }
rules-of-newest = { $n ->
    [one] Of the newest { $n } question since { $since }, against the rules in force:
   *[other] Of the newest { $n } questions since { $since }, against the rules in force:
 }
rules-newly-held = <b>{ $n }</b> newly held
rules-newly-cleared = <b>{ $n }</b> newly cleared
rules-held-by-both = <b>{ $n }</b> held as before
rules-cleared = Would be cleared
rules-held = Would be held
rules-remarks = Likely not meant ({ $n })
rules-why = Why this change?
rules-save = Save and put in force
rules-empty = An empty text takes all own rules away.
rules-in-force = In force
rules-other-languages = The same in other languages
rules-shipped = Shipped with Banister
rules-critical = No exceptions
rules-watches = Only watches
rules-read-here = The rules that come with Banister, and those of the operator's files, are read here and changed there.
rules-history = History
rules-none = Nobody has saved own rules yet.
rules-version = Version { $n }
rules-softens = May let pass what others hold
