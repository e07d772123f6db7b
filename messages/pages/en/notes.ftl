# What a page tells by itself when something changes under the eyes of whoever decides.

notes-changed = Changed since you looked. Your text is kept here; approving shows you the fresh draft first. <a href="">Load it now</a>
notes-closed = No longer open: it was decided elsewhere, or the chat moved on. Your text is kept here to copy from.
notes-failed = That did not go through. Nothing was sent; please try again.
notes-offline = No connection. What you see may be out of date; it comes back by itself.
notes-fresh = What you were on has changed. This is how the chat stands now.
notes-next = What you were on is no longer open. This is the next one.
notes-none = What you were on is no longer open.
