# The frame of every page: the menu, the search, who is signed in.

layout-skip = Skip to content
layout-menu = Main
layout-inbox = Inbox
layout-chats = Chats
layout-autopilot = Autopilot
layout-reports = Reports
layout-knowledge = Knowledge
layout-learning = Learning
# Messages that could not be delivered.
layout-not-sent = Not sent
layout-settings = Settings
layout-search = Search all chats
layout-search-hint = Search chats
layout-playground = Playground
layout-sign-out = Sign out
