# The text of a message for Slack. All but the last are links: no > and no | in them.

notices-slack-decide = Approve, change or reject
notices-slack-open = Open the chat
notices-slack-inbox = Inbox
notices-slack-figures = All figures
notices-slack-page = How it stands
notices-slack-test = This is a test. Notices of Banister reach this channel.
