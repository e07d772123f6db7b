// A day at the inbox, in a real browser: decisions by key and by mouse, with others deciding, and with the line down.
// Needs BANISTER_BIN; pictures go to $UI_SHOTS if it is set. Run by `node --test tests/ui/inbox.test.mjs`.

import deciding from "./chapters/deciding.mjs";
import keys from "./chapters/keys.mjs";
import together from "./chapters/together.mjs";
import { promise } from "./lib/journey.mjs";

deciding(promise);
keys(promise);
together(promise);
