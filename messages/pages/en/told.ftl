# What is wrong with what people call themselves, sign in with and keep secret.

told-email = `{ $email }` is not an e-mail address.
told-name = The name must be 1 to { $n } letters, all of them visible.
told-name-taken = The name is that of somebody else or of a key; take another.
told-password-short = The password needs at least { $n } characters.
told-password-long = The password is over { $n } bytes.
told-password-common = The password is one of the first that anybody would try; take another.
