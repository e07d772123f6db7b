# The people who may sign in, and the keys for the API.

people-title = People and keys
people-people = People
people-you = You
people-second-factor = Second factor
people-seen = signed in { $when }
people-not-seen = has not signed in yet, added { $when }
people-role = Role
people-owner = Owner
people-agent = Agent
people-role-save = Save the role
people-link-password = Link to set a new password
people-link-new = New sign-in link
people-second-factor-off = Turn their second factor off
people-remove = Remove { $name }

# Adding somebody.

people-add = Add somebody
people-email = E-mail
people-name = Name
people-role-agent = Agent: works the inbox and the chats, reads articles and reports
people-role-owner = Owner: also changes knowledge, rules, settings, people and keys
people-add-save = Add, and show a sign-in link

# Keys for the API.

people-keys = Keys for the API
people-no-keys = No keys yet. A key lets a program read chats or act in your name.
people-key-made = Made { $when }
people-key-made-by = Made { $when } by { $who }
people-key-used = last used { $when }
people-key-never-used = never used
people-key-revoke-of = Revoke { $name }
people-key-revoke = Revoke
people-key-new = Make a key
people-key-name = What it is for
people-key-may = What it may do
people-key-read = Read chats, suggestions, articles and reports
people-key-decide = Decide: approve, edit, reject, reply, take over
people-key-knowledge = Knowledge: write and remove articles
people-key-admin = Admin: rules, what was not sent, and the audit
people-key-make = Make the key

# What is wrong with what was given.

people-email-taken = { $email } may sign in already.
people-key-name-taken = The name is that of a person; take another.
