// A live page: what is fresh is put in its place, and what the owner is working on is left alone.

export const live = document.querySelector("[data-live]");
const original = new WeakMap(); // what the server sent, before anything here touched it
const adopted = []; // what else is to be done with a piece of page that has just come

export const whenAdopted = (work) => adopted.push(work);
export const cards = () => [...document.querySelectorAll("[data-cards] > .card:not([hidden])")];
export const textOf = (area) => area.value.replaceAll("\r\n", "\n").trim();
export const isDirty = (area) => textOf(area) !== area.defaultValue.trim();

const noteOf = (name) => document.getElementById(`note-${name}`)?.content.cloneNode(true);

function adopt(root) {
  for (const one of [root, ...root.querySelectorAll("[id]")]) original.set(one, one.outerHTML);
  for (const work of adopted) work(root);
}

/** Says something on a card, once. */
export function mark(card, name) {
  if (card.querySelector(`[data-note="${name}"]`)) return;
  const note = noteOf(name);
  if (note) card.querySelector("header")?.after(note);
}

/** The live part of an answer; whoever was signed out meanwhile is asked to sign in. */
export async function pageOf(answer) {
  if (new URL(answer.url).pathname === "/login") location.assign("/login");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-live]");
  if (fresh) document.title = page.title;
  return fresh;
}

/** Words of the owner's own that the server put back: nobody typed them here, and a fresh page does not know them. */
const isGivenBack = (area) => "givenBack" in area.dataset && textOf(area) !== "";

const isBusy = (one) =>
  !("done" in one.dataset) &&
  ([...one.querySelectorAll("textarea:not([readonly])")].some((area) => area === document.activeElement || isDirty(area) || isGivenBack(area)) ||
    one.querySelector("details.reject[open]") !== null);

// --- what is looked at last -----------------------------------------------------------------

const SKIPPED = "banister-skipped";
const skipped = () => JSON.parse(sessionStorage.getItem(SKIPPED) ?? "[]");
const rank = (one) => skipped().indexOf(one.id);

/** Puts a card behind all others, for as long as this window is open. */
export function skip(card) {
  sessionStorage.setItem(SKIPPED, JSON.stringify([...skipped().filter((id) => id !== card.id), card.id].slice(-500)));
  card.parentElement.append(card);
}

// --- putting in place ------------------------------------------------------------------------

let kept = null; // the suggestion that this page was asked to leave in place, whatever its rank
let unknown = false; // what is looked at was not asked for, and may be open still

/** Puts what is fresh in place, child by child. `asked`: the owner did something, and this is the answer. */
function merge(old, fresh, asked) {
  const known = new Map([...old.children].filter((one) => one.id).map((one) => [one.id, one]));
  const next = [...fresh.children].map((one) => {
    const mine = known.get(one.id);
    known.delete(one.id);
    return mine ? pick(mine, one, asked) : fromPage(one);
  });
  for (const gone of known.values()) {
    if ("going" in gone.dataset) next.push(gone);
    else if (isUnasked(gone)) {
      unknown = true;
      next.push(gone);
    } else if (gone.matches(".card") && isBusy(gone)) {
      mark(gone, "closed");
      next.push(gone);
    }
  }
  if (old.matches("[data-cards]")) {
    next.sort((a, b) => rank(a) - rank(b));
    stay(old, next);
  }
  if (next.length === old.children.length && next.every((one, n) => one === old.children[n])) return;
  const focused = document.activeElement;
  old.replaceChildren(...next);
  if (document.activeElement !== document.body) return;
  const one = focused.isConnected ? focused : focused.id && document.getElementById(focused.id);
  if (one && one !== document.body) one.focus({ preventScroll: true });
}

/** Whoever looks at it came to it after the page was asked for: that it is not there says nothing. */
const isUnasked = (one) => one.id === focusedCard() && one.id !== kept && !("done" in one.dataset);

/** What is looked at does not slide away: it keeps its place while the others change around it. */
function stay(old, next) {
  const at = next.findIndex((one) => one.contains(document.activeElement));
  const was = [...old.children].filter((one) => !one.hidden || next.includes(one)).indexOf(next[at]);
  if (at >= 0 && was >= 0) next.splice(Math.min(was, next.length - 1), 0, ...next.splice(at, 1));
}

/** The suggestion with the focus; the server leaves it on the page whatever its rank. */
export const focusedCard = () => document.activeElement?.closest("[data-cards] > .card.review")?.id;

function fromPage(one) {
  const mine = document.importNode(one, true);
  adopt(mine);
  return mine;
}

function pick(mine, fresh, asked) {
  // Decided here, and the answer is on its way: an older page knows nothing of it.
  if ("going" in mine.dataset) return mine;
  if (["done", "notice"].includes(mine.id)) return asked ? fromPage(fresh) : mine;
  // A container is always looked into: a card that nobody may press any more can lie in one that reads as before.
  if (mine.id !== "head" && !mine.matches(".card, form") && (fresh.querySelector("[id]") || mine.querySelector("[id]"))) {
    merge(mine, fresh, asked);
    return mine;
  }
  if (original.get(mine) === fresh.outerHTML) return mine;
  if (mine.matches(".card")) {
    const same = mine.dataset.version && mine.dataset.version === fresh.dataset.version && !("done" in mine.dataset) && !fresh.querySelector(".notice");
    if (same) {
      const [head, now] = [mine.querySelector("header"), fresh.querySelector("header")];
      if (head && now && head.innerHTML !== now.innerHTML && !head.contains(document.activeElement)) head.innerHTML = now.innerHTML;
      return mine;
    }
    if (!isBusy(mine)) return fromPage(fresh);
    if (mine.dataset.version) mark(mine, "changed");
    return mine;
  }
  return fromPage(fresh);
}

