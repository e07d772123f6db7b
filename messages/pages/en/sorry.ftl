# What is said when a page cannot be shown.

sorry-inbox = To the inbox
