// A newcomer's journey through the demo, in a real browser: what README and the pages promise, played by a visitor and
// an owner. Needs BANISTER_BIN; pictures go to $UI_SHOTS if it is set. Run by `node --test tests/ui/journey.test.mjs`.

import { after, before, test } from "node:test";
import accounts from "./chapters/accounts.mjs";
import answering from "./chapters/answering.mjs";
import away from "./chapters/away.mjs";
import autopilot, { sentByAi } from "./chapters/autopilot.mjs";
import deciding from "./chapters/deciding.mjs";
import holdout from "./chapters/holdout.mjs";
import hostile from "./chapters/hostile.mjs";
import keys from "./chapters/keys.mjs";
import languages from "./chapters/languages.mjs";
import knowing from "./chapters/knowing.mjs";
import learning from "./chapters/learning.mjs";
import looks from "./chapters/looks.mjs";
import surveys from "./chapters/surveys.mjs";
import rehearsing from "./chapters/rehearsing.mjs";
import replaying from "./chapters/replaying.mjs";
import reports from "./chapters/reports.mjs";
import thread from "./chapters/thread.mjs";
import together from "./chapters/together.mjs";
import withoutScript from "./chapters/without_script.mjs";
import { openHouse } from "./lib/house.mjs";
import { launch, person, shot } from "./lib/browser.mjs";

let house;
let browser;

before(async () => {
  [house, browser] = await Promise.all([openHouse(), launch()]);
}, { timeout: 90_000 });

after(async () => {
  await browser?.close();
  await house?.close();
}, { timeout: 30_000 });

/** A test with browsers of its own: `meet(options)` brings somebody new, to the house `at` or this one. A failure leaves pictures. */
function promise(name, play) {
  test(name, { timeout: 300_000 }, async () => {
    const people = [];
    const meet = async ({ at = house, ...options } = {}) => {
      const one = await person(browser, at, options);
      people.push(one);
      return one;
    };
    try {
      await play({ meet, house });
    } catch (error) {
      const stem = `failed-${name.replaceAll(/\W+/g, "-").slice(0, 60)}`;
      await Promise.all(people.map((one, n) => shot(one.page, `${stem}-${n}`, true).catch(() => {})));
      throw error;
    } finally {
      await Promise.all(people.map((one) => one.leave()));
    }
  });
}

answering(promise);
away(promise);
deciding(promise);
keys(promise);
together(promise);
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
