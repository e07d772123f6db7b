# Answers and hours: what owners choose about drafts, waiting, opening hours and budgets.

preferences-title = Answers and hours
preferences-laid-over = Laid over the configuration file.
preferences-laid-over-changed = Laid over the configuration file; last changed by { $who } { $when }.
preferences-in-force = In force everywhere within seconds; a chat that waits already keeps its times until something happens in it.
preferences-faults = Nothing was changed:

# How far drafts go.

preferences-autonomy = Autonomy
preferences-autonomy-off = <strong>Off.</strong> Humans answer everything, and no model is asked.
preferences-autonomy-shadow = <strong>Shadow.</strong> Drafts are written in silence and shown to nobody: you can see what they would be worth before anybody relies on them.
preferences-autonomy-suggest = <strong>Suggest.</strong> Drafts wait in the inbox for a person's decision. Nothing is sent by itself.
preferences-autonomy-auto = <strong>Auto.</strong> As suggest; but what has earned it leaves by itself, once you have allowed that on the page <a href="/autopilot">Autopilot</a>.
preferences-by-topic = For all topics; another for one topic stands on the page <a href="/autopilot">Autopilot</a>. What a rule holds goes to a human in any case.
# Goes on from “A draft that says what no article says”.
preferences-unbacked-findings = is not shown as a reply: a human answers, with what was found
preferences-unbacked-suggest = is suggested, with a warning for each such thing

# Limits, and what waiting visitors read.

# Beside the folded part: how long a decision can be taken back.
preferences-undo = taken back for { $seconds } s
preferences-texts = For texts by reason and language see <a href="/settings/waiting#texts">what visitors read</a>.

# Opening hours.

preferences-always = open always
preferences-clock = by the clock of { $zone }
preferences-hours-form = As <code>09:00-12:30, 13:30-18:00</code>, or <code>closed</code>. Leave all days empty to be open always.

# What models may cost a day.

preferences-spent = today { $tokens } tokens, { $cost }
preferences-no-bound = no bound
preferences-spent-sentence = Today so far: { $tokens } tokens, { $cost }. Money is counted by the prices in the configuration file. Beyond a bound nothing is drafted: humans answer.

# Asking visitors how it was.

preferences-csat-off = <strong>Off.</strong> Banister asks nobody; your chat system may.
preferences-csat-link = <strong>By a link.</strong> A message in the chat leads to a page of ours: one tap, a few words if they like.
preferences-csat-relay = <strong>By your chat system.</strong> It is asked to put the question in its own way.
preferences-scale-stars = five stars
preferences-scale-faces = three faces
preferences-after-quiet-yes = ask them too
preferences-after-quiet-no = do not ask
preferences-nps-yes = ask
preferences-nps-no = never
preferences-asked-once = Nobody is asked twice in 24 hours, whatever stands here. A chat system with a <code>csat</code> of its own in the configuration file keeps that.

# Saving.

preferences-save = Save
preferences-why = Why? <span class="fine">for the audit list, may stay empty</span>
preferences-reset = Back to the configuration file
