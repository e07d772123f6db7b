// Decisions without a reload: the next card is there at once, and the last decision can be taken back.

import { shown } from "./diff.js";
import { endRest, focus, isDirty, isResting, live, mark, neighbour, pageOf, refresh, rest, show, skip, start, textOf, whenAdopted } from "./live.js";

// --- the draft in place ----------------------------------------------------------------------

export function write(area) {
  const folded = area?.closest("details:not([open])");
  if (folded) folded.open = true;
  area?.focus();
  area?.setSelectionRange(area.value.length, area.value.length);
}

function showEdited(form) {
  const area = form.elements.text;
  const changed = isDirty(area);
  const approve = form.querySelector("[data-approve]");
  approve.firstElementChild.textContent = changed ? approve.dataset.changed : approve.dataset.plain;
  for (const [name, when] of [["edited", changed], ["restore", changed], ["only-tone", changed], ["diff", changed], ["marks", !changed], ["unchecked", changed], ["checked", !changed]]) {
    const one = form.querySelector(`[data-${name}]`);
    if (one) one.hidden = !when;
  }
  if (changed) form.querySelector("[data-diff-words]").replaceChildren(...shown(area.defaultValue.trim(), textOf(area)));
}

whenAdopted((root) => {
  for (const one of root.querySelectorAll("[data-edit], [data-keys], [data-skip], [data-marks]")) one.hidden = false;
  for (const area of root.querySelectorAll("[data-decide] textarea")) {
    const marks = area.parentElement.querySelector("[data-marks]");
    if (marks) area.addEventListener("scroll", () => (marks.scrollTop = area.scrollTop));
  }
});

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-decide]");
  if (form && event.target.name === "text") showEdited(form);
});

document.addEventListener("click", (event) => {
  const card = event.target.closest(".card");
  const form = event.target.closest("form[data-decide]");
  if (form && event.target.closest("[data-edit]")) write(form.elements.text);
  if (form && event.target.closest("[data-skip]")) later(card);
  if (form && event.target.closest("[data-restore]")) {
    form.elements.text.value = form.elements.text.defaultValue;
    showEdited(form);
    form.elements.text.focus();
  }
});

// --- how long a draft has been looked at -----------------------------------------------------

// An approval faster than reading says nothing about the draft. The card with the focus counts, or under the pointer,
// or else the first, while the page is in sight.
const LOOK_MS = 200;
const looked = new Map();
const readMs = (card) => looked.get(card?.dataset.version) ?? 0;

function lookedAt() {
  const card =
    document.activeElement?.closest(".card.review") ?? document.querySelector(".card.review:not([hidden]):hover, .card.review:not([hidden])");
  if (card && !document.hidden) looked.set(card.dataset.version, readMs(card) + LOOK_MS);
}

document.addEventListener("submit", (event) => {
  const time = event.target.elements?.read_ms;
  if (time && !event.target.matches("[data-decide]")) time.value = readMs(document.querySelector(".card.review"));
});

// --- deciding --------------------------------------------------------------------------------

export function later(card) {
  const next = neighbour(card);
  skip(card);
  focus(next ?? card);
}

/** Does it, and shows the page that answers. One that says why it was not done knows nothing of `keep`. */
async function post(action, body, keep) {
  const answer = await fetch(action, { method: "POST", body });
  const fresh = await pageOf(answer);
  if (!fresh) throw new Error(String(answer.status));
  return () => show(fresh, true, answer.redirected ? keep : null);
}

// What was written on cards that have been decided on: an undo brings it back.
const written = new Map();

async function decide(form, button) {
  const card = form.closest(".card");
  if (isDirty(form.elements.text)) written.set(card.id, textOf(form.elements.text));
  form.elements.read_ms.value = readMs(card);
  const body = new URLSearchParams(new FormData(form, button));
  const next = neighbour(card);
  if (next?.matches(".review")) body.set("keep", next.id);
  // Gone at once, and back if it does not go through.
  card.dataset.going = "";
  card.hidden = true;
  rest();
  focus(next);
  try {
    const showIt = await post(button?.getAttribute("formaction") ?? form.action, body, body.get("keep"));
    delete card.dataset.going;
    card.dataset.done = "";
    showIt();
    const refused = document.querySelector(".card .notice:not([data-note])")?.closest(".card");
    if (refused) focus(refused);
  } catch {
    delete card.dataset.going;
    card.hidden = false;
    endRest();
    mark(card, "failed");
    focus(card);
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-decide]");
  if (!form || !live || event.submitter?.matches("[data-takeover]")) return;
  event.preventDefault();
  const card = form.closest(".card");
  if ("going" in card.dataset) return;
  if (isResting()) return focus(card);
  decide(form, event.submitter);
});

// --- taking over -----------------------------------------------------------------------------

// Whoever takes a chat over goes on writing: the words that they have typed go along to its page.
const CARRIED = "banister-carried";

document.addEventListener("submit", (event) => {
  const button = event.submitter?.closest("[data-takeover]");
  const area = [...(button?.closest(".card")?.querySelectorAll("textarea:not([readonly])") ?? [])].find(isDirty);
  if (!area) return;
  const to = new URL(button.formAction || button.form.action).pathname.replace(/\/takeover$/, "");
  sessionStorage.setItem(CARRIED, JSON.stringify({ to, words: textOf(area) }));
});

function carry() {
  const { to, words } = JSON.parse(sessionStorage.getItem(CARRIED) ?? "{}");
  sessionStorage.removeItem(CARRIED);
  const area = document.getElementById("by-hand");
  if (!area || to !== location.pathname) return;
  area.value = words;
  write(area);
}

// --- taking back -----------------------------------------------------------------------------

const ends = new WeakMap();

whenAdopted((root) => {
  const own = root.matches("[data-undo]") ? [root] : [];
  for (const form of [...own, ...root.querySelectorAll("[data-undo]")]) ends.set(form, performance.now() + Number(form.dataset.leftMs));
});

function countDown() {
  for (const form of document.querySelectorAll("[data-undo]")) {
    const left = Math.ceil((ends.get(form) - performance.now()) / 1_000);
    if (left > 0) form.querySelector("[data-countdown]").textContent = left;
    else (form.remove(), refresh());
  }
}

async function undo(form) {
  const id = form.id.replace("undo-of-", "");
  try {
    (await post(form.action, new URLSearchParams(new FormData(form)), id))();
    const card = document.getElementById(id);
    const area = card?.querySelector("[data-decide] textarea");
    if (area && written.has(id)) {
      area.value = written.get(id);
      showEdited(area.form);
    }
    if (card) focus(card);
  } catch {
    // Whatever happened, the page knows better than we do.
    refresh();
  }
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-undo]") || !live) return;
  event.preventDefault();
  undo(event.target);
});

if (live) {
  start();
  carry();
  setInterval(lookedAt, LOOK_MS);
  setInterval(countDown, 200);
}
