# The text of a message for Telegram.

notices-telegram-test = This is a test. Notices of Banister reach this chat.
