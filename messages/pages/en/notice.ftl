# A decision that was not carried out, and why.

notice-changed = <strong>Not sent: this changed since you looked.</strong>
notice-visitor-wrote = The visitor wrote again.
notice-draft-changed = There is a fresh draft.
notice-sources-changed = Its sources are different ones.
notice-decide-again = Below is what is the case now; please decide again.
notice-not-sent = <strong>Not sent.</strong> { $why }.
notice-not-done = <strong>Not done.</strong> { $why }.
notice-your-words = What you had written, to copy from
