# Signing in by a link that works once.

login-link-title = Sign in
login-link-link = Sign in with this link
login-link-hint = The link works once. Press the button to use it in this browser.
login-link-enter = Sign in
