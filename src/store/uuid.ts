const uuidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The database refuses a question about anything else, where the answer is simply "not here". */
export function isUuid(text: string): boolean {
  return uuidShape.test(text);
}
