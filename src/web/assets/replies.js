// Saved replies: a slash and a name where one replies by hand.

/** Names and words. In a list for many chats the placeholders still stand, and become what is known of this chat. */
function saved(area) {
  const list = document.querySelector("[data-saved]");
  const known = { visitor: area.dataset.visitor, page: area.dataset.page, me: list?.dataset.me };
  const filled = (words) => words.replace(/( *)\{(visitor|me|page)\}/g, (_, space, name) => (known[name] ? space + known[name] : ""));
  return [...(list?.querySelectorAll("[data-name]") ?? [])].map((one) => {
    const words = one.querySelector("dd").textContent;
    return [one.dataset.name, list.dataset.saved === "raw" ? filled(words) : words];
  });
}

/** The slash word that ends at the caret, if there is one. */
function slash(area) {
  const before = area.value.slice(0, area.selectionStart);
  const found = before.match(/(?:^|\s)\/([\p{L}\p{N}-]*)$/u);
  return found ? { word: found[1].toLowerCase(), from: before.length - found[1].length - 1 } : null;
}

function close(area) {
  document.getElementById("saved-list")?.remove();
  area?.removeAttribute("aria-activedescendant");
  area?.removeAttribute("aria-controls");
}

function insert(area, [name, words]) {
  const at = slash(area);
  if (!at) return;
  area.setRangeText(words, at.from, area.selectionStart, "end");
  const template = area.form.querySelector("[data-template]");
  if (template && !template.value) template.value = name;
  close(area);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function choose(area, list, step) {
  const all = [...list.children];
  const now = all.findIndex((one) => one.ariaSelected === "true");
  all.forEach((one) => (one.ariaSelected = "false"));
  const next = all[(now + step + all.length) % all.length];
  next.ariaSelected = "true";
  next.scrollIntoView({ block: "nearest" });
  area.setAttribute("aria-activedescendant", next.id);
}

function offer(area) {
  close(area);
  const at = slash(area);
  const fits = at ? saved(area).filter(([name]) => name.startsWith(at.word)) : [];
  if (fits.length === 0) return;
  const list = Object.assign(document.createElement("ul"), { id: "saved-list", role: "listbox", ariaLabel: document.body.dataset.savedReplies });
  fits.forEach((reply, n) => {
    const one = Object.assign(document.createElement("li"), { id: `saved-${n}`, role: "option", ariaSelected: "false" });
    one.append(Object.assign(document.createElement("code"), { textContent: `/${reply[0]}` }), ` ${reply[1].slice(0, 120)}`);
    one.addEventListener("pointerdown", (event) => (event.preventDefault(), insert(area, reply)));
    one.reply = reply;
    list.append(one);
  });
  area.after(list);
  area.setAttribute("aria-controls", "saved-list");
  choose(area, list, 1);
}

document.addEventListener("input", (event) => event.target.matches("[data-replies]") && offer(event.target));
document.addEventListener("focusout", (event) => event.target.matches("[data-replies]") && close(event.target));

document.addEventListener("keydown", (event) => {
  const list = document.getElementById("saved-list");
  if (!list || !event.target.matches("[data-replies]") || event.ctrlKey || event.metaKey) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) choose(event.target, list, step);
  else if (["Enter", "Tab"].includes(event.key)) insert(event.target, list.querySelector('[aria-selected="true"]').reply);
  else if (event.key === "Escape") close(event.target);
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, { capture: true });
