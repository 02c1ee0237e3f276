/** Free-text units of laboratories and monitors, lower case and without spaces, as UCUM. */
const synonyms: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'mm[Hg]': ['mmhg', 'mm[hg]', 'torr'],
    '/min': [
      ...['bpm', 'rpm', '/min', '/mn', '1/min', 'min-1', '/minute', 'permin', 'perminute', 'brpm', 'br/min'],
      ...['batt/min', 'puls/min', 'mvts/min', 'cycles/min', 'c/min'],
      ...['beats/min', 'beats/minute', 'beat/min', 'beatsperminute', 'breaths/min', 'breaths/minute'],
      ...['breath/min', 'breathsperminute', 'resp/min', 'insp/min', 'respirations/min', 'pulse/min'],
    ],
    Cel: ['°c', '℃', 'c', 'cel', 'celsius', 'degc', 'degreesc', 'degreec', 'degreescelsius', 'degcelsius'],
    '[degF]': ['°f', '℉', 'f', 'degf', '[degf]', 'fahrenheit', 'degreesf', 'degreesfahrenheit'],
    '%': ['%', 'percent', 'pct', 'percent.', 'per100', 'vol%', '%sat', 'prozent', 'pourcent'],
    '1': ['1', 'ratio', 'fraction', 'decimal', 'l/l'],
    '10*9/L': [
      '10*9/l',
      '10^9/l',
      'x10^9/l',
      'x10*9/l',
      '10e9/l',
      'x10e9/l',
      'x10(9)/l',
      '10(9)/l',
      'giga/l',
      'gpt/l',
      '109/l',
      'x109/l',
    ],
    '10*3/uL': [
      ...['10*3/ul', '10^3/ul', 'x10^3/ul', 'x10*3/ul', '10e3/ul', 'x10e3/ul', 'x10(3)/ul', '10(3)/ul'],
      ...['k/ul', 'k/mm3', 'thou/ul', 'thou/mm3', 'thousand/ul', 'th/ul', '10*3/mm3', '10^3/mm3', 'k/mcl'],
      ...['10*3/mm*3', 'x10e3/mcl', 'k/cumm', '103/ul', 'x103/ul', '10x3/ul', 'x1000/ul', 'k/mm^3'],
      ...['thousand/mm3', '10^3/mcl', '10*3/mcl'],
    ],
    '/uL': ['/ul', '/mcl', '/mm3', '/mm^3', 'cells/ul', 'cells/mcl', 'cells/mm3', '#/ul', '/cumm'],
    'g/dL': ['g/dl', 'gm/dl', 'g/100ml', 'gms/dl', 'g%'],
    'g/L': ['g/l'],
    'mg/dL': ['mg/dl', 'mg/100ml', 'mg%', 'mgs/dl', 'mg/deciliter'],
    'mg/L': ['mg/l'],
    'ug/L': ['ug/l', 'mcg/l'],
    'ug/mL': ['ug/ml', 'mcg/ml'],
    'ug/dL': ['ug/dl', 'mcg/dl'],
    'ng/mL': ['ng/ml'],
    'ng/L': ['ng/l'],
    'pg/mL': ['pg/ml'],
    'mol/L': ['mol/l'],
    'mmol/L': ['mmol/l', 'mm/l', 'mmole/l', 'mmoles/l'],
    'umol/L': ['umol/l', 'mcmol/l', 'micromol/l', 'micromole/l'],
    'nmol/L': ['nmol/l'],
    'meq/L': ['meq/l'],
    'U/L': ['u/l', 'iu/l', 'ui/l', '[iu]/l', '[iu]/liter', 'units/l', 'unit/l', 'unit(s)/l'],
    'L/min': ['l/min', 'lpm', 'liters/min', 'liter/min', 'litres/min', 'l/minute', 'liters/minute', 'l/mn'],
    mL: ['ml', 'cc', 'millilitre', 'milliliter'],
    L: ['l', 'litre', 'liter'],
    kg: ['kg', 'kgs', 'kilogram', 'kilograms'],
    g: ['g', 'gram', 'grams'],
    '[lb_av]': ['lb', 'lbs', '[lb_av]', 'pound', 'pounds'],
    kPa: ['kpa'],
  }).flatMap(([code, words]) => words.map((word) => [word, code] as const)),
);

/** A unit as UCUM would write it: no spaces, one micro sign, and the French and Swiss giga for cell counts. */
export function toUcum(text: string, isCellCount: boolean): string {
  const bare = text
    .replaceAll(/\s+/g, '')
    .replaceAll(/[µμ]/g, 'u')
    .replaceAll('³', '3')
    .replaceAll('⁹', '^9');
  if (isCellCount && /^G\/[lL]$/.test(bare)) return '10*9/L';
  return synonyms.get(bare.toLowerCase()) ?? bare;
}
