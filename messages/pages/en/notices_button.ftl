# What stands on the buttons below a message for Telegram. $who is the visitor, where there are several.

notices-button-decide = Decide
notices-button-decide-who = Decide: { $who }
notices-button-open = Open the chat
notices-button-open-who = Open the chat: { $who }
notices-button-autopilot = Autopilot
