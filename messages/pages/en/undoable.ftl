# Decisions that can be taken back for a few seconds. The number of seconds counts down where eyes see it; ears hear “a few”.

undoable-approved = <strong>Approved.</strong> The reply leaves in <span data-countdown aria-hidden="true">{ $seconds }</span><span class="unseen">a few</span> s.
undoable-countdown = <strong>Sent by AI.</strong> It leaves by itself in <span data-countdown aria-hidden="true">{ $seconds }</span><span class="unseen">a few</span> s.
undoable-edited = <strong>Approved with your changes.</strong> The reply leaves in <span data-countdown aria-hidden="true">{ $seconds }</span><span class="unseen">a few</span> s.
undoable-rejected = <strong>Rejected.</strong> The chat goes to a human in <span data-countdown aria-hidden="true">{ $seconds }</span><span class="unseen">a few</span> s.
undoable-stop = Stop it
undoable-undo = Undo
