# A version of the owners’ own rules.

rules-version-title = Rules, version { $n }
rules-version-rules = Rules
rules-version-version = Version { $n }
rules-version-by = Saved by
rules-version-when = When
rules-version-why = Why
rules-version-others = Other rules
rules-version-softens = May let pass what they hold
rules-version-changed = What it changed
rules-version-unchanged = No line of the text.
rules-version-text = The whole text
rules-version-empty = It is empty: no own rules.
rules-version-newest = This version is in force.
rules-version-restore-head = Restore this version
rules-version-why-restore = Why?
rules-version-restore = Restore
rules-version-try = Try it first
rules-version-restored = It becomes a new version; nothing is lost.
