// The demo: a visitor's chat, asked for anew every moment.

const chat = document.querySelector("[data-poll]");

async function poll() {
  try {
    const answer = await fetch(chat.dataset.poll);
    if (!answer.ok) return;
    const html = await answer.text();
    if (html === chat.dataset.last) return;
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
