// What every journey stands on: a house of its own, a browser, and tests in which people come and go.

import { after, before, test } from "node:test";
import { openHouse } from "./house.mjs";
import { launch, person, shot } from "./browser.mjs";

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
export function promise(name, play) {
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
