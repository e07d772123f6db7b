# Setting up a second factor.

second-factor-title = Second factor
second-factor-you = You
second-factor-set-up = Set up a second factor
second-factor-wrong = That code does not fit. Is the time of your phone right? Type the code that the app shows now.
second-factor-too-many = Too many tries. Wait fifteen minutes, then try again.
second-factor-add = 1. Add Banister to your authenticator app
second-factor-picture = QR code for your authenticator app; the same secret stands beside it as text
second-factor-scan = Scan the picture with the app. Or <a href="{ $uri }">open the app on this device</a>, or type the secret:
second-factor-hint = Time-based, six digits. Nobody is shown this secret again.
second-factor-type = 2. Type the code that it shows
second-factor-code = Code, six digits
second-factor-on = Turn it on
second-factor-until = Until then, nothing is asked for.
