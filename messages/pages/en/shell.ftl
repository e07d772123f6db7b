# What stands in the place of a page that could not be made.
shell-broken = This page could not be made; the reason is in the log.
