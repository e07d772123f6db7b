# The menu of the settings.

settings-nav-all = All settings
settings-nav-name = Settings
settings-nav-yours = Yours
settings-nav-answering = Answering
settings-nav-rules-and-learning = Rules and learning
settings-nav-house = The house
settings-nav-you = You
settings-nav-notices = Notices
settings-nav-answers = Answers and hours
settings-nav-waiting = Waiting
settings-nav-replies = Saved replies
settings-nav-topics = Topics
settings-nav-rules = Rules
settings-nav-replay = Replay the past
settings-nav-learning = Learning
settings-nav-people = People and keys
settings-nav-check = Check
settings-nav-audit = Audit
