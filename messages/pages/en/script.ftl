# What scripts say to people; each stands in a data attribute of the frame, where its script finds it.

# The name, for screen readers, of the list that a slash opens where one replies by hand.
script-saved-replies = Saved replies
