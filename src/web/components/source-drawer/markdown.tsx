import { createElement, Fragment, type ReactNode } from 'react';
import { type Block, type Run, readMarkdown } from './markdown-blocks.ts';

/** Children that never change places and so need no keys. */
function inOrder<T>(all: readonly T[], toNode: (one: T) => ReactNode): ReactNode {
  return createElement(Fragment, null, ...all.map(toNode));
}

function toRun({ kind, text }: Run): ReactNode {
  if (kind === 'strong') return <strong>{text}</strong>;
  return kind === 'code' ? <code>{text}</code> : text;
}

const runsIn = (runs: readonly Run[]) => inOrder(runs, toRun);
const toItem = (runs: readonly Run[]) => <li>{runsIn(runs)}</li>;
const toHead = (runs: readonly Run[]) => <th scope="col">{runsIn(runs)}</th>;
const toCell = (runs: readonly Run[]) => <td>{runsIn(runs)}</td>;
const toRow = (cells: readonly (readonly Run[])[]) => <tr>{inOrder(cells, toCell)}</tr>;

function toBlock(block: Block): ReactNode {
  switch (block.kind) {
    case 'heading':
      return block.level <= 2 ? <h3>{runsIn(block.runs)}</h3> : <h4>{runsIn(block.runs)}</h4>;
    case 'paragraph':
      return <p>{runsIn(block.runs)}</p>;
    case 'list':
      return <ul>{inOrder(block.items, toItem)}</ul>;
    case 'code':
      return <pre>{block.text}</pre>;
    case 'table':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached with the keyboard
        <div className="markdown-table" tabIndex={0}>
          <table>
            <thead>
              <tr>{inOrder(block.head, toHead)}</tr>
            </thead>
            <tbody>{inOrder(block.rows, toRow)}</tbody>
          </table>
        </div>
      );
  }
}

/** A text in Markdown as elements of the page; it can bring no element, address or script of its own. */
export function Markdown({ text }: { readonly text: string }) {
  return (
    <div className="markdown" lang="en">
      {inOrder(readMarkdown(text), toBlock)}
    </div>
  );
}
