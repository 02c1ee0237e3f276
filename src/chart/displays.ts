import { type Concept, conceptNames, dDimerUnitLoincs, specOf, ureaLoincs } from './codes.ts';

/** How displays and local names call each concept, in English and French, lower case and without accents. */
const names: Readonly<Record<Concept, RegExp>> = {
  heartRate: /\b(heart rate|pulse rate|frequence cardiaque|pouls)\b|\bpulse\b(?!.*ox)/,
  respiratoryRate: /\b(resp\w* rate|breathing rate|frequence respiratoire)\b/,
  temperature: /\btemp(erature)?\b/,
  systolicPressure: /systoli/,
  diastolicPressure: /diastoli/,
  meanArterialPressure: /\bmean (arterial|blood) pressure|pression arterielle moyenne/,
  oxygenSaturation: /oxygen saturation|\bs[ap]o2\b|pulse ox|saturation en oxygene/,
  fractionInspiredOxygen: /\bfio2\b|inspired oxygen|inhaled oxygen concentration|oxygene inspire/,
  oxygenFlow: /\b(oxygen|o2) flow|debit d.oxygene/,
  glasgowComaScore: /glasgow|\bgcs\b/,
  consciousness: /consciousness|responsiveness|\ba?c?vpu\b|conscience/,
  urineOutput: /urine (output|volume)|diurese/,
  weight: /\b(body )?weight\b|\bpoids\b/,
  bun: /\bbun\b|\burea\b|\buree\b|ureique/,
  creatinine: /creatinin/,
  sodium: /\bsodium\b|natremie/,
  potassium: /\bpotassium\b|kaliemie/,
  bicarbonate: /bicarb|\bhco3\b|carbon dioxide,? total|\btotal co2\b/,
  magnesium: /magnes/,
  glucose: /glucose|glycemie/,
  wbc: /\bwhite (blood )?cell|leu[ck]ocyte|\bwbc\b/,
  lymphocytes: /lymphocyt/,
  neutrophils: /neutrophil/,
  hemoglobin: /ha?emoglobin|\bhgb\b/,
  hematocrit: /ha?ematocrit|\bhct\b/,
  platelets: /platelet|thrombocyt|plaquette/,
  lactate: /\blactate\b(?! dehydrogenase)|lactic acid|acide lactique/,
  albumin: /\balbumin/,
  bilirubin: /bilirubin/,
  alp: /alkaline phosphatase|phosphatases? alcaline/,
  alt: /alanine aminotransferase|\bsgpt\b|\balat\b/,
  ast: /aspartate aminotransferase|\bsgot\b|\basat\b/,
  troponinT: /troponin[e ,-]*t\b/,
  troponinI: /troponin[e ,-]*i\b/,
  cholesterol: /cholesterol/,
  crp: /\bc[ -]reacti(ve|f)|\bcrp\b|c reactive/,
  procalcitonin: /procalcitonin/,
  ldh: /lactate dehydrogenase|\bldh\b|lactico.?deshydrogenase/,
  dDimer: /\bd[ -]?dim(er|ere)/,
  ph: /\bph\b/,
  pao2: /\bpa?o2\b|\boxygen \[?partial|partial pressure of oxygen|\boxygen tension/,
  paco2: /\bpa?co2\b|carbon dioxide \[?partial|partial pressure of carbon|carbon dioxide tension/,
};

/** Analytes and fractions that Vigie does not read and whose names hold one that it does. */
const others: readonly (readonly [words: string, names: RegExp])[] = [
  ['glycated haemoglobin', /a1c\b|glycated|glycosylated|glyquee/],
  ['a red cell index', /corpuscular|erythrocyte mean|\bmchc?\b/],
  ['clearance or filtration', /clearance|filtration|\be?gfr\b|\bdfg\b/],
  ['creatine kinase', /creatin(in)?e kinase|\bck\b/],
  ['a ratio to creatinine', /\/ ?creatinine|to creatinine/],
  ['a fraction of cholesterol', /\b[hl]dl\b/],
  ['a fraction of bilirubin', /^(?!.*total)(?=.*bilirubin).*(\b(in)?direct\b|conjugated|conjuguee)/],
  ['prealbumin', /prealbumin/],
];

/** Where a laboratory value was taken, when it was not blood. */
const notBlood =
  /\burin|cerebr\w* ?spinal|\bcsf\b|\blcr\b|pleural|ascit|peritoneal|synovial|dialysa|\bstool|saliva|gastric/;
const notArterial = /\b(venous|capillary|cord|veineu\w+|capillaire)\b/;
const arterial: readonly Concept[] = ['ph', 'pao2', 'paco2'];

const nitrogen = /\bbun\b|nitrogen|azote|ureique/;
const dDimerUnits = /\bddu\b|d-dimer units?/;
const fibrinogenUnits = /\bfeu\b|fibrinogen/;

/** Lower case, without accents, LOINC's dots as spaces. */
function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/[._]/g, ' ');
}

