# What was done, in the audit list: $by is who did it, $subject what it was done to.

audit-words-deed-user-added = <strong>{ $by }</strong> added the account <strong>{ $subject }</strong>
audit-words-deed-user-renamed = <strong>{ $by }</strong> changed the name of <strong>{ $subject }</strong>
audit-words-deed-user-role-changed = <strong>{ $by }</strong> changed the role of <strong>{ $subject }</strong>
audit-words-deed-user-removed = <strong>{ $by }</strong> removed the account <strong>{ $subject }</strong>
audit-words-deed-user-link-made = <strong>{ $by }</strong> made a sign-in link for <strong>{ $subject }</strong>
audit-words-deed-user-password-changed = <strong>{ $by }</strong> changed the password of <strong>{ $subject }</strong>
audit-words-deed-user-second-factor-on = <strong>{ $by }</strong> turned on the second factor of <strong>{ $subject }</strong>
audit-words-deed-user-second-factor-off = <strong>{ $by }</strong> turned off the second factor of <strong>{ $subject }</strong>
audit-words-deed-user-recovery-codes-made = <strong>{ $by }</strong> made new recovery codes for <strong>{ $subject }</strong>
audit-words-deed-user-signed-out = <strong>{ $by }</strong> ended the sessions of <strong>{ $subject }</strong>
audit-words-deed-sign-in-recovery-code-used = <strong>{ $by }</strong> signed in with a recovery code as <strong>{ $subject }</strong>
audit-words-deed-token-made = <strong>{ $by }</strong> made the key <strong>{ $subject }</strong>
audit-words-deed-token-revoked = <strong>{ $by }</strong> revoked the key <strong>{ $subject }</strong>
audit-words-deed-knowledge-added = <strong>{ $by }</strong> added the article <strong>{ $subject }</strong>
audit-words-deed-knowledge-changed = <strong>{ $by }</strong> changed the article <strong>{ $subject }</strong>
audit-words-deed-knowledge-removed = <strong>{ $by }</strong> removed the article <strong>{ $subject }</strong>
audit-words-deed-topic-saved = <strong>{ $by }</strong> changed the topic <strong>{ $subject }</strong>
audit-words-deed-reply-saved = <strong>{ $by }</strong> saved the reply <strong>{ $subject }</strong>
audit-words-deed-reply-removed = <strong>{ $by }</strong> removed the saved reply <strong>{ $subject }</strong>
audit-words-deed-rules-saved = <strong>{ $by }</strong> saved the rules <strong>{ $subject }</strong>
audit-words-deed-replay-begun = <strong>{ $by }</strong> started a replay
audit-words-deed-settings-changed = <strong>{ $by }</strong> changed the settings <strong>{ $subject }</strong>
audit-words-deed-lesson-adopted = <strong>{ $by }</strong> adopted a lesson
audit-words-deed-lesson-dismissed = <strong>{ $by }</strong> dismissed a lesson
audit-words-deed-dead-letter-replayed = <strong>{ $by }</strong> tried again an action that had been given up
audit-words-deed-autopilot-allow = <strong>{ $by }</strong> allowed autopilot for <strong>{ $subject }</strong>
audit-words-deed-autopilot-forbid = <strong>{ $by }</strong> forbade autopilot for <strong>{ $subject }</strong>
audit-words-deed-autopilot-pause = <strong>{ $by }</strong> paused autopilot for <strong>{ $subject }</strong>
audit-words-deed-autopilot-resume = <strong>{ $by }</strong> resumed autopilot for <strong>{ $subject }</strong>
audit-words-deed-autopilot-restart = <strong>{ $by }</strong> started anew the certificate of <strong>{ $subject }</strong>
audit-words-deed-autopilot-fell-back = <strong>{ $by }</strong> saw harm, and put back to suggestions <strong>{ $subject }</strong>
audit-words-deed-autopilot-fall-back-over = <strong>{ $by }</strong> saw no harm any more, and ended the fall back of <strong>{ $subject }</strong>
audit-words-deed-autopilot-sends-all-the-same = <strong>{ $by }</strong> took it on themselves to send all the same on <strong>{ $subject }</strong>
audit-words-deed-rehearsal-begun = <strong>{ $by }</strong> began a rehearsal of <strong>{ $subject }</strong>
audit-words-deed-rehearsal-ended = <strong>{ $by }</strong> ended a rehearsal
# $what is a code word.
audit-words-deed-other = <strong>{ $by }</strong> did { $what }
audit-words-deed-other-to = <strong>{ $by }</strong> did { $what } <strong>{ $subject }</strong>

# What else is noted about it.

audit-words-part-before = Before
audit-words-part-after = After
audit-words-part-role = Role
audit-words-part-name = Name
audit-words-part-title = Title
audit-words-part-scopes = May
audit-words-part-sessions = Sessions
audit-words-part-may-soften = May let pass what others hold
audit-words-part-rulebook = Rulebook
audit-words-part-kind = Kind
audit-words-part-n = Decisions behind it

# Values that are choices.

audit-words-value-owner = Owner
audit-words-value-agent = Agent
audit-words-kind-fact = Out of date
audit-words-kind-addition = Always added
audit-words-kind-tone = Wording
audit-words-kind-rule = Needs a person
