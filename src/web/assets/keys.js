// One key per decision. They can be switched off, and never act while somebody types.

import { later, write } from "./deciding.js";
import { cards, isResting, live } from "./live.js";

const OFF = "banister-keys";
const keysOn = () => localStorage.getItem(OFF) !== "off";
const help = document.getElementById("help");

function showKeys() {
  for (const word of document.querySelectorAll("[data-keys-are]")) word.hidden = (word.dataset.keysAre === "on") !== keysOn();
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-help]")) help?.showModal();
  if (!event.target.closest("[data-keys-toggle]")) return;
  localStorage.setItem(OFF, keysOn() ? "off" : "on");
  showKeys();
});

function move(step) {
  const all = cards();
  const at = all.indexOf(document.activeElement?.closest(".card"));
  const to = all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)];
  to?.focus({ preventScroll: true });
  to?.scrollIntoView({ block: "nearest" });
}

const toggle = (details, focused) => {
  if (!details) return;
  details.open = !details.open;
  if (details.open) details.querySelector(focused)?.focus();
};

/** What a key does on a card. */
const ON_CARD = {
  ArrowDown: () => move(1),
  ArrowUp: () => move(-1),
  a: (card) => card.querySelector("[data-approve]")?.click(),
  e: (card) => write(card.querySelector("textarea:not([readonly])")),
  r: (card) => {
    const reject = card.querySelector("details.reject");
    toggle(reject, "fieldset button");
    if (reject && !reject.open) card.focus();
  },
  t: (card) => card.querySelector("[data-takeover]")?.click(),
  o: (card) => card.querySelector("header a")?.click(),
  s: (card) => card.querySelector("[data-pass]")?.click(),
  w: (card) => {
    const wrong = card.querySelector("[data-wrong]");
    if (wrong?.matches("button")) wrong.click();
    else if (wrong) ON_CARD.r(card);
    else toggle(card.querySelector("details.because"), "summary");
  },
};

/** What a key does anywhere. */
const ANYWHERE = {
  j: () => move(1),
  k: () => move(-1),
  u: () => [...document.querySelectorAll("[data-undo] button")].at(-1)?.click(),
  "/": () => (document.getElementById("search") ?? document.getElementById("find"))?.focus(),
  "?": () => help?.showModal(),
};

/** What a key does in a chat that has no card. */
const IN_CHAT = {
  e: () => write(document.getElementById("by-hand")),
  t: () => toggle(document.querySelector("#deeds details:not([open])"), "input[name=why]"),
};

/** Whether the key meant something here. */
function press(key, target) {
  // A chat has one card at most: it is meant wherever the focus is.
  const card = target.closest(".card") ?? document.querySelector("#deciding > .card.review");
  const reject = card?.querySelector("details.reject[open]");
  if (reject && /^[1-5]$/.test(key)) return void reject.querySelectorAll("fieldset button")[key - 1].click() ?? true;
  // Space presses what has the focus; only on the card itself it means the card.
  if (key === " " && target === card && card.matches(".review")) return later(card) ?? true;
  if (ANYWHERE[key]) return ANYWHERE[key]() ?? true;
  if (card && ON_CARD[key]) return ON_CARD[key](card) ?? true;
  if (IN_CHAT[key] && document.getElementById("by-hand")) return IN_CHAT[key]() ?? true;
  return false;
}

document.addEventListener("keydown", (event) => {
  const field = event.target.closest("textarea, input, select");
  if (field) {
    if (event.key === "Escape") event.target.closest(".card")?.focus();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) field.form?.querySelector("[data-approve], .primary")?.click();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || help?.open) return;
  if (!keysOn() && event.key !== "?") return;
  // Where there is nothing to go through, only these mean something.
  if (!live && cards().length === 0 && !["/", "?"].includes(event.key)) return;
  // Decisions rest for a moment; so does what would open or skip a card that nobody has read.
  if (/^[a1-5r t]$/.test(event.key) && isResting()) return event.preventDefault();
  if (press(event.key, event.target) !== false) event.preventDefault();
});

showKeys();
