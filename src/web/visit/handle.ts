const handlePattern = /\/smart\/app\/([^/?#]+)/;

/** The session's name in the page's address. */
export function handleIn(pathname: string): string | undefined {
  const found = handlePattern.exec(pathname)?.[1];
  return found === undefined ? undefined : decodeURIComponent(found);
}
