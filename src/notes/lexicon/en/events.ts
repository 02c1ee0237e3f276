import type { EventLexicon } from '../events.ts';

const unit =
  '(icu|micu|sicu|ccu|itu|hdu|cvicu|intensive care|intensive care unit|critical care|critical care unit|high dependency unit|intensive therapy unit)';
const moved =
  '(transferred|transfer|transferring|moved|admitted|readmitted|upgraded|escalated|taken|sent|stepped up|went|brought)';
const day =
  '(day|hospital day|icu day|hd|pod|postoperative day|post operative day|the nn day|the second day|the third day)';
const support =
  '(intubated|reintubated|intubation|ventilated|tracheostomy|trach|proned|cannulated|ecmo|dialysis|crrt)';

export const englishEvents: EventLexicon = {
  events: {
    death: [
      'died',
      'dies',
      'dead',
      'death',
      'deceased',
      'passed away',
      '(patient|he|she|pt) (unfortunately|sadly|has)? passed (this|at|on|overnight|peacefully|last)?',
      '(patient|he|she|pt) expired',
      'expired (at|on|in|peacefully|overnight)',
      '(pronounced|declared|found) dead',
      '(time|date|cause|hour) of death',
      'succumbed (to)?',
      'demise',
      'autopsy',
      'post mortem',
      'postmortem',
      'fatal outcome',
      'resuscitation (was)? unsuccessful',
    ],
    'intensive-care': [
      `${moved} to (the)? (medical|surgical|cardiac|neuro|our)? ${unit}`,
      `(and|subsequent|subsequently|emergent|unplanned|required|requiring)? ${unit} (admission|transfer)`,
      `${unit} (stay|course)`,
      `(remained|remains|stayed|spent|managed|cared for) (in|on|nn days in|nn days on) (the)? ${unit}`,
      `(required|requiring|needed|needing) ${unit}`,
      `${unit} day nn`,
      'upgraded to (the)? (icu|micu)',
    ],
    'organ-support': [
      `${support} on ${day} nn?`,
      `${support} (nn|two|three|four|several) (day|hour) later`,
      `${day} nn : ${support}`,
      `on ${day} nn? (,)? (he|she|the patient|patient|pt) (was|became|needed|required)? (re)? ${support}`,
      `${support} (overnight|the next day|the following day|last night|this morning)`,
      `(subsequently|later|eventually|ultimately|emergently|then|finally|urgently) ${support}`,
      `(required|requiring|needed|needing|necessitating|underwent) (emergent|emergency|urgent|subsequent)? (intubation|reintubation|mechanical ventilation|ecmo|tracheostomy|dialysis|vasopressors|pressors)`,
      '(placed|put|started|cannulated) on (a|the)? (ventilator|ecmo|vasopressors|pressors|crrt)',
      'reintubated',
    ],
    arrest: [
      '(cardiac|respiratory|cardiopulmonary|pea|vf) arrest',
      'code blue',
      '(was|were)? coded',
      'rosc',
      'cpr (was)? (started|performed|initiated)',
      'return of spontaneous circulation',
    ],
    'comfort-care': [
      'comfort (measures|care) (only)?',
      '(care|support|life support|treatment|ventilation) (was|were) withdrawn',
      'withdrawal of (care|life support|life sustaining treatment|support)',
      '(transferred|discharged|transitioned|moved|referred|to) (to)? hospice',
      'terminally extubated',
      'made (cmo|dnr)',
    ],
    discharge: [
      'discharged',
      '(was|been|is|got)? discharged (home|to|on|in|alive|from hospital)?',
      'survived (to)? (hospital)? discharge',
      '(at|upon|on) (the)? (time of)? discharge',
      'discharge (home|to home|to rehab|to snf)',
      'went home (on|in|after|with)?',
      'sent home',
      'left (the hospital)? against medical advice',
    ],
  },
  closing: [
    'discharge (summary|diagnosis|diagnoses|medication|medications|date|condition|disposition|instructions|exam|status|letter)',
    '(date|day) of discharge',
    'length of stay',
    'death (certificate|summary|note)',
    '(time|date) of death',
  ],
  cues: [
    {
      effect: 'possible',
      direction: 'both',
      isConditional: true,
      phrases: ['(if|unless|in case of|in the event of|should he|should she|should the patient)'],
    },
    {
      effect: 'possible',
      direction: 'ahead',
      phrases: [
        '(plan|plans|planned|planning|aim|aiming|goal|goals) (for|to|is|on)?',
        '(anticipate|anticipated|anticipating|expect|expected|estimated|target|pending|awaiting|await)',
        '(ready|stable|fit|suitable|candidate|criteria|appropriate|cleared|bed|referral|referred|request|requested) (for|to)',
        '(discuss|discussed|discussing|discussion|discussions|talk|talked) (of|about|with)?',
        '(will|would|may|might|could|should|can) (need|require|want|be|go|likely|benefit)? (to be)?',
        '(low|lower|high)? threshold (for|to)',
        '(consider|considering|considered|recommend|recommended|suggest|advise|advised)',
        '(when|once|until|before|prior to)',
        '(afraid|fear|scared|risk|threat|impending|imminent) (of)?',
        '(to|for) (prevent|avoid)',
        '(wishes|wants|willing|agrees|declined|declines|refuses|refused|would not want) (to|for)?',
        'not (ready|fit|suitable|a candidate|stable) for',
      ],
    },
    {
      effect: 'possible',
      direction: 'behind',
      reach: 12,
      phrases: [
        '(planned|anticipated|expected|pending|tomorrow|discussed|considered|soon|likely)',
        'to be (arranged|planned|discussed|considered)',
        '(planning|plan|candidate|criteria|goals|referral|bed|wishes|outreach|team|consult)',
      ],
    },
    {
      effect: 'negated',
      direction: 'behind',
      reach: 10,
      phrases: [
        '(was|is|were|are)? (not|never) (required|needed|involved|indicated|necessary|wanted|considered)',
        'declined',
        'deferred',
      ],
    },
    {
      effect: 'historical',
      direction: 'ahead',
      phrases: [
        '(last|previous|prior|earlier|recent|recently|index) (admission|hospitalization|hospitalisation|stay|discharge|visit)?',
        'previously',
        '(recently|just)',
      ],
    },
    {
      effect: 'historical',
      direction: 'behind',
      reach: 14,
      phrases: [
        '(nn|two|three|four|several|few|a|some|many|couple of) (hour|day|week|month|year|wk|yr|decade) (ago|prior|before|earlier|previously)',
        '(last|previous) (week|month|year|summer|winter|spring|autumn|fall|admission)',
        '(in|on) (january|february|march|april|may|june|july|august|september|october|november|december) yyyy',
        '(on|upon|at) (arrival|admission|scene|presentation)',
        'in (the)? (ed|er|field|emergency department|emergency room|ambulance)',
        '(from|at) (another|an outside|outside|other|a different) (hospital|facility)',
        'prior to (arrival|admission)',
      ],
    },
    {
      effect: 'family',
      direction: 'behind',
      reach: 8,
      phrases: [
        '(of|in) (his|her|the|a)? (mother|father|brother|sister|son|daughter|parent|child|grandmother|grandfather)',
      ],
    },
    {
      effect: 'other-person',
      direction: 'behind',
      reach: 8,
      phrases: ['of (his|her|the|a)? (wife|husband|spouse|partner|friend|neighbour|neighbor|roommate)'],
    },
    {
      effect: 'family',
      direction: 'ahead',
      phrases: ['the (daughter|son|mother|father|brother|sister) of (the|our)? (patient|pt)'],
    },
  ],
  decoys: [
    '(nasal|vaginal|urethral|ear|eye|wound|purulent|penile|nipple|serous|bloody|mucous|ocular|aural) (purulent|bloody)? discharge',
    'discharge from (the|his|her|a)? (wound|ear|nose|nipple|eye|drain|site)',
    'died (down|out|away)',
    'expired (air|phase|volume|breath|gas|medication)',
    '(near|brain) death experience',
    'dead space',
    'discharge (planning|planner|coordinator|date planned|goals)',
    '(previous|prior|old|last|outside) discharge (summary|letter|medication|diagnosis)',
    'improvement',
  ],
};
