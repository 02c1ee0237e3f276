import type { QuestionLexicon } from './meaning.ts';

const treatments =
  'antibiotics|antibiotic|abx|fluids|fluid|bolus|saline|morphine|furosemide|frusemide|lasix|diuretics|insulin|heparin|steroids|noradrenaline|norepinephrine|vasopressors|pressors|amoxicillin|ceftriaxone|tazocin|meropenem|vancomycin|gentamicin|paracetamol|acetaminophen|adrenaline|blood|transfusion|anticoagulation|aspirin|beta blockers|salbutamol|bronchodilators|oxygen|niv|bipap|cpap|potassium|bicarbonate|metformin|warfarin|dialysis|ceiling of care';

/** How clinicians ask in English, in the night's short words too. */
export const english: QuestionLexicon = {
  values: [
    [
      ['systolicPressure', 'diastolicPressure'],
      `
      bp; b p; blood pressure; blood pressures; pressure; hypotension; hypotensive; hypertensive`,
    ],
    [['systolicPressure'], 'systolic (blood)? (pressure)?; sbp; sys bp'],
    [['diastolicPressure'], 'diastolic (blood)? (pressure)?; dbp'],
    [['meanArterialPressure'], 'mean (arterial|blood)? pressure; ^MAP; map'],
    [
      ['heartRate'],
      `
      heart rate; hr; pulse; pulse rate; tachycardia; tachycardic; bradycardia; bradycardic; beats per
      minute`,
    ],
    [
      ['respiratoryRate'],
      `
      respiratory rate; resp rate; resps; rr; breathing rate; respirations; tachypnea; tachypnoea; breaths
      per minute`,
    ],
    [['temperature'], 'temperature; temp; temps; t °; febrile; fever; pyrexia; pyrexial'],
    [
      ['oxygenSaturation'],
      `
      (oxygen|o2)? saturation; (oxygen|o2) saturations; sats; sat; spo2; sao2; sp o2; o2 sats; o2 sat;
      oximetry; pulse ox; hypoxia; hypoxic; desaturation; desaturating`,
    ],
    [
      ['oxygenFlow', 'fractionInspiredOxygen'],
      `
      oxygen; o2; oxygen (flow|requirement|requirements|need|needs|therapy|support); o2
      (flow|requirement|requirements|need|needs); supplemental oxygen; how much oxygen`,
    ],
    [['fractionInspiredOxygen'], 'fio2; fi o2; inspired oxygen; fraction of inspired oxygen'],
    [
      ['glasgowComaScore', 'consciousness'],
      `
      gcs; glasgow; glasgow coma (scale|score); coma score; avpu; acvpu; consciousness; level of
      consciousness; loc; alertness; conscious level`,
    ],
    [['urineOutput'], 'urine output; urine; uo; uop; diuresis; peeing; passing urine'],
    [['weight'], 'weight; body weight; weigh; weighs'],
    [['bun'], 'bun; urea; blood urea (nitrogen)?; urea nitrogen'],
    [['creatinine'], 'creatinine; creat; creats; cr; crea; scr'],
    [
      ['bun', 'creatinine'],
      `
      renal function; kidney function; kidneys; renal; aki; kidney injury; acute kidney injury`,
    ],
    [['sodium'], 'sodium; na; na +; hyponatremia; hyponatraemia; hypernatremia; hypernatraemia'],
    [['potassium'], 'potassium; k; k +; hyperkalemia; hyperkalaemia; hypokalemia; hypokalaemia'],
    [['sodium', 'potassium', 'bicarbonate'], 'electrolytes; lytes; u and es; ues; u & es; u & e; salts'],
    [['bicarbonate'], 'bicarbonate; bicarb; hco3; total co2'],
    [['magnesium'], 'magnesium; mg level'],
    [
      ['glucose'],
      `
      glucose; blood glucose; sugar; sugars; blood sugar; blood sugars; bm; bms; cbg; bsl; hypoglycemia;
      hypoglycaemia; hyperglycemia`,
    ],
    [
      ['wbc'],
      `
      white (blood)? (cell|cells) (count|counts)?; white count; whites; wbc; wcc; wbcs; leukocytes;
      leucocytes; leukocytosis; leukopenia`,
    ],
    [['lymphocytes'], 'lymphocytes; lymphocyte count; lymphs; lymphopenia'],
    [
      ['neutrophils'],
      `
      neutrophils; neutrophil count; neuts; neutros; polys; anc; neutropenia; neutropenic`,
    ],
    [['hemoglobin'], 'hemoglobin; haemoglobin; hb; hgb; anemia; anaemia; anemic; anaemic; h & h'],
    [['hematocrit'], 'hematocrit; haematocrit; hct; crit; pcv'],
    [['platelets'], 'platelets; platelet count; plt; plts; thrombocytes; thrombocytopenia'],
    [['hemoglobin', 'wbc', 'platelets'], 'full blood count; complete blood count; blood count; fbc; cbc'],
    [['lactate'], 'lactate; lactates; lactic (acid)?; lac; serum lactate; lactatemia'],
    [['albumin'], 'albumin; alb'],
    [['bilirubin'], 'bilirubin; bili; total bilirubin; jaundice'],
    [['alp'], 'alkaline phosphatase; alk phos; alp'],
    [['alt'], 'alanine aminotransferase; alt; sgpt'],
    [['ast'], 'aspartate aminotransferase; ast; sgot'],
    [
      ['bilirubin', 'alp', 'alt', 'ast', 'albumin'],
      `
      liver (function)? (tests|test|enzymes|panel); liver function; lfts; lft; transaminases`,
    ],
    [['troponinT', 'troponinI'], 'troponin; trop; trops; troponins; cardiac enzymes'],
    [['troponinT'], 'troponin t; trop t; tnt'],
    [['troponinI'], 'troponin i; trop i; tni'],
    [['cholesterol'], 'cholesterol; chol'],
    [['crp'], 'crp; c reactive (protein)?; c reactive'],
    [
      ['crp', 'procalcitonin', 'wbc'],
      `
      inflammatory markers; inflammation; infection markers; markers of infection`,
    ],
    [['procalcitonin'], 'procalcitonin; pct; procal'],
    [['ldh'], 'ldh; lactate dehydrogenase'],
    [['dDimer'], 'd dimer; d dimers; ddimer; ddimers; dimer; dimers'],
    [['ph'], 'ph; arterial ph; acidosis; acidotic; alkalosis'],
    [['pao2'], 'pao2; po2; pa o2; oxygen tension; arterial oxygen (tension)?; partial pressure of oxygen'],
    [['paco2'], 'paco2; pco2; co2; pa co2; carbon dioxide; hypercapnia; hypercarbia; retaining'],
    [
      ['ph', 'pao2', 'paco2', 'bicarbonate', 'lactate'],
      `
      (arterial)? (blood)? gas; (arterial)? blood gases; gases; abg; abgs; vbg`,
    ],
  ],
  findings: {
    Atelectasis: 'atelectasis; collapse; lung collapse; lobar collapse; atelectatic',
    Cardiomegaly: 'cardiomegaly; (enlarged|big|large) heart; heart (enlarged|big); cardiac enlargement',
    Consolidation: `
      consolidation; consolidations; airspace (disease|opacity); opacity; opacities; shadowing`,
    Edema: `
      edema; oedema; (pulmonary|lung) (edema|oedema); fluid (overload|overloaded); (fluid|water) (on|in) the
      lungs; pulmonary congestion; congestion; wet lungs; overloaded`,
    Effusion: `
      effusion; effusions; pleural effusion; pleural effusions; pleural fluid; hemothorax; haemothorax`,
    Emphysema: 'emphysema; hyperinflation',
    Fibrosis: 'fibrosis; (lung|pulmonary) fibrosis; scarring',
    Hernia: 'hernia; (hiatal|hiatus) hernia',
    Infiltration: 'infiltrate; infiltrates; infiltration',
    Mass: 'mass; lung mass; tumour; tumor',
    Nodule: 'nodule; nodules; lung nodule',
    Pleural_Thickening: 'pleural thickening',
    Pneumonia: 'pneumonia; pna; cap; chest infection; lrti; lung infection; bronchopneumonia',
    Pneumothorax: 'pneumothorax; ptx; pneumo; pneumothoraces; (collapsed|dropped) lung; air leak',
  },
  parts: {
    film: `
      film; films; x ray; x rays; xray; xrays; cxr; chest (film|xray|x ray|radiograph|picture); radiograph;
      image; imaging; picture; rx`,
    labs: `
      labs; lab; laboratory; lab (values|results|tests); bloods; blood (tests|test|results|work); bloodwork;
      biochemistry`,
    vitals: 'vitals; vital signs; vital; obs; observations; obs chart',
    notes: 'notes; note; clinical notes; documentation; free text; nursing notes; the writing',
  },
  acts: {
    why: `
      pushing; what (s|is) pushing; driving; drives; what (speaks|is) for; speaks for; in favour of; in favor of; why; how come; what (drives|explains|is driving|s driving); reason; reasons; because of what; what
      makes; driver; drivers; what contributes; what is behind; explain; what pushes; justify; what
      (raises|raise|increases); breakdown; break down; items; made up of; components; points come from;
      based on`,
    last: `
      last; latest; newest; most recent; current; currently; now; right now; at the moment; recent; today s`,
    course: `
      cleared; clearing; normalised; normalized; settled; settling; recovering; trend; trends; trending; course; evolution; evolving; evolved; progress; progression; over time; how
      (has|have); going (up|down); coming down; gone (up|down); rising; falling; rise; fall; rose; dropped;
      dropping; improving; improved; worsening; getting (better|worse); better or worse; dynamics; curve;
      series; history of values; all values; climbing; moving; up or down; changing; serial; been doing`,
    highest: 'highest; maximum; max; peak; peaked; top; biggest; most',
    lowest: 'lowest; minimum; min; nadir; bottom; smallest; least',
    worst: 'worst; the worst; most abnormal',
    against: `
      against; counter (evidence)?; counterevidence; contradicts; contradict; contradicting; argues against;
      rules out; rule out; ruled out; exclude; excludes; excluded; evidence against; speaks against; not
      fit; doesn t fit; unlikely; argue against; does not fit; disproves; reassuring; reassure`,
    shows: `
      show; shows; shown; see; seen; findings; finding; reading; read; report; say; says; look like; looks
      like; abnormal; abnormality; abnormalities; clear`,
    missing: `
      missing; not (assessed|measured|done|available|on record|known|there); lacking; lack; gaps; gap;
      incomplete; unknown; absent; don t (know|have); do not (know|have); needed; what else (do you need|is
      needed); not been (done|measured); unavailable; what could you not; couldn t`,
    stale: 'stale; outdated; out of date; too old; old values; old; expired; not recent; out dated; oldest',
    without: `
      ignored; ignore; ignoring; without; left out; leave out; leaving out; excluding; disregard;
      disregarding; not counted; removed; remove; if not for; if we had no; take away; did not
      have; didn t have`,
    only: 'only; alone; just the; by (itself|themselves); on its own; solely',
    share: `
      share; shares; contribution; contributions; contribute; contributes; weight; weights; how much
      (does|do|did|is|comes); part of; influence; role; count for; counts for; matter; matters; who spoke;
      modality; modalities; sources`,
    disagreed: `
      disagree; disagreed; disagrees; disagreement; disagreements; contradicted; objected; objection;
      objections; overrode; overridden; override; disputed; challenged; said no; contradiction;
      contradictions; feedback`,
    agreed: 'agree; agreed; agrees; confirmed; confirms; agreement; endorsed',
    changed: `
      changed; change; changes; different; difference; new; what s new; whats new; news since; anything new;
      since the last (summary|assessment|card|time); since last (summary|assessment|card|time); compared
      with before; update; updates`,
    made: `
      when was this; when (is|was) (it|the summary|the assessment|this summary|this assessment)
      (made|from|calculated|done|produced); as of; made; generated; calculated; computed; timestamp; how
      (fresh|current|recent|old) is (this|the summary|the assessment|it); up to date; time of (this|the)
      (summary|assessment)`,
    models: `
      model; models; algorithm; algorithms; ai; version; versions; software; which (ai|model|models); who
      made this; what are you`,
    validated: `
      validated; validation; trained; training; tested; accuracy; accurate; auroc; auc; reliable;
      population; calibrated; how good; trust; learned; performance; evidence base; sensitivity; specificity`,
    noted: `
      what do the notes; notes (say|state|mention|report); documented; written; according to the notes;
      mentioned; mention; mentions; stated; charted in the notes; recorded in the notes`,
    prior: `
      prior; previous; earlier; old (film|xray|x ray|cxr); comparison; compare; before; other films; another
      film`,
    age: `
      how old; when (was|is) the; when; taken; date of; how long ago; how recent; acquired; time of; at what
      time; what time; age of`,
    size: `
      heart size; size of the heart; cardiothoracic (ratio)?; ctr; ct ratio; heart (to|over) chest; cardiac
      (size|silhouette|shadow); how (big|large) is the heart; heart ratio; heart width`,
    devices: `
      drain; drains; chest (drain|tube); chest tubes; device; devices; line; lines; tubes; tube; catheter;
      catheters; pacemaker; implants; intubated; central line; picc; hardware; ett; ng tube`,
    risk: `
      risk; risk of (death|dying); risks; probability; chance; chances; mortality; likelihood; odds; how
      (ill|sick|bad|unwell|serious); prognosis; die; dying; death; deteriorate; deterioration; score of
      vigie; danger; severity; how is (he|she|the patient|this patient) doing; summary; summarise;
      summarize; overview; in trouble; how worried; worried`,
    high: `
      high; higher; raised; elevated; so (high|bad|ill|sick); up; increased; bad; for a higher;
      concerning; big`,
    low: 'low; lower; lowers; reduced; small; decreased; not higher; good; protective',
    sure: `
      how (sure|certain|confident|precise|reliable); certainty; uncertainty; uncertain; confidence;
      interval; confidence interval; margin; error; sure; certain; range of the risk; confident`,
    history: `
      comorbidities; comorbidity; past (medical)? history; pmh; pmhx; medical history; problem list;
      problems; conditions; background; known (conditions|diagnoses|problems); diagnoses; chronic
      (illnesses|diseases|conditions)`,
    patient: `
      how old is (the patient|he|she|this patient); age of the patient; patient age; patient s age; male or
      female; sex; gender; date of birth; dob; birth date; how old is this (man|woman|lady|gentleman)`,
    admitted: `
      admitted; admission; length of stay; los; how long (has|have) (he|she|the patient|they) been; came in;
      arrive; arrived; admission date; how long in hospital; presented; day of stay`,
    quality: `
      upright; supine; erect; lying (down)?; portable; bedside; film quality; image quality; quality; wrong (film|patient); right (film|patient); rotated; over
      exposed; under exposed; view; ap or pa; projection; pa or ap`,
    where: `
      where; location; located; which (side|lung|zone|lobe); side; left or right; right or left; localised;
      localized; place`,
    normal: 'normal; within (the)? (normal|reference)? (range|limits); in range; physiological; is it ok',
    help: 'help; what can (i|you|one); what (questions|can be asked); how do i; examples',
  },
  refused: {
    instructions: `
      ignore (all|any|your|the|my)? (previous|prior|above|earlier)?
      (instructions|instruction|rules|prompt|prompts|guidelines|guardrails); disregard (all|any|your|the)?
      (previous|prior)? (instructions|rules|prompt); forget (all|your|the|everything)? (previous|prior)?
      (instructions|rules|prompt); system prompt; your prompt; jailbreak; developer mode; you are now;
      pretend (to be|you|that); act as; role play; override your; reveal your; print your; your
      instructions; drop table; api key; password; do anything now; new instructions; bypass; make up;
      invent; just guess; set the risk; change the risk; delete the; write a poem; say that the`,
    treatment: `
      (give|start|stop|prescribe|order|administer|hold|restart|continue|need|needs|push|hang|infuse|try|withhold|increase|reduce|titrate|switch
      to|add) (more|some|him|her|them|the|iv|any|a|an)? (${treatments}); how (much|many)
      (${treatments.replace('|oxygen', '')}) (should|do|can|to|must|would); treat; treatment; treatments;
      treating; therapy; therapies; antibiotic; antibiotics; abx; dose; doses; dosage; dosing; what should
      (i|we) (give|do|start|prescribe); what (do i|do we|to) (give|do|start|prescribe); prescribe;
      prescription; intubate; transfuse; transfusion; thrombolyse; thrombolysis; anticoagulate;       which (drug|fluid|antibiotic|pressor); management; manage;
      resuscitate; vasopressor; vasopressors; noradrenaline; norepinephrine; furosemide; lasix; insulin;
      heparin; steroids; bolus; ventilate; put in a (drain|chest drain|chest tube|line); insert a; extubate;
      dialyse; dialyze; peep; next step; next steps; amoxicillin; ceftriaxone; meropenem; vancomycin;
      tazocin; morphine; interaction; interactions`,
    decision: `
      icu; itu; hdu; intensive care; should (i|we|he|she|they|the patient|this patient) (be)?; can (i|we)
      (discharge|send|stop|transfer|move|rule out|safely); can (he|she|the patient|this patient|they)
      (go|be|leave|wait); (safe|ok|okay|fit|ready) (to|for)
      (go|discharge|send|transfer|leave|home|surgery|theatre); discharge; go home; send (him|her|them) home;
      step down; escalate; icu (admission|bed|transfer); admit (him|her|to); transfer to; what is the
      diagnosis; what s the diagnosis; whats the diagnosis; diagnose; what disease; what (does|do)
      (he|she|they|the patient) have; what is wrong with; what s wrong with; whats wrong with; dnr; dnacpr;
      palliative; call (the)? (icu|family|consultant|surgeon|surgeons); do (i|we) need to; is surgery;
      operate; what would you do; your opinion; your advice; recommend; recommendation; advise; withdraw`,
    'other-patient': `
      (other|another|next|all|every|which|these|my|previous) (patient|patients); (the)? patients; patient
      in; (bed|room|bay|cubicle) (nn|number|one|two|three|four|five|six|seven|eight|nine|ten); next bed;
      neighbour; neighbor; (mr|mrs|ms|miss|mister); the ward; on the ward; my list; whole ward; his
      (wife|brother|father|son); her (husband|sister|mother|daughter); roommate; rank the`,
    prognosis: `
      (make|makes|made) it (to|until|till|through); (live|lives) (to|until|till); pull through; in (nn|a|one|two|three|five|six|ten)? (year|years|month|months); life expectancy; long term; nn
      (year|years|month|months|day) (survival|mortality|risk|prognosis); (one|five|ten) year
      (survival|mortality|risk|prognosis); after discharge; how long (does|will|has) (he|she|the
      patient|they) (have|got|live|left); how long (to|will) live; tomorrow; next (week|month|year|days|nn);
      will (it|the|his|her) (lactate|creatinine|crp|fever|infection|pneumonia|effusion)?
      (be|get|rise|fall|go|resolve|improve|worsen); readmission; readmitted; recover; recovery; when will;
      quality of life; predict; forecast; future; outcome in`,
    knowledge: `
      what is (a|the) normal; what s (a|the) normal; normal (range|value|values|level|level
      of|lactate|potassium|sodium|crp) (for|of|in|is); reference (range|ranges); what does (a|an)?
      (crp|lactate|news2|sofa|wbc|bun|creatinine|sao2|spo2|it) (mean|stand for|measure); what
      (causes|cause); causes of; define; definition; what is
      (crp|lactate|news2|sofa|qsofa|sepsis|pneumonia|ards|psi|a shapley|bun|procalcitonin|heart
      failure|pneumothorax); how does (news2|sofa|sepsis|crp) work; pathophysiology; guideline; guidelines;
      who invented; capital of; weather; joke; recipe; president; translate; differential diagnosis; differential diagnoses; ddx; literature;
      pubmed; studies; wikipedia; football; time is it; write a; email; how to calculate; formula; symptoms
      of; signs of; meaning of; mechanism`,
  },
  unread: `
    (any)? (allergy|allergies|allergic); (drug|drugs|medication|medications|meds|medicine|medicines); drug (list|chart|history);
    calcium; ca; phosphate; phosphorus; chloride; ammonia; inr; prothrombin (time)?; pt; ptt; aptt;
    fibrinogen; ferritin; iron; amylase; lipase; bnp; nt probnp; ntprobnp; probnp; ck; creatine kinase;
    ckmb; tsh; thyroid; hba1c; a1c; (hemoglobin|haemoglobin) a1c; esr; uric acid; b12; folate; egfr; gfr;
    creatinine clearance; cortisol; cvp; icp; ggt; base excess; anion gap; scvo2; peak flow; cultures;
    culture; blood cultures; sputum; urinalysis; dipstick; hcg; pregnancy test; ecg; ekg; ct; ct scan; mri;
    echo; echocardiogram; ultrasound; ef; ejection fraction; eosinophils; mcv; reticulocytes; haptoglobin;
    il6; osmolality; pain score; height; bmi; fluid balance; covid (test|swab|pcr); swab; pcr; drug levels;
    vancomycin level; toxicology; blood (type|group); coagulation; clotting; globulin; protein;
    triglycerides; ldl; hdl; zinc; copper; vitamin d; serology; urine (sodium|culture); fractures; fracture;
    broken (ribs|rib|bones); free air; insurance; phone number; address; name`,
  filler: `
    known; please; pls; tell me; show me; give me; list; i want; i need; can you; could you; quick; quickly; hi;
    hello; thanks; ok; hey; vigie; doctor; value; values; level; levels; result; results; reading; number;
    patient; pt s; he; she; they; his; her; this; that; these; there; any; anything; something; what; whats;
    what s; which; who; how; is; are; was; were; do; does; did; has; have; had; been; be; it; its; the; a;
    an; of; for; to; in; on; at; by; with; from; and; or; if; then; me; my; you; your; we; i; so; since;
    during; about; much; many; would; could; will; can; should; may; ok; okay; range; check; find;
    not; isn t; aren t; evidence; record; recorded; chart; everything; all; each; doing; going; into; as;
    but; got; get; gets; thing; things; yet; still; also; really; actually; even; think; believe; exactly;
    other; here; overall; per; vs; versus; us; let; know; used; use; possible; likely; probable; present;
    sign; signs; evident; hours; hour; day; days; time; times; first; figure; test; tests; measured;
    measurement; measurements; done; count; plus; both; was there; suspicion; suggest; suggests; speak;
    speaks; went; go; come; comes; came; make; makes; mean; means; happened; happening; happen; bit; whole;
    more; less; than; some; none; no one; someone; somebody; anyone; anybody; colleague; colleagues; one;
    two; three`,
};
