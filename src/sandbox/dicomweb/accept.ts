/** What a WADO-RS caller will take. */
export type Acceptance =
  | { readonly kind: 'dicom'; readonly transferSyntax: string }
  | { readonly kind: 'not-acceptable' };

const explicitLittleEndian = '1.2.840.10008.1.2.1';
const any = /^(\*\/\*|multipart\/\*)$/;

function parameter(entry: string, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}=(?:"([^"]*)"|([^;\\s]*))`, 'i').exec(entry);
  return match?.[1] ?? match?.[2];
}

/** Reads an Accept header: `multipart/related; type="application/dicom"; transfer-syntax=*` and its relatives. */
export function readAccept(header: string | undefined): Acceptance {
  const entries = (header ?? '*/*').split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/).map((entry) => entry.trim());
  for (const entry of entries) {
    const type = entry.split(';')[0]?.trim().toLowerCase() ?? '';
    if (any.test(type)) return { kind: 'dicom', transferSyntax: '*' };
    const inner = (parameter(entry, 'type') ?? 'application/dicom').toLowerCase();
    if (type === 'multipart/related' && inner === 'application/dicom') {
      return { kind: 'dicom', transferSyntax: parameter(entry, 'transfer-syntax') ?? explicitLittleEndian };
    }
  }
  return { kind: 'not-acceptable' };
}
