// Paper has no summaries to press: what is folded is opened for printing, in browsers whose style sheets cannot do it.

let opened = [];

addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details.fold:not([open])")];
  for (const one of opened) one.open = true;
});

addEventListener("afterprint", () => {
  for (const one of opened) one.open = false;
});
