// Live pages, decisions without a reload, and keys. Every page works without this file.

const live = document.querySelector("[data-live]");
const original = new WeakMap(); // what the server sent, before anything here touched it
const noteOf = (name) => document.getElementById(`note-${name}`)?.content.cloneNode(true);
const textOf = (area) => area.value.replaceAll("\r\n", "\n").trim();
const isDirty = (area) => textOf(area) !== area.defaultValue.trim();

function adopt(root) {
  for (const one of [root, ...root.querySelectorAll("[id]")]) original.set(one, one.outerHTML);
  for (const one of root.querySelectorAll("[data-edit], [data-keys]")) one.hidden = false;
}

function write(area) {
  area?.focus();
  area?.setSelectionRange(area.value.length, area.value.length);
}

// --- decisions -----------------------------------------------------------------------------

function showEdited(form) {
  const area = form.elements.text;
  const changed = isDirty(area);
  const approve = form.querySelector("[data-approve]");
  approve.firstElementChild.textContent = changed ? approve.dataset.changed : approve.dataset.plain;
  form.querySelector("[data-edited]").hidden = !changed;
  form.querySelector("[data-restore]").hidden = !changed;
  form.querySelector("[data-only-tone]").hidden = !changed;
}

// How long a draft has been looked at: an approval faster than reading says nothing about the draft. The card with the
// focus counts, or under the pointer, or else the first, while the page is in sight.
const LOOK_MS = 200;
const looked = new Map();

function lookedAt() {
  const card = document.activeElement?.closest(".card.review") ?? document.querySelector(".card.review:hover, .card.review");
  if (card && !document.hidden) looked.set(card.dataset.version, readMs(card) + LOOK_MS);
}

const readMs = (card) => looked.get(card?.dataset.version) ?? 0;

document.addEventListener("submit", (event) => {
  const time = event.target.elements?.read_ms;
  if (time && !event.target.matches("[data-decide]")) time.value = readMs(document.querySelector(".card.review"));
});

// After a decision the focus moves on by itself: the same key pressed again at once was meant for the card that has
// gone, and must not decide on one that nobody has read.
const REST_MS = 800;
let restUntil = 0;

async function decide(form, button) {
  const card = form.closest(".card");
  form.elements.read_ms.value = readMs(card);
  const body = new URLSearchParams(new FormData(form, button));
  const buttons = form.querySelectorAll("button");
  buttons.forEach((one) => (one.disabled = true));
  try {
    const answer = await fetch(button?.getAttribute("formaction") ?? form.action, { method: "POST", body });
    const fresh = await pageOf(answer);
    if (!fresh) throw new Error(String(answer.status));
    const place = cards().indexOf(card);
    card.dataset.done = "";
    merge(live, fresh, true);
    restUntil = performance.now() + REST_MS;
    (document.querySelector(".card .notice")?.closest(".card") ?? cards()[Math.min(place, cards().length - 1)])?.focus();
  } catch {
    buttons.forEach((one) => (one.disabled = false));
    mark(card, "failed");
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-decide]");
  if (!form || !live) return;
  event.preventDefault();
  decide(form, event.submitter);
});

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-decide]");
  if (form && event.target.name === "text") showEdited(form);
});

document.addEventListener("click", (event) => {
  const form = event.target.closest("form[data-decide]");
  if (form && event.target.closest("[data-edit]")) write(form.elements.text);
  if (form && event.target.closest("[data-restore]")) {
    form.elements.text.value = form.elements.text.defaultValue;
    showEdited(form);
    form.elements.text.focus();
  }
});

// --- live pages ----------------------------------------------------------------------------

async function pageOf(answer) {
  if (new URL(answer.url).pathname === "/login") location.assign("/login");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-live]");
  if (fresh) document.title = page.title;
  return fresh;
}

const isBusy = (one) =>
  !("done" in one.dataset) &&
  ([...one.querySelectorAll("textarea:not([readonly])")].some((area) => area === document.activeElement || isDirty(area)) ||
    one.querySelector("details.reject[open]") !== null);

function mark(card, name) {
  if (card.querySelector(`[data-note="${name}"]`)) return;
  const note = noteOf(name);
  if (note) card.querySelector("header")?.after(note);
}

// Puts what is fresh in place, child by child, and leaves alone what the owner is working on.
function merge(old, fresh, asked) {
  const known = new Map([...old.children].filter((one) => one.id).map((one) => [one.id, one]));
  const next = [...fresh.children].map((one) => {
    const mine = known.get(one.id);
    known.delete(one.id);
    return mine ? pick(mine, one, asked) : fromPage(one);
  });
  for (const gone of known.values()) {
    if (!gone.matches(".card") || !isBusy(gone)) continue;
    mark(gone, "closed");
    next.push(gone);
  }
  if (next.length === old.children.length && next.every((one, n) => one === old.children[n])) return;
  const focused = document.activeElement?.id;
  old.replaceChildren(...next);
  if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus({ preventScroll: true });
}

