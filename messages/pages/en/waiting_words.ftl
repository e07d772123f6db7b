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
