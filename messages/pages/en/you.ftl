# Oneself: name, password, second factor, and where one is signed in.

you-title = You

# The name.

you-name = Name
you-name-label = What colleagues read
you-name-save = Save the name

# The password.

you-password = Password
you-password-set = Set a password
you-password-none = You came in by a link. Set a password to sign in with from now on.
you-password-current = Current password
you-password-new = New password
you-password-again = New password once more
you-password-change = Change the password
you-password-save = Set the password
you-password-signs-out = Every other browser of yours is signed out.

# The second factor.

you-factor = Second factor
you-factor-on = <span class="tag good">On</span> Signing in takes a code from your authenticator app. Turned on { $when }.
you-codes-left =
    { $n ->
        [one] { $n } recovery code is left.
       *[other] { $n } recovery codes are left.
    }
you-codes-new = New recovery codes
you-code = Code from your app, or a recovery code
you-codes-make = Make new codes
you-codes-old = The old ones are of no use any more.
you-factor-off = Turn it off
you-factor-none = Off. With it, a password alone is not enough: signing in also takes a code from an app on your phone.
you-factor-start = Set it up

# Where one is signed in.

you-sessions = Where you are signed in
you-a-browser = A browser
you-this-one = This one
you-began-link = Signed in { $when } by link, last used { $used }
you-began-demo = Signed in { $when } in the demo, last used { $used }
you-began-password = Signed in { $when } with the password, last used { $used }
you-sign-out-here = Sign out this browser
you-sign-out-of = Sign out { $browser }
you-sign-out = Sign out
you-sign-out-others = Sign out everywhere else
you-sign-out-everywhere = Sign out everywhere

# What is wrong with what was given.

you-name-unfit = must be 1 to { $n } letters, all of them visible
