# The pages of topics and of saved replies: why what was sent is not kept. $why comes in English.

handbook-wrong-name = Nothing was changed. Name: { $why }.
handbook-wrong-keywords = Nothing was changed. Keywords: { $why }.
handbook-wrong-text = Nothing was changed. Text: { $why }.
# $field: a name that programs know.
handbook-wrong = Nothing was changed. { $field }: { $why }.
