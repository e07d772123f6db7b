// Pictures of the page Autopilot at each stage of a played shop, for whoever looks at them.
//
//   BANISTER_SHOP_STAGES=stages cargo test --test it autopilot::a_shop
//   (cd tests/ui && npm ci --ignore-scripts)
//   BANISTER_BIN=target/debug/banister UI_SHOTS=shots node tests/ui/stages.mjs stages

import { copyFile, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch, person, shot, signInByLink } from "./lib/browser.mjs";
import { openHouse } from "./lib/house.mjs";
import { openRelay } from "./lib/outside.mjs";

const stages = process.argv[2];
const browser = await launch();
try {
  for (const file of (await readdir(stages)).filter((name) => name.endsWith(".db")).sort()) {
    const folder = await mkdtemp(join(tmpdir(), "banister-stage-"));
    await copyFile(join(stages, file), join(folder, file));
    const relay = await openRelay();
    const house = await openHouse({ config: `[policy]\nautonomy = "auto"\n[store]\nurl = ${JSON.stringify(`sqlite:${join(folder, file)}`)}\n${relay.config}` });
    try {
      const owner = await person(browser, house);
      await signInByLink(owner, house);
      await owner.go("/autopilot");
      await shot(owner.page, `stage-${file.replace(/\.db$/, "")}`, true);
      console.log(`${file}: ${(await owner.page.locator("h2, h3, .certificate, .banner").allInnerTexts()).join(" | ")}`);
    } finally {
      await house.close();
      await relay.close();
      await rm(folder, { recursive: true, force: true });
    }
  }
} finally {
  await browser.close();
}