function fromPage(one) {
  const mine = document.importNode(one, true);
  adopt(mine);
  showKeys();
  return mine;
}

function pick(mine, fresh, asked) {
  if (["done", "notice"].includes(mine.id)) return asked ? fromPage(fresh) : mine;
  // A container is always looked into: a card that nobody may press any more can lie in one that reads as before.
  if (mine.id !== "head" && !mine.matches(".card") && (fresh.querySelector("[id]") || mine.querySelector("[id]"))) {
    merge(mine, fresh, asked);
    return mine;
  }
  if (original.get(mine) === fresh.outerHTML) return mine;
  if (mine.matches(".card")) {
    const same = mine.dataset.version && mine.dataset.version === fresh.dataset.version && !("done" in mine.dataset) && !fresh.querySelector(".notice");
    if (same) {
      const [time, now] = [mine.querySelector("time"), fresh.querySelector("time")];
      if (time && now) time.textContent = now.textContent;
      return mine;
    }
    if (!isBusy(mine)) return fromPage(fresh);
    if (mine.dataset.version) mark(mine, "changed");
    return mine;
  }
  return fromPage(fresh);
}

let asking = false;
let again = false;
async function refresh() {
  if (asking) return void (again = true);
  asking = true;
  try {
    const fresh = await pageOf(await fetch(location.href));
    if (fresh) merge(live, fresh, false);
  } catch {
    // Away for the moment; the stream or the next minute brings us back.
  }
  asking = false;
  if (again) { again = false; refresh(); }
}

if (live) {
  adopt(live);
  const here = new URL(location.href);
  if (here.searchParams.has("did")) {
    here.searchParams.delete("did");
    history.replaceState(null, "", here);
  }
  let seen = null;
  new EventSource("/v1/stream").addEventListener("change", (event) => {
    if (seen !== null && seen !== event.data) refresh();
    seen = event.data;
  });
  setInterval(refresh, 60_000);
  setInterval(lookedAt, LOOK_MS);
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
}

// --- keys ----------------------------------------------------------------------------------

const cards = () => [...document.querySelectorAll("[data-cards] > .card")];
const keysOn = () => localStorage.getItem("banister-keys") !== "off";

function showKeys() {
  for (const word of document.querySelectorAll("[data-keys-are]")) word.hidden = (word.dataset.keysAre === "on") !== keysOn();
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-keys-toggle]")) return;
  localStorage.setItem("banister-keys", keysOn() ? "off" : "on");
  showKeys();
});

function move(step) {
  const all = cards();
  const at = all.indexOf(document.activeElement?.closest(".card"));
  const to = all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)];
  to?.focus();
  to?.scrollIntoView({ block: "nearest" });
}

function press(key, card) {
  const reject = card?.querySelector("details.reject");
  if (key === "j") return move(1);
  if (key === "k") return move(-1);
  if (key === "a") return card?.querySelector("[data-approve]")?.click();
  if (key === "e") return write(card?.querySelector("textarea:not([readonly])"));
  if (key === "r" && reject) {
    reject.open = !reject.open;
    return reject.open ? reject.querySelector("fieldset button").focus() : card.focus();
  }
  if (reject?.open && /^[1-5]$/.test(key)) return reject.querySelectorAll("fieldset button")[key - 1].click();
  return false;
}

document.addEventListener("keydown", (event) => {
  const field = event.target.closest("textarea, input, select");
  const card = event.target.closest(".card");
  if (field) {
    if (event.key === "Escape") card?.focus();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) field.form?.querySelector("[data-approve], .primary")?.click();
    return;
  }
  if (!live || !keysOn() || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (/^[a1-5]$/.test(event.key) && performance.now() < restUntil) return event.preventDefault();
  if (press(event.key, card) !== false) event.preventDefault();
});

showKeys();

// --- playground ----------------------------------------------------------------------------

const chat = document.querySelector("[data-poll]");

async function poll() {
  try {
    const answer = await fetch(chat.dataset.poll);
    if (!answer.ok) return;
    const html = await answer.text();
    if (html === chat.dataset.last || chat.querySelector(".survey :checked, .survey input:focus")) return;
    chat.dataset.last = html;
    const page = new DOMParser().parseFromString(html, "text/html");
    const before = chat.querySelectorAll(".line").length;
    chat.replaceChildren(...[...page.body.children].map((one) => document.importNode(one, true)));
    const lines = chat.querySelectorAll(".line");
    if (lines.length > before) lines[lines.length - 1].scrollIntoView({ block: "nearest" });
  } catch {
    // Asked again in a moment.
  }
}

if (chat) {
  setInterval(poll, 1_500);
  const form = document.querySelector("form[data-say]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    form.reset();
    const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
    if (!answer?.ok) form.elements.text.value = body.get("text");
    poll();
  });
  form.elements.text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  for (const quote of document.querySelectorAll("[data-try]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "try";
    button.textContent = quote.textContent;
    button.addEventListener("click", () => {
      form.elements.text.value = button.textContent;
      form.elements.text.focus();
    });
    quote.replaceWith(button);
  }
}
