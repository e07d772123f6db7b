# The second step of a sign-in.

login-code-title = Sign in
login-code-step = One more step
login-code-wrong = That code does not fit, or has been used already. Wait for the next one.
login-code-too-many = Too many tries. Wait fifteen minutes, then try again.
login-code-code = Code from your authenticator app
login-code-enter = Sign in
login-code-hint = No phone at hand? Type one of your recovery codes instead; each works once. Without either, an owner can turn your second factor off.
login-code-again = Start again
