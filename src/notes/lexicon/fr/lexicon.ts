import type { Lexicon } from '../lexicon.ts';
import { cues, decoys, stops } from './cues.ts';
import { doubtfulTerms, endedTerms, negatedTerms, pairs, terms } from './terms.ts';

const headings: Lexicon['headings'] = {
  complaint: [
    'motif (d|de)? (hospitalisation|admission|consultation|recours|venue|entrée)?',
    'motif d (hospitalisation|admission)',
    'plainte principale',
  ],
  'present-illness': [
    'histoire de la maladie (actuelle)?',
    'hdm',
    'anamnèse',
    'histoire (actuelle|récente)',
    'mode de vie et histoire',
  ],
  history: [
    '(antécédents|antécédent|atcd|atcds) (personnels|médicaux|chirurgicaux|médico chirurgicaux|médicaux et chirurgicaux)?',
    'terrain',
    'comorbidités',
  ],
  'family-history': ['(antécédents|atcd) (familiaux|familial)', 'hérédité', 'histoire familiale'],
  'social-history': ['mode de vie', '(habitudes|contexte social|habitus|toxiques)'],
  medication: [
    '(traitement|traitements) (habituel|habituels|à domicile|à l entrée|de sortie|actuel|en cours|personnel)?',
    'ordonnance',
  ],
  allergies: ['allergies', 'allergie'],
  examination: [
    'examen (clinique|physique|à l entrée|à l admission|d entrée)?',
    'à l examen',
    'clinique',
    'constantes',
    'paramètres vitaux',
  ],
  indication: ['(indication|indications|renseignements cliniques|renseignement clinique)'],
  technique: ['(technique|protocole)'],
  comparison: ['(comparaison|comparatif|examen comparatif)'],
  findings: [
    '(résultat|résultats|description|compte rendu|constatations)',
    'radiographie (thoracique|du thorax|pulmonaire)?',
    'radio (de thorax|du thorax|pulmonaire|thorax)?',
    'imagerie',
    'rp',
    'rx thorax',
  ],
  impression: [
    '(conclusion|synthèse|interprétation|diagnostic|diagnostics|hypothèses)',
    'au total',
    'diagnostic (retenu|principal|de sortie)',
  ],
  course: [
    '(évolution|évolution dans le service|évolution clinique|suivi|transmissions|déroulement du séjour)',
  ],
  plan: ['(conduite à tenir|cat|projet|projet thérapeutique|plan|recommandations|prise en charge|devenir)'],
};

export const french: Lexicon = {
  terms,
  negatedTerms,
  endedTerms,
  doubtfulTerms,
  pairs,
  cues,
  stops,
  decoys,
  headings,
  smallWords:
    'le la les de des du et une un est avec pas sans pour au aux dans par sur en il elle qui son sa ses ou chez ce d l n'.split(
      ' ',
    ),
  abbreviations: 'dr m mme pr st env cf p.ex ex resp temp hab'.split(' '),
};
