/** One source attribute of a predictive decision support intervention: 45 CFR 170.315(b)(11)(iv)(B), in its order. */
export type SourceAttribute = { readonly id: number; readonly group: string; readonly name: string };

const byGroup: readonly (readonly [string, readonly string[]])[] = [
  [
    'Details and output',
    [
      'Developer: name and contact',
      'Funding source of the technical implementation',
      'Value produced as output',
      'Kind of output: prediction, classification, recommendation, evaluation, analysis or other',
    ],
  ],
  [
    'Purpose',
    [
      'Intended use',
      'Intended patient population',
      'Intended users',
      'Intended decision-making role: informs, augments or replaces',
    ],
  ],
  [
    'Cautioned out-of-scope use',
    [
      'Tasks, situations and populations in which users are cautioned',
      'Known risks, inappropriate settings and uses, known limitations',
    ],
  ],
  [
    'Development and input features',
    [
      'Exclusion and inclusion criteria of the training data',
      'Use of race, ethnicity, language, sexual orientation, gender identity, sex, date of birth, social determinants or health status as inputs',
      'Demographic representativeness of the training data',
      'Relevance of the training data to the intended setting',
    ],
  ],
  ['Fairness in development', ['Approach to fair output', 'Approaches to manage, reduce or eliminate bias']],
  [
    'External validation',
    [
      'Source, clinical setting and environment of external data',
      'Party that did the external testing',
      'Demographic representativeness of the external data',
      'Process of external validation',
    ],
  ],
  [
    'Quantitative performance',
    [
      'Validity in test data from the same source',
      'Fairness in test data from the same source',
      'Validity in external data',
      'Fairness in external data',
      'References to evaluations of outcomes of its use',
    ],
  ],
  [
    'Ongoing maintenance',
    [
      'Process and frequency of monitoring validity',
      'Validity in local data',
      'Process and frequency of monitoring fairness',
      'Fairness in local data',
    ],
  ],
  [
    'Updates',
    [
      'Process and frequency of updates',
      'Process and frequency of correcting performance when risks are found',
    ],
  ],
];

/** The 31 source attributes. */
export const sourceAttributes: readonly SourceAttribute[] = byGroup
  .flatMap(([group, names]) => names.map((name) => ({ group, name })))
  .map((attribute, at) => ({ id: at + 1, ...attribute }));
