# Ways of speaking that drafts have learned, in the audit list: $words are spoken, in the place of $from.

audit-changes-begins = Begins with { $words }
audit-changes-begins-in-place-of = Begins with { $words } in place of { $from }
audit-changes-ends = Ends with { $words }
audit-changes-ends-in-place-of = Ends with { $words } in place of { $from }
audit-changes-leaves-out = Leaves out { $words }
audit-changes-says = Says { $words }
audit-changes-says-in-place-of = Says { $words } in place of { $from }
