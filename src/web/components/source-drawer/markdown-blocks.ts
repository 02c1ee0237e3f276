/** A run of text in one style; an address is told as text and never followed. */
export type Run = { readonly kind: 'plain' | 'strong' | 'code'; readonly text: string };

/** A block of a model card. Markup of any other language in it is text like all other text. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly runs: readonly Run[] }
  | { readonly kind: 'paragraph'; readonly runs: readonly Run[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly Run[])[] }
  | { readonly kind: 'code'; readonly text: string }
  | {
      readonly kind: 'table';
      readonly head: readonly (readonly Run[])[];
      readonly rows: readonly (readonly (readonly Run[])[])[];
    };

const inline = /\*\*(.+?)\*\*|`([^`]+)`|\[([^\]]+)\]\([^)\s]*\)/g;

/** `**strong**`, `` `code` `` and the words of links. */
export function readRuns(text: string): readonly Run[] {
  const runs: Run[] = [];
  let from = 0;
  for (const found of text.matchAll(inline)) {
    if (found.index > from) runs.push({ kind: 'plain', text: text.slice(from, found.index) });
    const [whole, strong, code, link] = found;
    if (strong !== undefined) runs.push({ kind: 'strong', text: strong.replaceAll('`', '') });
    else if (code !== undefined) runs.push({ kind: 'code', text: code });
    else runs.push({ kind: 'plain', text: link ?? '' });
    from = found.index + whole.length;
  }
  if (from < text.length) runs.push({ kind: 'plain', text: text.slice(from) });
  return runs;
}

const headingPattern = /^(#{1,6})\s+(.*)$/;
const bullet = /^\s*(?:[-*]|\d+\.)\s+/;
const isRow = (line: string) => line.trimStart().startsWith('|');
const isRule = (line: string) => /^\s*\|?[\s:|-]+\|?\s*$/.test(line) && line.includes('-');

function cellsOf(line: string): readonly (readonly Run[])[] {
  const inner = line.trim().replace(/^\|/, '').replace(/\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => readRuns(cell.trim().replaceAll('\\|', '|')));
}

function tableOf(lines: readonly string[]): Block {
  const [head = '', ...rest] = lines;
  return { kind: 'table', head: cellsOf(head), rows: rest.filter((line) => !isRule(line)).map(cellsOf) };
}

function listOf(lines: readonly string[]): Block {
  const items: string[] = [];
  for (const line of lines) {
    if (bullet.test(line) || items.length === 0) items.push(line.replace(bullet, ''));
    else items[items.length - 1] += ` ${line.trim()}`;
  }
  return { kind: 'list', items: items.map(readRuns) };
}

/** Lines without an empty one between them, as the one block they are. */
function blockOf(lines: readonly string[]): Block {
  const [first = ''] = lines;
  const [, marks, title] = headingPattern.exec(first) ?? [];
  if (marks !== undefined) return { kind: 'heading', level: marks.length, runs: readRuns(title ?? '') };
  if (isRow(first)) return tableOf(lines);
  if (bullet.test(first)) return listOf(lines);
  return { kind: 'paragraph', runs: readRuns(lines.map((line) => line.trim()).join(' ')) };
}

const kindOf = (line: string) => (isRow(line) ? 'row' : bullet.test(line) ? 'bullet' : 'text');

/** Where a new block begins without an empty line before it: a table or a list under its sentence. */
function isNewBlock(before: string | undefined, line: string): boolean {
  if (before === undefined) return false;
  const [was, is] = [kindOf(before), kindOf(line)];
  const isParagraph = was === 'text' && !/^\s/.test(before);
  return (is !== 'text' && isParagraph && !/^\s/.test(line)) || (was === 'row' && is !== 'row');
}

/** Lines that belong together: parted by empty lines, and around each heading. */
function chunksOf(lines: readonly string[]): readonly (readonly string[])[] {
  const chunks: string[][] = [[]];
  for (const line of lines) {
    const before = chunks.at(-1)?.at(-1);
    const isApart = headingPattern.test(line) || (before !== undefined && headingPattern.test(before));
    if (line.trim() === '') chunks.push([]);
    else if (isApart || isNewBlock(before, line)) chunks.push([line]);
    else chunks.at(-1)?.push(line);
  }
  return chunks.filter((chunk) => chunk.length > 0);
}

function plainBlocks(source: string): readonly Block[] {
  return chunksOf(source.split(/\r?\n/)).map(blockOf);
}

/** The Markdown that the model cards are written in: headings, paragraphs, lists, tables, fenced code. */
export function readMarkdown(source: string): readonly Block[] {
  const parts = source.split(/^```.*$/m);
  return parts.flatMap((part, at): readonly Block[] =>
    at % 2 === 0 ? plainBlocks(part) : [{ kind: 'code', text: part.replace(/^\r?\n|\r?\n$/g, '') }],
  );
}
