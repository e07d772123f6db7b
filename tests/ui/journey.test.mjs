// A newcomer's journey through the demo, in a real browser: what README and the pages promise, played by a visitor and
// an owner. Needs BANISTER_BIN; pictures go to $UI_SHOTS if it is set. Run by `node --test tests/ui/journey.test.mjs`.

import accounts from "./chapters/accounts.mjs";
import answering from "./chapters/answering.mjs";
import autopilot, { sentByAi } from "./chapters/autopilot.mjs";
import away from "./chapters/away.mjs";
import holdout from "./chapters/holdout.mjs";
import hostile from "./chapters/hostile.mjs";
import knowing from "./chapters/knowing.mjs";
import languages from "./chapters/languages.mjs";
import learning from "./chapters/learning.mjs";
import looks from "./chapters/looks.mjs";
import rehearsing from "./chapters/rehearsing.mjs";
import replaying from "./chapters/replaying.mjs";
import reports from "./chapters/reports.mjs";
import surveys from "./chapters/surveys.mjs";
import thread from "./chapters/thread.mjs";
import withoutScript from "./chapters/without_script.mjs";
import { promise } from "./lib/journey.mjs";

answering(promise);
away(promise);
thread(promise);
hostile(promise);
looks(promise);
languages(promise);
withoutScript(promise);
knowing(promise);
accounts(promise);
reports(promise);
surveys(promise);
autopilot(promise);
learning(promise);
replaying(promise);
rehearsing(promise);
sentByAi(promise);
holdout(promise);