// --- what is under one's hands ----------------------------------------------------------------

// After a decision the focus moves on by itself, and another card slides under the pointer: the same key or click again
// was meant for the card that has gone, and must not decide on one that nobody has read. So it is when a card is changed
// from elsewhere.
const REST_MS = 800;
let restUntil = 0;
export const isResting = () => performance.now() < restUntil;
export const rest = () => (restUntil = performance.now() + REST_MS);
/** The same card again: nothing has slid into its place. */
export const endRest = () => (restUntil = 0);

export function focus(card) {
  const one = card ?? document.getElementById("main");
  one?.focus({ preventScroll: true });
  card?.scrollIntoView({ block: "nearest" });
}

/** The card that comes after this one, or before it at the end. */
export function neighbour(card) {
  const all = cards();
  const at = all.indexOf(card);
  return all[at + 1] ?? all[at - 1];
}

/** What a key or a click would decide on, and where it lies. */
function aimed() {
  const inChat = document.querySelector("#deciding > .card.review");
  const focused = document.activeElement?.closest(".card.review");
  const pointed = document.querySelector(".card.review:hover");
  return { inChat, focused, pointed, top: pointed?.getBoundingClientRect().top };
}

function hasMoved(before) {
  if (document.querySelector("#deciding > .card.review") !== before.inChat) return true;
  if (before.focused && !before.focused.isConnected) return true;
  return before.pointed && (!before.pointed.isConnected || Math.abs(before.pointed.getBoundingClientRect().top - before.top) > 4);
}

const chatOf = (card) => card?.querySelector("header a[href^='/conversations/']")?.pathname;

/**
 * Puts a whole fresh page in place. Whoever loses the card they were on is told so, and stands on one again. `keep`: the
 * suggestion that the server was asked to leave on the page.
 */
export function show(fresh, asked, keep) {
  const before = aimed();
  [kept, unknown] = [keep, false];
  const card = document.activeElement?.closest("[data-cards] > .card");
  const [chat, all] = [chatOf(card), cards()];
  merge(live, fresh, asked);
  if (!asked && hasMoved(before)) rest();
  if (unknown) refresh();
  if (!card || card.isConnected) return;
  const lost = document.activeElement === document.body;
  const again = cards().find((one) => one.id === card.id || (chat && chatOf(one) === chat));
  const at = all.indexOf(card);
  const others = [...all.slice(at + 1), ...all.slice(0, Math.max(at, 0)).reverse()].map((one) => document.getElementById(one.id));
  const next = again ?? others.find((one) => one && !one.hidden) ?? cards()[0];
  if (lost) focus(next);
  // The same card with an age told anew is no news.
  if (again?.id === card.id && (asked || !card.dataset.version)) return;
  if (lost || !asked) tell(again ? "fresh" : next ? "next" : "none", next);
}

/** Says on the card, and to whoever listens, why it is under their hands. */
function tell(name, card) {
  if (card) mark(card, name);
  const told = document.getElementById("told");
  if (told) told.textContent = noteOf(name)?.textContent ?? "";
}

// --- staying fresh ---------------------------------------------------------------------------

let asking = false;
let again = false;

export async function refresh() {
  if (asking) return void (again = true);
  asking = true;
  try {
    const url = new URL(location.href);
    const keep = focusedCard();
    if (keep) url.searchParams.set("keep", keep);
    const fresh = await pageOf(await fetch(url));
    if (fresh) show(fresh, false, keep);
  } catch {
    // Away for the moment; the stream or the next minute brings us back.
  }
  asking = false;
  if (again) { again = false; refresh(); }
}

const OFFLINE_AFTER_MS = 3_000;
const AGAIN_AFTER_MS = 5_000;
const AGAIN_SOON_MS = 1_500; // Where something is being made that nobody tells of.
let seen = null;
let lostAt = 0;

function listen() {
  const stream = new EventSource("/v1/stream");
  stream.addEventListener("open", () => {
    if (lostAt) refresh(); // What happened meanwhile was told to nobody.
    lostAt = 0;
    document.querySelector(".offline")?.remove();
  });
  stream.addEventListener("error", () => {
    lostAt ||= performance.now();
    setTimeout(sayOffline, OFFLINE_AFTER_MS);
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN_AFTER_MS);
  });
  stream.addEventListener("change", (event) => {
    if (seen !== null && seen !== event.data) refresh();
    seen = event.data;
  });
}

function sayOffline() {
  if (lostAt && performance.now() - lostAt >= OFFLINE_AFTER_MS - 100 && !document.querySelector(".offline")) {
    const note = noteOf("offline");
    if (note) document.body.append(note);
  }
}

/** Starts; everything that wants to know of new pieces of page has said so before. */
export function start() {
  adopt(live);
  for (const all of live.querySelectorAll("[data-cards]")) [...all.children].sort((a, b) => rank(a) - rank(b)).forEach((one) => all.append(one));
  const here = new URL(location.href);
  if (here.searchParams.has("did")) {
    here.searchParams.delete("did");
    history.replaceState(null, "", here);
  }
  listen();
  setInterval(refresh, 60_000);
  setInterval(() => live.querySelector("[data-again]") && refresh(), AGAIN_SOON_MS);
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
}
