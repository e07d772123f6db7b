# The articles, and a search that shows what a draft could cite.

knowledge-title = Knowledge
knowledge-ask = Ask as a visitor would, and see which passages a draft could cite
# An example of a question.
knowledge-ask-hint = How long is shipping to Canada?
knowledge-search = Search
knowledge-found = Passages found
knowledge-nothing-fits = Nothing fits. Such a question goes to a human.
knowledge-write-answer = Write an article that answers it
knowledge-fits = fits { $n } of 100
knowledge-articles = Articles
knowledge-new = New article
knowledge-learning = What your edits teach
knowledge-figures = Figures of the last 90 days.
knowledge-none = No articles yet.
knowledge-none-how = Write one, or take some in with <code>banister knowledge add FOLDER</code> or <code>banister knowledge add https://…/sitemap.xml</code>.
knowledge-edited = Edited here
knowledge-outdated = Called out of date { $n } ×
knowledge-stale = Old and not cited
knowledge-source = { $source } · { $when }
# In place of a file or an address: where the article comes from.
knowledge-written-here = written here
knowledge-not-cited = Not cited yet
# How many drafts cite it, how many of them were sent, how many of the judged ones were good.
knowledge-cited = Cited in { $n }, sent { $sent }
knowledge-cited-judged = Cited in { $n }, sent { $sent }, { $good } of { $judged } judged good
