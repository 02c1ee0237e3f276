/** A FHIR resource as it came: nothing of its shape is sure. */
export type Json = Readonly<Record<string, unknown>>;

/** One thing a record says, with how it is to be written; its name is a key of the catalogue. */
export type Fact = { readonly name: string } & (
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'moment'; readonly at: string }
  | { readonly kind: 'range'; readonly low?: number; readonly high?: number; readonly unit: string }
  /** A code of FHIR's own, for which the catalogue has words. */
  | { readonly kind: 'state'; readonly text: string }
  | { readonly kind: 'quantity'; readonly value: number; readonly unit: string; readonly comparator: string }
);

const record = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.map(record) : []);
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;

/** A CodeableConcept or Reference as a person would say it. */
function wordsOf(value: unknown): string | undefined {
  const { text, display, coding, reference } = record(value);
  const [shown] = list(coding).flatMap((one) => textOf(one.display) ?? []);
  const [code] = list(coding).flatMap((one) => textOf(one.code) ?? []);
  return textOf(text) ?? textOf(display) ?? shown ?? textOf(reference) ?? code;
}

function text(name: string, value: string | undefined): Fact[] {
  return value === undefined ? [] : [{ name, kind: 'text', text: value }];
}

function moment(name: string, value: unknown): Fact[] {
  const at = textOf(value);
  return at === undefined ? [] : [{ name, kind: 'moment', at }];
}

function wordsIn(name: string, value: unknown): Fact[] {
  const all = Array.isArray(value) ? value : [value];
  const said = all.flatMap((one) => wordsOf(one) ?? []);
  return said.length === 0 ? [] : [{ name, kind: 'text', text: said.join(', ') }];
}

function quantity(name: string, value: unknown): Fact[] {
  const { value: number, unit, code, comparator } = record(value);
  if (typeof number !== 'number') return [];
  return [
    {
      name,
      kind: 'quantity',
      value: number,
      unit: textOf(unit) ?? textOf(code) ?? '',
      comparator: textOf(comparator) ?? '',
    },
  ];
}

/** Whatever `value[x]` there is. */
function values(name: string, item: Json): Fact[] {
  const plain = item.valueString ?? item.valueInteger ?? item.valueBoolean ?? item.valueDateTime;
  return [
    ...quantity(name, item.valueQuantity),
    ...wordsIn(name, item.valueCodeableConcept),
    ...text(name, plain === undefined ? undefined : String(plain)),
  ];
}

function limit(value: unknown): { readonly value?: number; readonly unit?: string } {
  const { value: number, unit, code } = record(value);
  const words = textOf(unit) ?? textOf(code);
  return { ...(typeof number === 'number' ? { value: number } : {}), ...(words ? { unit: words } : {}) };
}

function ranges(item: Json): Fact[] {
  return list(item.referenceRange).flatMap((range): Fact[] => {
    const [low, high] = [limit(range.low), limit(range.high)];
    if (low.value === undefined && high.value === undefined) return text('range', textOf(range.text));
    const unit = high.unit ?? low.unit ?? limit(item.valueQuantity).unit ?? '';
    const limits = {
      ...(low.value === undefined ? {} : { low: low.value }),
      ...(high.value === undefined ? {} : { high: high.value }),
    };
    return [{ name: 'range', kind: 'range', ...limits, unit }];
  });
}

/** A state by its code alone. */
function state(name: string, value: unknown): Fact[] {
  const [coded] = list(record(value).coding).flatMap(({ code }) => textOf(code) ?? []);
  const said = textOf(value) ?? coded ?? wordsOf(value);
  return said === undefined ? [] : [{ name, kind: 'state', text: said }];
}

function components(item: Json): Fact[] {
  return list(item.component).flatMap((part) => [
    ...text('component', wordsOf(part.code)),
    ...values('value', part),
    ...ranges(part),
    ...wordsIn('absent', part.dataAbsentReason),
  ]);
}

function periods(item: Json): Fact[] {
  return ['effectivePeriod', 'performedPeriod', 'period', 'onsetPeriod'].flatMap((name) => {
    const { start, end } = record(item[name]);
    return [...moment('from', start), ...moment('until', end)];
  });
}

/** What a record is of, with every code it carries. */
function codes(item: Json): Fact[] {
  return list(record(item.code ?? item.type).coding).flatMap(({ system, code }) => {
    const said = textOf(code);
    const name = textOf(system)?.replace(/^https?:\/\//, '');
    return said === undefined ? [] : [{ name: 'codes', kind: 'code', text: name ? `${name} ${said}` : said }];
  });
}

function study(item: Json): Fact[] {
  if (item.resourceType !== 'ImagingStudy') return [];
  const descriptions = list(item.series).flatMap(({ description }) => textOf(description) ?? []);
  return [
    ...text('series', descriptions.join(', ') || undefined),
    ...text(
      'images',
      typeof item.numberOfInstances === 'number' ? String(item.numberOfInstances) : undefined,
    ),
  ];
}

const isSame = (a: Fact, b: Fact) => JSON.stringify(a) === JSON.stringify(b);

/**
 * What a FHIR resource says in the order in which a clinician asks: what, how much, against which range, when, how
 * final, by whom. Whatever it does not say is left out; a shape that FHIR does not allow says nothing.
 */
export function readFacts(item: Json): readonly Fact[] {
  const { resourceType, id } = item;
  const named = wordsIn('code', item.code ?? item.type ?? item.deviceName);
  const described = text('code', textOf(item.description));
  return [
    ...named,
    ...described.filter((fact) => !named.some((other) => isSame(fact, other))),
    ...values('value', item),
    ...wordsIn('absent', item.dataAbsentReason),
    ...ranges(item),
    ...wordsIn('interpretation', item.interpretation),
    ...components(item),
    ...text('conclusion', textOf(item.conclusion)),
    ...[item.effectiveDateTime, item.effectiveInstant, item.performedDateTime, item.onsetDateTime].flatMap(
      (at) => moment('at', at),
    ),
    ...[item.started, item.date].flatMap((at) => moment('at', at)),
    ...periods(item),
    ...moment('issued', item.issued),
    ...moment('recordedAt', item.recordedDate),
    ...state('status', item.status),
    ...state('clinicalStatus', item.clinicalStatus),
    ...state('verification', item.verificationStatus),
    ...wordsIn(
      'performer',
      list(item.performer).map(({ actor, ...one }) => actor ?? one),
    ),
    ...wordsIn('author', item.author ?? item.recorder ?? item.asserter),
    ...wordsIn('bodySite', item.bodySite),
    ...wordsIn('method', item.method),
    ...wordsIn('specimen', item.specimen),
    ...study(item),
    ...list(item.note).flatMap((note) => text('note', textOf(note.text))),
    ...codes(item),
    { name: 'id', kind: 'code', text: `${String(resourceType)}/${String(id)}` },
  ];
}
