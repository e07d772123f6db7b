# Recovery codes, shown once.

recovery-codes-title = Recovery codes
recovery-codes-you = You
recovery-codes-yours = Your recovery codes
recovery-codes-on = The second factor is on.
recovery-codes-keep = Keep these where you find them without your phone. Each signs you in once in the place of a code from the app. <strong>They are shown only now.</strong>
recovery-codes-kept = I have kept them
