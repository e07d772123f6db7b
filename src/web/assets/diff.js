// What changed between two texts, word by word: the longest common subsequence (Wagner & Fischer 1974).

const WORDS_MAX = 600; // Beyond that the table is too large for a key press; the change is shown as a whole.

const words = (text) => text.match(/\s+|[^\s]+/g) ?? [];

/** `[["same" | "gone" | "new", text], …]`, neighbours of a kind joined. */
export function diff(before, after) {
  const [a, b] = [words(before), words(after)];
  if (a.length > WORDS_MAX || b.length > WORDS_MAX) return [["gone", before], ["new", after]];
  const common = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i][j] = a[i] === b[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
  const parts = [];
  const put = (kind, word) => (parts.at(-1)?.[0] === kind ? (parts.at(-1)[1] += word) : parts.push([kind, word]));
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) (put("same", a[i]), i++, j++);
    else if (i < a.length && (j === b.length || common[i + 1][j] >= common[i][j + 1])) put("gone", a[i++]);
    else put("new", b[j++]);
  }
  return parts;
}

/** The same as elements, for people and their screen readers. */
export function shown(before, after) {
  const tag = { same: "span", gone: "del", new: "ins" };
  return diff(before, after).map(([kind, text]) => Object.assign(document.createElement(tag[kind]), { textContent: text }));
}
