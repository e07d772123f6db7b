# Signing in.

login-title = Sign in
login-wrong = E-mail or password is wrong.
login-too-many = Too many tries for this address. Wait five minutes, then try again.
login-stale-link = This sign-in link has been used or has expired. Sign in with your password, or ask for a new link.
login-demo = Sign in as the demo owner
login-demo-hint = This is the demo: one click and you are in. Or <a href="/playground">play the visitor</a> first.
# Between the demo’s button and the form.
login-or = or
login-email = E-mail
login-password = Password
login-enter = Sign in
