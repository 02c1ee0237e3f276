import { z } from 'zod';
import type { Note } from '../../chart/chart.ts';
import { reportSystem } from '../../lib/report-system.ts';
import { type Attachment, attachment, binaryIdOf, decodeText, readBinaryText } from './attachments.ts';
import type { EhrClient } from './client.ts';
import { codeableConcept, identifiersOf, type Resource, sourceOf, wordsOf } from './resource.ts';
import { isLater, timeOf } from './time.ts';

const documentReference = z.looseObject({
  status: z.string().optional(),
  type: codeableConcept.optional(),
  description: z.string().optional(),
  content: z.array(z.looseObject({ attachment })).default([]),
});
const diagnosticReport = z.looseObject({
  status: z.string().optional(),
  code: codeableConcept.optional(),
  conclusion: z.string().optional(),
  presentedForm: z.array(attachment).default([]),
});

/** Reads the text of one Binary of the same server. */
type ReadBinary = (id: string, contentType?: string) => Promise<string | undefined>;

const binariesAtMost = 5;
const retracted = ['entered-in-error', 'superseded', 'cancelled'];

function isText({ contentType }: Attachment): boolean {
  return contentType === undefined || /^text\/plain\b/i.test(contentType);
}

async function textOf(item: Attachment, readBinary: ReadBinary): Promise<string | undefined> {
  if (!isText(item)) return undefined;
  if (item.data !== undefined) return decodeText(item.data, item.contentType);
  const id = binaryIdOf(item);
  return id ? readBinary(id, item.contentType) : undefined;
}

async function textsOf(item: Resource, readBinary: ReadBinary): Promise<{ title: string; texts: string[] }> {
  const isReport = item.resourceType === 'DiagnosticReport';
  const parsed = (isReport ? diagnosticReport : documentReference).safeParse(item);
  if (!parsed.success || retracted.includes(parsed.data.status ?? '')) return { title: '', texts: [] };
  const forms: readonly Attachment[] = isReport
    ? diagnosticReport.parse(item).presentedForm
    : documentReference.parse(item).content.map((content) => content.attachment);
  const title = isReport
    ? (wordsOf(diagnosticReport.parse(item).code) ?? 'report')
    : (wordsOf(documentReference.parse(item).type) ?? documentReference.parse(item).description ?? 'note');
  const attached = await Promise.all(forms.map((form) => textOf(form, readBinary)));
  const conclusion = isReport ? diagnosticReport.parse(item).conclusion : undefined;
  const texts = [...attached, conclusion].filter((text) => text !== undefined && text.trim() !== '');
  return { title, texts: texts as string[] };
}

/** A report that Vigie drafted is no evidence for Vigie: it would confirm itself. */
function isOwnReport(item: Resource): boolean {
  return identifiersOf(item).some(({ system }) => system === reportSystem);
}

export type Notes = { readonly notes: readonly Note[]; readonly laterDropped: number };

/** Notes and reports with plain text written, and issued, up to `asOf`, newest first. */
export async function readNotes(
  items: readonly Resource[],
  asOf: string,
  ehr: EhrClient | undefined,
): Promise<Notes> {
  let binaries = 0;
  const readBinary: ReadBinary = async (id, contentType) => {
    if (!ehr || binaries >= binariesAtMost) return undefined;
    binaries += 1;
    return readBinaryText(ehr, id, contentType);
  };
  const others = items.filter((item) => !isOwnReport(item));
  const known = others.filter((item) => !isLater(item, asOf));
  const read = await Promise.all(
    known.map(async (item) => {
      const { title, texts } = await textsOf(item, readBinary);
      const at = timeOf(item);
      const source = sourceOf(item);
      return texts.length === 0 ? [] : [{ title, text: texts.join('\n\n'), source, ...(at ? { at } : {}) }];
    }),
  );
  const notes = read.flat().sort((a, b) => (b.at ?? '').localeCompare(a.at ?? ''));
  return { notes, laterDropped: others.length - known.length };
}
