type SystemError = Error & { readonly code?: unknown; readonly path?: unknown };

const because: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: (path) => `there is no ${path}`,
  ENOTDIR: (path) => `${path} is no folder`,
  EISDIR: (path) => `${path} is a folder, not a file`,
  EACCES: (path) => `${path} may not be opened by this user`,
  ENOSPC: () => 'the disk is full',
};

/** What a command that failed says last: what the system answered is told in words, with the path it was about. */
export function failureText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, path } = error as SystemError;
  const words = typeof code === 'string' ? because[code] : undefined;
  return words && (path !== undefined || code === 'ENOSPC') ? words(String(path)) : error.message;
}
