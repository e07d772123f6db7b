# A key or a sign-in link, shown this once.

handed-title-key = Key
handed-title-link = Sign-in link
handed-back = People and keys
handed-key = The key “{ $name }”
handed-link = A sign-in link for { $who }
handed-key-use = Send it with every request as <code>Authorization: Bearer</code> and the key. <strong>It is shown only now.</strong>
handed-link-use = Hand it to them in a way that nobody else reads. It signs them in once, within 24 hours; then they set a password. <strong>It is shown only now.</strong>
handed-key-copy = Key, to copy
handed-link-copy = Link, to copy
handed-done = Done
