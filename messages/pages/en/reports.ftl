# The shelf of reports.

reports-title = Reports
reports-sample = <strong>Sample data included.</strong> Some of these chats were made up for the demo; they say nothing about your visitors.
# Each report: its name in menus, and what it answers.
reports-scorecard = Scorecard
reports-scorecard-purpose = How the week went against the one before, and what to do next.
reports-comparison = AI and human
reports-comparison-purpose = Are visitors happier where AI may write? By lottery, by similar chats, and raw.
reports-topics = Topics
reports-topics-purpose = What visitors ask about, who answers it, and how it goes.
reports-speed = Speed
reports-speed-purpose = First replies by how long they took, against what visitors said.
reports-rules = Rules
reports-rules-purpose = What each rule holds, and how often it was passed on after all.
reports-templates = Saved replies
reports-templates-purpose = Do saved replies save turns and time?
reports-knowledge = Gaps in the knowledge
reports-knowledge-purpose = Questions that come again and again and that no article answers.
reports-autonomy = Sending without you
reports-autonomy-purpose = What leaves without an owner, and whether it was right.
reports-roi = What it is worth
reports-roi-purpose = Minutes, purchases and costs, with every assumption in sight.
reports-confidence = Confidence
reports-confidence-purpose = How often drafts were good, by how sure Banister was of them.
