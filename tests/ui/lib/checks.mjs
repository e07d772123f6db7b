// Checks that run inside a page and return what is wrong with it, in words.

/** What sticks out at the right and makes the page scroll sideways. */
export function overflows() {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width && document.body.scrollWidth <= width) return [];
  const out = [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > width + 0.5);
  return [`the page is ${document.documentElement.scrollWidth} wide on a screen of ${width}`,
    ...out.slice(0, 4).map((one) => `sticks out: ${one.outerHTML.slice(0, 100)}`)];
}

/** Controls that a screen reader could not name. */
export function nameless() {
  const words = (one) => [...one.childNodes].map((node) =>
    node.nodeType === Node.TEXT_NODE ? node.data : node.nodeType === Node.ELEMENT_NODE && node.getAttribute("aria-hidden") !== "true"
      && !/^(TEXTAREA|INPUT|SELECT)$/.test(node.tagName) ? words(node) : "").join("").trim();
  const named = (one) => {
    const by = (one.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean);
    if (by.some((id) => document.getElementById(id) && words(document.getElementById(id)))) return true;
    if ((one.getAttribute("aria-label") ?? "").trim()) return true;
    if (/^(BUTTON|A|SUMMARY)$/.test(one.tagName)) return words(one) !== "";
    return [...(one.labels ?? [])].some((label) => words(label) !== "");
  };
  return [...document.querySelectorAll("input:not([type=hidden], [hidden]), select, textarea, button, a[href], summary")]
    .filter((one) => !named(one))
    .map((one) => `no name: ${one.outerHTML.slice(0, 120)}`);
}

/** Text whose contrast with what lies behind it is under 4.5 (3 where it is large). */
export function faint() {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const read = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, under) => top.slice(0, 3).map((c, i) => c * top[3] + under[i] * (1 - top[3]));
  const behind = (one) => {
    if (!one) return matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18] : [255, 255, 255];
    const own = read(getComputedStyle(one).backgroundColor);
    return own[3] === 1 ? own.slice(0, 3) : over(own, behind(one.parentElement));
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const seen = (one) => {
    const box = one.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  };
  const found = new Map();
  const holdsText = (one) => one.matches("textarea, input:not([type=hidden]):not([type=radio])")
    ? one.value : [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  for (const one of document.body.querySelectorAll("*")) {
    if (!holdsText(one) || !seen(one) || one.closest("svg, :disabled")) continue;
    const style = getComputedStyle(one);
    const under = behind(one);
    const [a, b] = [light(over(read(style.color), under)), light(under)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) {
      const name = `${one.tagName.toLowerCase()}${one.className && typeof one.className === "string" ? `.${one.className.trim().replace(/\s+/g, ".")}` : ""}`;
      found.set(name, `contrast ${ratio.toFixed(2)}: ${name} "${(one.textContent || one.value).trim().slice(0, 40)}"`);
    }
  }
  return [...found.values()];
}

/** Ids that two elements share, and pages without exactly one h1 and one main. */
export function muddled() {
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  const twice = ids.filter((id, n) => ids.indexOf(id) !== n).map((id) => `id used twice: ${id}`);
  const headings = document.querySelectorAll("h1").length;
  const mains = document.querySelectorAll("main").length;
  return [...twice, ...(headings === 1 ? [] : [`${headings} h1 on this page`]), ...(mains === 1 ? [] : [`${mains} main on this page`])];
}

/** Words that stand on other words. */
export function overlaps() {
  // Told to screen readers alone.
  const cutAway = (one) => one !== null && (getComputedStyle(one).clipPath !== "none" || cutAway(one.parentElement));
  const boxes = [];
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const [node, one] = [walker.currentNode, walker.currentNode.parentElement];
    if (!node.data.trim() || one.closest("title, desc, option, script, template, textarea")) continue;
    if (!one.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) || cutAway(one)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of one.closest("svg") ? [one.getBoundingClientRect()] : range.getClientRects()) {
      // Letters do not fill the height of their line.
      const [left, right, top, bottom] = [box.left + 1, box.right - 1, box.top + 3, box.bottom - 3];
      if (right > left && bottom > top) boxes.push({ left, right, top, bottom, node });
    }
  }
  boxes.sort((a, b) => a.top - b.top);
  const found = [];
  boxes.forEach((a, n) => {
    for (let m = n + 1; m < boxes.length && boxes[m].top < a.bottom; m += 1) {
      const b = boxes[m];
      if (a.node !== b.node && b.left < a.right && a.left < b.right) {
        found.push(`"${b.node.data.trim().slice(0, 40)}" stands on "${a.node.data.trim().slice(0, 40)}"`);
      }
    }
  });
  return found.slice(0, 5);
}

/** Controls that lie under what can still be taken back, and so would be pressed in vain. */
export function covered() {
  const box = document.querySelector(".toasts").getBoundingClientRect();
  const menu = document.querySelector(".menu");
  const bar = getComputedStyle(menu).position === "fixed" ? menu.getBoundingClientRect() : null;
  // On a phone the page ends above the menu's bar anyway.
  const inBar = bar !== null && box.top >= bar.top - 1;
  const under = [...document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), textarea, select")].filter((one) => {
    if (one.closest(".toasts") || (inBar && one.closest("main")) || !one.checkVisibility({ visibilityProperty: true })) return false;
    const it = one.getBoundingClientRect();
    return it.width > 1 && it.left < box.right && box.left < it.right && it.top < box.bottom && box.top < it.bottom;
  });
  return [...(box.height > 1 ? [] : ["nothing can be taken back here"]), ...under.map((one) => `under the toast: ${one.outerHTML.slice(0, 100)}`)];
}
