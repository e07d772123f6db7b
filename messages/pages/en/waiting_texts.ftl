# What waiting visitors read in one language, in the owner's own words.

waiting-texts-title = What a visitor reads
waiting-texts-intro = What you leave empty is said as you see it in grey. Your own words are said to visitors who write this language, and come before the two messages for all languages under <a href="/settings/answers?open=messages#set-handoff_message">Answers and hours</a>.
waiting-texts-faults = Nothing was changed:
waiting-texts-not-in-force = These texts cannot be read any more, so visitors read those of the configuration file until they are put right:
# $placeholders is a list like “{day} {time}”.
waiting-texts-placeholders = May hold { $placeholders }
waiting-texts-words = Words that sentences are filled with
waiting-texts-default = Also for visitors whose language cannot be told or has no texts
waiting-texts-is-default = These are also read by visitors whose language cannot be told or has no texts.
waiting-texts-reason = Why, for the list of changes
waiting-texts-save = Save
waiting-texts-reset = All languages as in the configuration file
