# One article: to read, to change, to write anew.

article-new = New article
article-knowledge = Knowledge
article-from-url = From <a href="{ $url }" rel="noreferrer noopener">{ $url }</a>
article-written-here = Written here
# $source: the name of a file.
article-from = From { $source }
article-how = Drafts quote what stands here, word for word. A heading that asks what visitors ask is found best.
article-edited = Edited here. This text stays until its source changes; then the source replaces it, and this one is kept among the versions.
article-title = Title
article-body = Text (Markdown)
article-save = Save as a new version
article-add = Add the article
article-in-use = In use within seconds. Open suggestions that cite an older version can no longer be approved.
article-versions = Versions
article-version = Version { $n } <span class="fine">{ $when } · from its source</span>
article-version-by = Version { $n } <span class="fine">{ $when } · { $who }</span>
article-remove-head = Remove this article
article-remove = Drafts no longer quote it.
article-remove-source = It comes back when its source changes.
article-remove-versions = Its versions are kept.
article-remove-button = Remove
