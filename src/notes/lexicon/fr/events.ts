import type { EventLexicon } from '../events.ts';

const unit =
  '(réanimation|réa|soins intensifs|usc|usi|usic|unité de soins intensifs|unité de soins continus|soins continus|surveillance continue|service de réanimation)';
const moved =
  '(transféré|transférée|transfert|passage|passé|passée|admis|admise|admission|muté|mutée|mutation|hospitalisé|hospitalisée|pris en charge|prise en charge|monté|montée)';
const support =
  '(intubé|intubée|intubation|réintubé|réintubée|ventilé|ventilée|trachéotomie|trachéotomisé|trachéotomisée|iot|ecmo|dialyse|épuration extra rénale)';
const dayN =
  '(à|au|le)? (j nn|j1|j2|j3|j4|j5|j6|j7|j8|j9|j10|j11|j12|j13|j14|j15|j16|j17|j18|j19|j20|j21|jour nn|lendemain)';

export const frenchEvents: EventLexicon = {
  events: {
    death: [
      '(décédé|décédée)',
      '(décès|décèdera|décède)',
      '(est|sont) (mort|morte)',
      '(mort|morte)',
      '(heure|date|cause) (du|de) décès',
      '(évolution|issue) (fatale|létale)',
      'autopsie',
      '^DCD',
      '^DC (à|le)',
      'exitus',
    ],
    'intensive-care': [
      `${moved} (ensuite|secondairement|secondaire|initiale|urgent|rapidement|en urgence|alors|ce jour|finalement)? (en|au|aux|dans le|dans un|à la|vers la|vers le)? ${unit}`,
      `${unit} (pendant|durant) nn jours`,
      `séjour (en|de) ${unit}`,
      `hospitalisation (ensuite)? (en|au|dans) ${unit}`,
    ],
    'organ-support': [
      `${support} ${dayN}`,
      `${dayN} : ${support}`,
      `a (dû|du) être (intubé|intubée|ventilé|ventilée|réintubé|dialysé|dialysée)`,
      `(a|ont|ayant) nécessité (une|un|la|le)? (intubation|ventilation|iot|vni|trachéotomie|ecmo|dialyse)`,
      `(nécessitant|imposant) (une|un|l)? (intubation|ventilation mécanique|iot|ecmo|trachéotomie)`,
      `(secondairement|finalement|ensuite|puis) (intubé|intubée|ventilé|ventilée|trachéotomisé)`,
      '(mis|mise|placé|placée) sous (ecmo|ventilation mécanique|respirateur|amines|noradrénaline)',
      '(réintubé|réintubée)',
      `(nécessité|recours) (de|d|à|à la|à une) (ventilation (mécanique)?|intubation|ecmo|trachéotomie|amines) ${dayN}?`,
      'a été (intubé|intubée|ventilé|ventilée|réintubé|trachéotomisé)',
    ],
    arrest: [
      'arrêt (cardiaque|cardio respiratoire|cardiorespiratoire|cardio circulatoire)',
      'acr',
      'réanimation cardio pulmonaire',
      'racs',
      'mce',
    ],
    'comfort-care': [
      '(soins|prise en charge) (palliatifs|palliative|de confort) (exclusifs|exclusive)?',
      'arrêt (des soins|des thérapeutiques|des traitements actifs|de la réanimation)',
      'limitation et arrêt (des)? (thérapeutiques|traitements)',
    ],
    discharge: [
      '(sorti|sortie|sort) (à|au|vers|en)? (son|domicile|ssr|ehpad|soins de suite) (domicile)?',
      '(sorti|sortie) (le|ce jour|vivant|vivante|de l hôpital|du service|contre avis)?',
      'retour (à|au) domicile',
      '(rentré|rentrée) (à domicile|chez lui|chez elle|au domicile)',
      '(transféré|transférée) en (ssr|soins de suite|rééducation)',
      '(d|sorti d|sortie d)? hospitalisation (sortie)',
    ],
  },
  closing: [
    '(lettre|compte rendu|courrier|date|traitement|ordonnance|mode|diagnostic|consignes) (de|d) (sortie|fin d hospitalisation)',
    'durée (de|du) séjour',
    'certificat de décès',
    '(heure|date) du décès',
  ],
  cues: [
    {
      effect: 'possible',
      direction: 'both',
      isConditional: true,
      phrases: ['(si|s il|s elle|en cas de|en cas d|en cas|sauf si|sauf)'],
    },
    {
      effect: 'possible',
      direction: 'ahead',
      phrases: [
        '(prévoir|prévu|prévue|envisager|envisagé|envisagée|organiser|projet|discuter|discussion|proposer|proposition|demande|avis|attente) (de|d|une|un)?',
        '(selon|avant|jusqu à)',
        '(peur|crainte|risque|menace|angoisse) (de|d)',
        '(pourra|pourrait|devra|devrait|faudra|sera|serait) (être|nécessiter|discuté|envisagé)?',
        '(seuil|indication|candidat|éligible) (à|de|d|pour)',
        '(refuse|refus|ne souhaite pas|souhaite) (de|d|le|un|une|l|la)?',
        'à transférer',
      ],
    },
    {
      effect: 'possible',
      direction: 'behind',
      reach: 10,
      phrases: [
        '(prévu|prévue|envisagé|envisagée|possible|demain|à prévoir|à organiser|à discuter|à envisager|souhaitée|programmée|à venir|proposé|proposée|discuté|discutée|dans les prochains jours)',
        'à (organiser|prévoir|discuter|envisager)',
      ],
    },
    {
      effect: 'negated',
      direction: 'behind',
      reach: 8,
      phrases: [
        '(non|pas) (indiqué|indiquée|souhaité|souhaitée|nécessaire|retenu|retenue|envisagé|envisagée|souhaitable|justifié|justifiée)',
        '(refusé|refusée|récusé|récusée)',
      ],
    },
    {
      effect: 'historical',
      direction: 'ahead',
      phrases: [
        '(dernier|dernière|précédent|précédente|antérieur|antérieure) (séjour|hospitalisation|passage|admission|sortie)?',
        '(récemment|précédemment|auparavant)',
      ],
    },
    {
      effect: 'historical',
      direction: 'behind',
      reach: 12,
      phrases: [
        'il y a (nn|un|une|plusieurs|quelques|deux|trois|quatre|cinq|six|dix|vingt) (an|ans|mois|années|année|semaine|semaines|jours|jour)',
        '(l an|l année|le mois|la semaine|l été|l hiver) (dernier|dernière|passé|passée)',
        '(à l|dès l|à son) (arrivée|admission|entrée)',
        '(aux|au) (urgences|smur|domicile par le smur)',
        'en (janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre) yyyy',
      ],
    },
    {
      effect: 'other-person',
      direction: 'ahead',
      phrases: ['(veuf|veuve) (,)?', '(mari|époux|épouse|conjoint|conjointe|voisin|voisine)'],
    },
  ],
  decoys: [
    'mort subite du nourrisson',
    '(mort|espace mort)  (née)',
    'espace mort',
    'point mort',
    'pas d amélioration',
    'sans amélioration',
    'pas de limitation (de|des) (soins|thérapeutiques)?',
  ],
};
