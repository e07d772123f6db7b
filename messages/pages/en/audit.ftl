# The audit list: who changed what.

audit-title = Audit
audit-intro = Who changed what, newest first. Nothing in this list can be changed or removed.

# What the list is narrowed to.

audit-what = What
audit-everything = Everything
audit-group-user = People
audit-group-sign-in = Signing in
audit-group-token = Keys
audit-group-knowledge = Knowledge
audit-group-rules = Rules
audit-group-topic = Topics
audit-group-reply = Saved replies
audit-group-settings = Settings
audit-group-autopilot = Autopilot
audit-group-lesson = Learning
audit-group-rehearsal = Rehearsals
audit-group-replay = Replays
audit-group-dead-letter = Not sent
audit-who = Who
audit-who-hint = E-mail, or key NAME
audit-show = Show

# The entries.

audit-none = Nothing has been changed yet.
audit-none-fits = Nothing fits.
# In the place of a value, before or after a change.
audit-as-configured = as in the configuration file
audit-as-all-topics = as for all topics
audit-no-text = no words of its own
audit-older = Older

# Values that are no texts, as a person reads them.

audit-value-nothing = nothing
audit-value-yes = yes
audit-value-no = no
