# The list of keys. The letters are the keys themselves and stay as they are.

help-title = Keys
help-move-keys = <kbd>j</kbd> <kbd>k</kbd> or <kbd>↓</kbd> <kbd>↑</kbd>
help-move = next, previous
help-approve = approve and send
help-edit = edit the reply, or write one; <kbd>Esc</kbd> leaves the field, <kbd>Ctrl</kbd> <kbd>Enter</kbd> sends
help-reject-keys = <kbd>r</kbd> then <kbd>1</kbd>…<kbd>5</kbd>
help-reject = reject with a reason
help-space-key = Space
help-skip = skip: look at it last
help-undo = undo the last decision, while it can be
help-take-over = take the chat over
help-open = open the chat
help-skip-rehearsing = skip, when rehearsing
help-why = why this reply
help-search = search the chats
help-help = this list
help-close = Close
help-switch-off = Switch keys off
help-switch-on = Switch keys on
