/** One line to the person who waits; standard output is the report's. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Counts steps on one line of a terminal, or every fifty steps in a log. */
export function createProgress(what: string, total: number): () => void {
  let done = 0;
  return () => {
    done += 1;
    const isLast = done === total;
    if (process.stderr.isTTY) process.stderr.write(`\r  ${what} ${done}/${total}${isLast ? '\n' : ''}`);
    else if (done % 50 === 0 || isLast) say(`  ${what} ${done}/${total}`);
  };
}
