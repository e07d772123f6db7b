# What was done on the pages about people, and what was wrong with it.

settings-words-did-renamed = Saved. Colleagues read this name from now on.
settings-words-did-password = Your password is changed. Every other browser has been signed out.
settings-words-did-ended = Signed out there.
settings-words-did-second-factor-off = The second factor is off.
settings-words-did-role = The role is changed, from the next click on.
settings-words-did-removed-person = Removed and signed out.
settings-words-did-revoked = Revoked. The key is of no use any more.

# Why a form could not be taken.

settings-words-wrong-wrong = The current password is wrong.
settings-words-wrong-too-many = Too many tries. Wait five minutes, then try again.
settings-words-wrong-wrong-code = That code does not fit, or has been used already. Wait for the next one.
settings-words-wrong-too-many-codes = Too many tries. Wait fifteen minutes, then try again.
settings-words-wrong-differ = The two passwords differ.
settings-words-wrong-no-scope = Tick at least one thing that the key may do.

# Roles, and what a key may do.

settings-words-role-owner = Owner
settings-words-role-agent = Agent
settings-words-scope-read = Read
settings-words-scope-decide = Decide
settings-words-scope-knowledge = Knowledge
settings-words-scope-admin = Admin
settings-words-scope-other = Everything
