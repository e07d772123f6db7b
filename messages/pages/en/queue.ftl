# The inbox: suggestions to decide on, and chats that wait for a human.

queue-title = Inbox
# The letters are the keys themselves and stay as they are.
queue-keys = <kbd>j</kbd> <kbd>k</kbd> move · <kbd>a</kbd> approve · <kbd>e</kbd> edit · <kbd>r</kbd> reject · <kbd>space</kbd> skip · <kbd>u</kbd> undo
queue-all-keys = All keys
queue-keys-off = (off)
queue-suggestions = Suggestions
queue-caught-up = All caught up.
queue-nothing-to-decide = <strong>Nothing to decide on.</strong> Whoever waits for a human is below.
queue-live = New suggestions appear here by themselves.
queue-ask = Ask something in the <a href="/playground">playground</a>.
queue-waiting = Waiting for a human
queue-nobody-waiting = Nobody is waiting for a human.
queue-all-waiting = See all of them
queue-teaching = Your edits and rejects become proposals: <a href="/learning">what they teach</a>.