/** A hospital names its tests in a few hundred ways, and each of them thousands of times. */
const faults = new Map<string, string | undefined>();
const faultsAtMost = 5000;

function nameFault(concept: Concept, display: string): string | undefined {
  const key = `${concept} ${display}`;
  if (faults.has(key)) return faults.get(key);
  const text = plain(display);
  const fault = specimenFault(concept, text) ?? otherNamed(concept, text);
  if (faults.size < faultsAtMost) faults.set(key, fault);
  return fault;
}

function specimenFault(concept: Concept, text: string): string | undefined {
  if (specOf(concept).modality === 'labs' && notBlood.test(text)) return 'another specimen than blood';
  if (arterial.includes(concept) && notArterial.test(text)) return 'blood that is not arterial';
  return undefined;
}

/** Another analyte that a name speaks of, when it does not speak of the concept itself. */
function otherNamed(concept: Concept, text: string): string | undefined {
  const foreign = others.find(([, pattern]) => pattern.test(text));
  if (foreign) return foreign[0];
  if (names[concept].test(text)) return undefined;
  const named = conceptNames.find((name) => names[name].test(text));
  return named ? specOf(named).words : undefined;
}

/** Urea and its nitrogen differ 2.14-fold by mass and not at all by amount of substance. */
function ureaFault(text: string, unit: string, loinc: string): string | undefined {
  if (/mol/i.test(unit) || !names.bun.test(text)) return undefined;
  const saysNitrogen = nitrogen.test(text);
  if (ureaLoincs.includes(loinc)) return saysNitrogen ? 'urea nitrogen' : undefined;
  return saysNitrogen ? undefined : 'urea';
}

/** Fibrinogen-equivalent units are twice D-dimer units. */
function dDimerFault(text: string, unit: string, loinc: string): string | undefined {
  const said = `${text} ${plain(unit)}`;
  if (dDimerUnitLoincs.includes(loinc)) {
    return fibrinogenUnits.test(said.replaceAll(/fibrin d/g, '')) || /feu/.test(said)
      ? 'fibrinogen-equivalent units'
      : undefined;
  }
  return dDimerUnits.test(said) || /ddu/.test(said) ? 'D-dimer units' : undefined;
}

/** One coded value as a record names it. */
export type Named = {
  readonly concept: Concept;
  readonly loinc: string;
  /** `coding.display` and `code.text`. */
  readonly displays: readonly string[];
  /** The unit as written, or nothing. */
  readonly unit: string;
};

/** What a record's own words say instead of what its code says, if they do; never a quotation of the record. */
export function displayFault({ concept, loinc, displays, unit }: Named): string | undefined {
  const fault = displays.map((display) => nameFault(concept, display)).find((found) => found !== undefined);
  if (fault || (concept !== 'bun' && concept !== 'dDimer')) return fault;
  const said = displays.map(plain).join(' ');
  return concept === 'bun' ? ureaFault(said, unit, loinc) : dDimerFault(said, unit, loinc);
}
