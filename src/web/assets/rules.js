// Tries rules while somebody writes them: the form goes to its try address, and what comes back takes the old answer's place.

const form = document.getElementById("rules-form");
const tried = document.getElementById("tried");
const typing = form?.querySelector("[data-typing]");

/** Since the last key, ms. */
const PAUSE = 700;

let timer;
let running;

async function tryRules() {
  running?.abort();
  running = new AbortController();
  const { signal } = running;
  typing.hidden = false;
  try {
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.dataset.try, { method: "POST", body, signal });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("tried");
    if (fresh) tried.replaceChildren(...fresh.childNodes);
  } catch {
    // Somebody typed on, or the network is away: the button still works.
  } finally {
    if (!signal.aborted) typing.hidden = true;
  }
}

form?.addEventListener("input", (event) => {
  if (event.target.name === "reason") return;
  clearTimeout(timer);
  timer = setTimeout(tryRules, PAUSE);
});

form?.addEventListener("submit", (event) => {
  if (!event.submitter?.hasAttribute("formaction") || event.submitter.hasAttribute("data-leave")) return;
  event.preventDefault();
  clearTimeout(timer);
  tryRules();
});

/** A fault leads to its line. */
tried?.addEventListener("click", (event) => {
  const link = event.target.closest("[data-line]");
  const text = document.getElementById("text");
  if (!link || !text) return;
  event.preventDefault();
  const lines = text.value.split("\n");
  const line = Number(link.dataset.line) - 1;
  const start = lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0);
  text.focus();
  text.setSelectionRange(start, start + (lines[line]?.length ?? 0));
  text.scrollTop = (text.scrollHeight / lines.length) * Math.max(0, line - 4);
});
