# Why a chat waits for a human.

# The names of the rules follow.
why-kept =
    { $n ->
        [one] Kept from the model by the rule
       *[other] Kept from the model by the rules
    }
why-findings = Findings: not a reply, only what was found
why-unknown = <strong>Not known:</strong> { $what }
why-nothing-fits = No article fits the question.
