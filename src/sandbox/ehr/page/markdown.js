/*
 * The GitHub-flavoured Markdown that CDS Hooks cards use, read into a tree of plain objects: headings, bold,
 * italic, code, lists, tables and http(s) links. HTML has no meaning here; whatever is not known stays text.
 */

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#39': "'", nbsp: '\u00a0' };

function decodeEntities(text) {
  return text.replace(/&(amp|lt|gt|quot|apos|#39|nbsp);/g, (_, name) => entities[name]);
}

function safeUrl(text) {
  try {
    const url = new URL(text);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : undefined;
  } catch {
    return undefined;
  }
}

const inlineRules = [
  { at: /^\\([!-/:-@[-`{-~])/, make: ([, mark]) => mark },
  { at: /^`([^`]+)`/, make: ([, code]) => ({ tag: 'code', children: [code] }) },
  {
    at: /^\*\*(?=\S)((?:\\.|[^\\])+?)\*\*/,
    make: ([, inner]) => ({ tag: 'strong', children: inline(inner) }),
  },
  { at: /^__(?=\S)((?:\\.|[^\\])+?)__/, make: ([, inner]) => ({ tag: 'strong', children: inline(inner) }) },
  { at: /^\*(?=\S)((?:\\.|[^\\*])+?)\*/, make: ([, inner]) => ({ tag: 'em', children: inline(inner) }) },
  { at: /^_(?=\S)((?:\\.|[^\\_])+?)_(?!\w)/, make: ([, inner]) => ({ tag: 'em', children: inline(inner) }) },
  {
    at: /^\[((?:\\.|[^\\\]])+)\]\(([^()\s]+)\)/,
    make: ([whole, label, target]) => {
      const href = safeUrl(decodeEntities(target));
      return href ? { tag: 'a', href, children: inline(label) } : whole;
    },
  },
];

/** Reads one run of text. Returns texts and `{tag, href?, children}`. */
export function inline(text) {
  const out = [];
  let plain = '';
  let at = 0;
  const flush = () => {
    if (plain !== '') out.push(decodeEntities(plain));
    plain = '';
  };
  while (at < text.length) {
    const rest = text.slice(at);
    // An underscore inside a word is part of the word.
    const isInsideWord = rest[0] === '_' && /\w/.test(text[at - 1] ?? '');
    const rule = isInsideWord ? undefined : inlineRules.find((candidate) => candidate.at.test(rest));
    if (!rule) {
      plain += text[at];
      at += 1;
      continue;
    }
    const match = rule.at.exec(rest);
    flush();
    out.push(rule.make(match));
    at += match[0].length;
  }
  flush();
  return out;
}

function cellsOf(line) {
  const inner = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim());
}

const isRule = (line) => /^\s*\|?\s*:?-{3,}:?\s*(\|\s*:?-{3,}:?\s*)*\|?\s*$/.test(line ?? '');
const bullet = /^\s*[-*+]\s+(.*)$/;
const numbered = /^\s*\d+[.)]\s+(.*)$/;
const heading = /^(#{1,6})\s+(.*?)\s*#*\s*$/;

function row(cells, tag) {
  return { tag: 'tr', children: cells.map((cell) => ({ tag, children: inline(cell) })) };
}

function readTable(lines) {
  const end = lines.findIndex((line, index) => index > 1 && !line.includes('|'));
  const used = end < 0 ? lines.length : end;
  const body = lines.slice(2, used).map((line) => row(cellsOf(line), 'td'));
  const head = { tag: 'thead', children: [row(cellsOf(lines[0]), 'th')] };
  return { used, node: { tag: 'table', children: [head, { tag: 'tbody', children: body }] } };
}

function readList(lines, pattern, tag) {
  const end = lines.findIndex((line) => !pattern.test(line));
  const used = end < 0 ? lines.length : end;
  const items = lines.slice(0, used).map((line) => ({ tag: 'li', children: inline(pattern.exec(line)[1]) }));
  return { used, node: { tag, children: items } };
}

const startsBlock = (lines, index) =>
  lines[index].trim() === '' ||
  heading.test(lines[index]) ||
  bullet.test(lines[index]) ||
  numbered.test(lines[index]) ||
  (lines[index].includes('|') && isRule(lines[index + 1]));

function readParagraph(lines) {
  const end = lines.findIndex((_, index) => index > 0 && startsBlock(lines, index));
  const used = end < 0 ? lines.length : end;
  return { used, node: { tag: 'p', children: inline(lines.slice(0, used).join(' ')) } };
}

function readBlock(lines) {
  const [first] = lines;
  const title = heading.exec(first);
  // The card's own title is an h3, so its headings begin at h4.
  if (title) return { used: 1, node: { tag: 'h4', children: inline(title[2]) } };
  if (first.includes('|') && isRule(lines[1])) return readTable(lines);
  if (bullet.test(first)) return readList(lines, bullet, 'ul');
  if (numbered.test(first)) return readList(lines, numbered, 'ol');
  return readParagraph(lines);
}

/** Reads Markdown into a list of block nodes. */
export function readMarkdown(text) {
  let lines = text.replaceAll('\r\n', '\n').split('\n');
  const blocks = [];
  while (lines.length > 0) {
    if (lines[0].trim() === '') {
      lines = lines.slice(1);
      continue;
    }
    const { used, node } = readBlock(lines);
    blocks.push(node);
    lines = lines.slice(used);
  }
  return blocks;
}
