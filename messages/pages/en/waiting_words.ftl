# The days of the week.

waiting-words-day-mon = Monday
waiting-words-day-tue = Tuesday
waiting-words-day-wed = Wednesday
waiting-words-day-thu = Thursday
waiting-words-day-fri = Friday
waiting-words-day-sat = Saturday
waiting-words-day-sun = Sunday

# Why a visitor waits.

waiting-words-reason-handed-off = A person will answer
waiting-words-reason-held = A rule keeps it for a person
waiting-words-reason-asked-for-human = Asked for a person
waiting-words-reason-danger = In danger
waiting-words-reason-undecided = Nobody has decided yet

# What other texts are told for.

waiting-words-text-away = Nobody has decided yet, and it is closed
waiting-words-text-sent-by-itself = Below a reply that left without an owner
waiting-words-text-correction = Before a correction
waiting-words-text-survey-csat = Asking how the chat was
waiting-words-text-survey-nps = Asking for a recommendation
waiting-words-text-within = A time, in opening hours
waiting-words-text-by = A time of day, where the wait is long
waiting-words-text-closed = Closed, and when it opens again
waiting-words-text-closed-by = A time of day, where it is closed

# Languages.

waiting-words-language-ar = Arabic
waiting-words-language-bg = Bulgarian
waiting-words-language-ca = Catalan
waiting-words-language-cs = Czech
waiting-words-language-da = Danish
waiting-words-language-de = German
waiting-words-language-el = Greek
waiting-words-language-en = English
waiting-words-language-es = Spanish
waiting-words-language-et = Estonian
waiting-words-language-fi = Finnish
waiting-words-language-fr = French
waiting-words-language-gl = Galician
waiting-words-language-hi = Hindi
waiting-words-language-hr = Croatian
waiting-words-language-hu = Hungarian
waiting-words-language-id = Indonesian
waiting-words-language-it = Italian
waiting-words-language-ja = Japanese
waiting-words-language-ko = Korean
waiting-words-language-lt = Lithuanian
waiting-words-language-lv = Latvian
waiting-words-language-ms = Malay
waiting-words-language-nl = Dutch
waiting-words-language-no = Norwegian
waiting-words-language-pl = Polish
waiting-words-language-pt = Portuguese
waiting-words-language-ro = Romanian
waiting-words-language-ru = Russian
waiting-words-language-sk = Slovak
waiting-words-language-sl = Slovene
waiting-words-language-sv = Swedish
waiting-words-language-tl = Tagalog
waiting-words-language-tr = Turkish
waiting-words-language-uk = Ukrainian
waiting-words-language-vi = Vietnamese
waiting-words-language-zh = Chinese
