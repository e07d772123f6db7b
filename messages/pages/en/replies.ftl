# Saved replies: what is typed often.

replies-title = Saved replies
# The words in braces stay as they are; /name is an example.
replies-intro = Type <code>/name</code> where you reply by hand. In the text, <code>{"{"}visitor{"}"}</code> becomes the visitor's name, <code>{"{"}me{"}"}</code> yours, <code>{"{"}page{"}"}</code> the page they chat from; what is not known is left out.
replies-save = Save
replies-remove = Remove
replies-new = A new saved reply
replies-name = Name
# An example of a name.
replies-name-hint = opening-hours
replies-text = Text
replies-add = Add
