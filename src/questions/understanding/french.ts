import type { QuestionLexicon } from './meaning.ts';

const treatments =
  'antibiotiques|antibiotique|atb|remplissage|bolus|soluté|solutés|sérum|morphine|furosémide|lasilix|diurétiques|diurétique|insuline|héparine|corticoïdes|corticoides|noradrénaline|nad|amines|augmentin|amoxicilline|rocéphine|ceftriaxone|tazocilline|méropénem|vancomycine|gentamicine|paracétamol|doliprane|sang|transfusion|anticoagulants|anticoagulant|aspirine|bêtabloquants|salbutamol|ventoline|oxygène|o2|vni|potassium|bicarbonates|metformine|dialyse';

/** How clinicians ask in French, in the night's short words too. */
export const french: QuestionLexicon = {
  values: [
    [
      ['systolicPressure', 'diastolicPressure'],
      `
      ta; t a; pa; tension; tension artérielle; pression artérielle; pression; tensions; pas pad;
      hypotension; hypotendu; hypotendue`,
    ],
    [['systolicPressure'], '(pression|tension)? systolique; tas; ^PAS; maxima'],
    [['diastolicPressure'], '(pression|tension)? diastolique; tad; pad; minima'],
    [['meanArterialPressure'], '(pression|tension) (artérielle)? moyenne; tam; pam'],
    [
      ['heartRate'],
      `
      fréquence cardiaque; fc; pouls; rythme cardiaque; tachycardie; tachycarde; bradycardie; battements`,
    ],
    [
      ['respiratoryRate'],
      `
      fréquence respiratoire; fr; rythme respiratoire; polypnée; tachypnée; polypnéique`,
    ],
    [
      ['temperature'],
      `
      température; temp; t °; fièvre; fébrile; apyrétique; hyperthermie; thermique; courbe thermique`,
    ],
    [
      ['oxygenSaturation'],
      `
      saturation; saturations; saturation (en)? (oxygène|o2); sat; sats; satu; spo2; sao2; sp o2; sature;
      désature; désaturation; hypoxie; oxymétrie`,
    ],
    [
      ['oxygenFlow', 'fractionInspiredOxygen'],
      `
      oxygène; o2; débit (d)? (oxygène|o2); oxygénothérapie; besoin en (oxygène|o2); besoins en
      (oxygène|o2); oxygénodépendance; litres (d)? (oxygène|o2)`,
    ],
    [['fractionInspiredOxygen'], 'fio2; fi o2; fraction inspirée (en|d)? (oxygène|o2)?'],
    [
      ['glasgowComaScore', 'consciousness'],
      `
      glasgow; gcs; score de glasgow; sg; conscience; vigilance; état de conscience; niveau de conscience`,
    ],
    [['urineOutput'], 'diurèse; urines; urine; débit urinaire; pipi'],
    [['weight'], 'poids; pèse'],
    [['bun'], 'urée; azotémie; urémie; bun; urée sanguine; azote uréique'],
    [['creatinine'], 'créatinine; créat; creat; créatininémie; créatinémie; créats'],
    [
      ['bun', 'creatinine'],
      `
      fonction rénale; reins; rein; rénal; rénale; insuffisance rénale; ira; bilan rénal`,
    ],
    [['sodium'], 'sodium; na; na +; natrémie; hyponatrémie; hypernatrémie'],
    [['potassium'], 'potassium; k; k +; kaliémie; hyperkaliémie; hypokaliémie'],
    [['sodium', 'potassium', 'bicarbonate'], 'iono; ionogramme; ionos; électrolytes'],
    [['bicarbonate'], 'bicarbonates; bicarbonate; bicar; bicars; hco3; réserve alcaline'],
    [['magnesium'], 'magnésium; magnésémie'],
    [
      ['glucose'],
      `
      glucose; glycémie; glycémies; dextro; dextros; glyc; sucre; hypoglycémie; hyperglycémie`,
    ],
    [
      ['wbc'],
      `
      leucocytes; leuco; leucos; gb; globules blancs; blancs; hyperleucocytose; leucocytose; leucopénie; wbc`,
    ],
    [['lymphocytes'], 'lymphocytes; lympho; lymphos; lymphopénie'],
    [
      ['neutrophils'],
      `
      neutrophiles; pnn; polynucléaires; polynucléaires neutrophiles; neutro; neutros; neutropénie`,
    ],
    [['hemoglobin'], 'hémoglobine; hb; hgb; anémie; anémique; hémo'],
    [['hematocrit'], 'hématocrite; ht; hte'],
    [['platelets'], 'plaquettes; plaquette; plq; pq; thrombocytes; thrombopénie; plaq'],
    [['hemoglobin', 'wbc', 'platelets'], 'nfs; nfp; numération; hémogramme; formule sanguine'],
    [['lactate'], 'lactate; lactates; lactatémie; acide lactique; lactat; lac'],
    [['albumin'], 'albumine; albuminémie; alb'],
    [['bilirubin'], 'bilirubine; bili; bilirubinémie; ictère'],
    [['alp'], 'phosphatases alcalines; phosphatase alcaline; pal'],
    [['alt'], 'alat; tgp; sgpt; alt'],
    [['ast'], 'asat; tgo; sgot; ast'],
    [
      ['bilirubin', 'alp', 'alt', 'ast', 'albumin'],
      `
      bilan hépatique; bh; foie; transaminases; fonction hépatique; enzymes hépatiques`,
    ],
    [['troponinT', 'troponinI'], 'troponine; tropo; tropos; troponines; enzymes cardiaques'],
    [['troponinT'], 'troponine t; tropo t'],
    [['troponinI'], 'troponine i; tropo i'],
    [['cholesterol'], 'cholestérol; chol'],
    [['crp'], 'crp; c réactive; protéine c réactive'],
    [
      ['crp', 'procalcitonin', 'wbc'],
      `
      bilan inflammatoire; syndrome inflammatoire; marqueurs (inflammatoires|d inflammation|de l
      inflammation|de l infection); inflammation`,
    ],
    [['procalcitonin'], 'procalcitonine; pct; procal; procalc'],
    [['ldh'], 'ldh; lactate déshydrogénase; lacticodéshydrogénase'],
    [['dDimer'], 'd dimères; d dimère; ddimères; dimères; ddim'],
    [['ph'], 'ph; ph artériel; acidose; alcalose'],
    [['pao2'], 'pao2; po2; pa o2; pression (partielle)? (en|d)? (oxygène|o2)'],
    [['paco2'], 'paco2; pco2; co2; pa co2; capnie; hypercapnie; gaz carbonique'],
    [
      ['ph', 'pao2', 'paco2', 'bicarbonate', 'lactate'],
      `
      gaz; gds; gaz du sang; gazométrie; gazo; gaz artériels; gaz artériel; gaz veineux`,
    ],
  ],
  findings: {
    Atelectasis: `
      atélectasie; atélectasies; collapsus pulmonaire; trouble de ventilation; troubles de ventilation`,
    Cardiomegaly: `
      cardiomégalie; (gros|grand) coeur; coeur (gros|augmenté|élargi|augmenté de taille|augmenté de volume);
      augmentation de l index`,
    Consolidation: `
      condensation; condensations; consolidation; foyer; foyers; opacité; opacités; foyer de condensation;
      foyer pulmonaire; opacité alvéolaire`,
    Edema: `
      oedème; oedème (du poumon|pulmonaire|aigu du poumon|aigu pulmonaire); oap; surcharge; surcharge
      (hydrique|hydrosodée|vasculaire|pulmonaire); eau dans les poumons; congestion; congestion pulmonaire`,
    Effusion: `
      épanchement; épanchements; épanchement (pleural|liquidien); pleurésie; liquide pleural; épanchements
      pleuraux; hémothorax`,
    Emphysema: 'emphysème; distension',
    Fibrosis: 'fibrose; fibrose pulmonaire',
    Hernia: 'hernie; hernie hiatale',
    Infiltration: 'infiltrat; infiltrats; infiltration',
    Mass: 'masse; masse pulmonaire; tumeur',
    Nodule: 'nodule; nodules; nodule pulmonaire',
    Pleural_Thickening: 'épaississement pleural; épaississement de la plèvre',
    Pneumonia: `
      pneumonie; pneumopathie; pneumopathies; pnp; pneumo; infection pulmonaire; bronchopneumonie; pac;
      infection respiratoire; pavm`,
    Pneumothorax: 'pneumothorax; pno; pnx; ptx; poumon (décollé|collabé); décollement; décollement pleural',
  },
  parts: {
    film: `
      radio; radios; radiographie; radiographies; cliché; clichés; rp; rx; thorax; radio (du|de) thorax;
      radio (des poumons|pulmonaire|thoracique); radiographie (du|de|des)?
      (thorax|poumons|pulmonaire|thoracique); film; image; imagerie; rt; cliché thoracique; cliché (du|de)
      thorax`,
    labs: `
      biologie; bio; bilan; bilans; labo; laboratoire; bilan (sanguin|biologique|bio); prise de sang;
      analyses; biologiques; résultats (bio|de labo|du labo|biologiques); examens sanguins; sang`,
    vitals: `
      constantes; constante; paramètres; paramètres vitaux; signes vitaux; vitaux; surveillance; constantes
      vitales`,
    notes: `
      notes; note; observation; observations; transmissions; textes; écrits; comptes rendus; compte rendu;
      cr; obs; notes cliniques; courrier; courriers; mots`,
  },
  acts: {
    why: `
      pourquoi; comment ça se fait; qu est ce qui (explique|fait|augmente|pousse|motive|rend); raison;
      raisons; à cause de quoi; explique; expliquer; explication; expliquez; motif; motifs; d où vient; d où
      viennent; qui (explique|augmente|pousse); détail; détails; détaille; détaillé; items; calculé comment;
      composé; composantes; pour quelles raisons; sur quoi; à quoi est dû; à quoi c est dû; facteurs;
      facteur; qu est ce qui monte le risque; justifie; justifier`,
    last: `
      dernier; dernière; derniers; dernières; actuel; actuelle; actuels; actuelles; actuellement;
      maintenant; en ce moment; récent; récente; plus récent; plus récente; à l instant; ce jour; du
      jour; à combien; combien`,
    course: `
      normalisé; normalise; s est normalisé; remontent; varie; évolution; évolue; évolué; tendance; tendances; cinétique; courbe; profil évolutif; monte; monté;
      montée; descend; descendu; descendue; baisse; baissé; augmente; augmenté; diminue; diminué; améliore;
      amélioré; amélioration; s améliore; s aggrave; aggravation; aggravé; aggrave; au fil du temps; dans le
      temps; série; suivi; toutes les valeurs; dynamique; progression; bouge; bougé; remonte; remonté;
      chute; chuté; grimpe; grimpé; flambe; corrige; corrigé; stagne; stable; stabilité; ça donne quoi;
      mieux ou moins bien`,
    highest: `
      plus (haut|haute|hauts|hautes|élevé|élevée|élevés|élevées|grand|grande|forte|fort); maximum; max;
      maximal; maximale; pic; le plus haut; la plus haute; sommet`,
    lowest: `
      plus (bas|basse|basses|faible|faibles|petit|petite); minimum; min; minimal; minimale; nadir; le plus
      bas; la plus basse`,
    worst: 'pire; pires; plus (mauvais|mauvaise); le pire; la pire',
    against: `
      contre; va contre; va à l encontre; à l encontre; parle contre; contredit; plaide contre; élimine;
      éliminer; éliminé; exclut; exclure; exclu; infirme; infirmer; argument contre; arguments contre; pas
      en faveur; en défaveur; défaveur; ne colle pas; colle pas; écarter; écarte; rassurant; rassure; contre
      argument; contre arguments; opposé; peu probable`,
    shows: `
      montre; montrer; voit; voir; vois; voyez; visible; visibles; on voit; donne; retrouve; anomalie;
      anomalies; anormal; anormale; interprétation; lecture; lu; lue; dit; disent; conclut; conclusion;
      constatations; signes radiologiques; y a t il; propre; claire; résultat de la radio; objective`,
    missing: `
      manque; manquant; manquante; manquants; manquantes; manquent; lacune; lacunes; non
      (évalué|évaluée|évalués|mesuré|mesurée|mesurés|disponible|disponibles|fait|faite|renseigné|renseigné|dosé|dosée|vu|connu|connus);
      pas (évalué|mesuré|mesurée|disponible|fait|faite|renseigné|dosé|dosée|été fait|été mesuré|été
      évalué|été dosé); absent; absente; absents; absentes; incomplet; incomplète; inconnu; indisponible;
      indisponibles; données manquantes; ne sait pas; sais pas; il faudrait`,
    stale: `
      périmé; périmée; périmés; périmées; trop (vieux|ancien|anciens|ancienne|anciennes|vieille|vieilles);
      obsolète; obsolètes; ancien; ancienne; anciens; anciennes; vieux; vieille; pas à jour; pas récent; pas
      récents; date un peu; datent; plus à jour`,
    without: `
      sans; ignore; ignorer; ignorait; ignoré; ignorée; ignorés; ignorées; ignorant; si on
      (enlève|enlevait|retire|retirait|ignore|ignorait|oublie|oubliait|ne tient pas
      compte|supprime|supprimait|n avait pas|ne compte pas); enlève; enlever; retire; retirer; ne tient pas
      compte; ne pas tenir compte; en excluant; fait abstraction; faire abstraction; abstraction; mis de
      côté; mettait de côté; met de côté; n existait pas; hors`,
    only: 'seul; seule; seuls; seules; seulement; uniquement; que les; juste; rien que',
    share: `
      part; parts; contribution; contributions; contribue; contribuent; poids (de|du|des) (la|le|chaque)?
      (radio|radiographie|biologie|bio|constantes|notes|cliché|modalité|source); pèse (la|le|les)?
      (radio|biologie|constantes|notes); pèsent; pèse; compte pour; influence; rôle; apporte; apportent;
      joue; jouent; modalité; modalités; sources; source; répartition; qui a parlé; qui parle`,
    disagreed: `
      désaccord; désaccords; pas d accord; contesté; conteste; contesté le; contredit le; a contredit;
      contradiction; contradictions; objection; objections; récusé; réfuté; opposition; contestation;
      désapprouve`,
    agreed: 'd accord; accord; confirmé; confirme; confirmation; approuvé; approuve; validé par',
    changed: `
      changé; change; changement; changements; nouveau; nouveautés; nouveauté; différent; différence;
      différences; quoi de neuf; du neuf; modifié; modifications; par rapport à (avant|la dernière fois|tout
      à l heure|l évaluation précédente); depuis (la dernière|l) (évaluation|fois|synthèse); varié; a bougé`,
    made: `
      quand (a été|ont été)? (fait|faite|calculé|calculée|établi|établie|généré|générée|produite); établi;
      établie; calculé; calculée; généré; générée; heure de (la synthèse|l évaluation|calcul|ce résumé);
      date de (la synthèse|l évaluation|calcul|ce résumé); à jour; de quand (date|datent) (la synthèse|l
      évaluation|le résumé|ce résumé|le calcul|le risque|ça|cela|tout ça); synthèse; à quelle heure (a été)?
      (faite|fait|calculé|calculée); résumé date; évaluation date`,
    models: `
      modèle; modèles; algorithme; algorithmes; ia; version; versions; logiciel; intelligence artificielle;
      qui a fait; quelle ia`,
    validated: `
      validé; validés; validée; validation; entraîné; entraînés; entraînement; appris; testé; testés;
      performance; performances; fiable; fiabilité; population; auroc; auc; précision; exactitude; calibré;
      calibration; confiance dans; faire confiance; sensibilité; spécificité; bon; appuie`,
    noted: `
      que disent; disent les notes; dit la note; écrit; écrite; écrits; mentionné; mentionnée; mentionnent;
      mention; noté; notée; notés; selon les notes; documenté; d après les notes; rapporté; signalé;
      signalée; dans les notes; contiennent`,
    prior: `
      antérieur; antérieure; antérieurs; antérieures; précédent; précédente; précédents; précédentes; ancien
      cliché; ancienne radio; anciens clichés; anciennes radios; comparaison; comparer; comparatif; avant;
      autre cliché; autres clichés; autre radio; autres radios; d autres`,
    age: `
      quand; de quand; date; quel âge; ancienneté; à quelle heure; quelle heure; prise quand; faite quand;
      il y a combien de temps; depuis combien de temps; quelle date; réalisée; réalisé`,
    size: `
      taille du coeur; index cardiothoracique; rapport cardiothoracique; index cardio thoracique; rapport
      cardio thoracique; ict; rct; silhouette cardiaque; cardiothoracique; volume cardiaque; volume du
      coeur; coeur; ombre cardiaque`,
    devices: `
      drain; drains; drain (thoracique|pleural); dispositif; dispositifs; sonde; sondes; cathéter;
      cathéters; kt; ktc; vvc; voie centrale; voie veineuse centrale; picc; pacemaker; pace maker; intubé;
      intubée; matériel; sng; chambre implantable; pac implantable; prothèses; voies; picc line; stimulateur`,
    risk: `
      risque; risques; risque de (décès|mort|mortalité|mourir); probabilité; mortalité; gravité; grave;
      sévérité; pronostic; décès; mourir; mort; décéder; chances; état du patient; état de la patiente;
      comment va; comment se porte; état général; malade; à quel point; danger; inquiétant; inquiéter;
      critique; résumé; résume; bilan global; va mal; il va comment; elle va comment; s inquiéter`,
    high: `
      élevé; élevée; élevés; élevées; haut; haute; si (élevé|haut|grave|important); fort; important;
      importante; augmentée; en faveur; parle pour; inquiétante; mauvais; mauvaise; majoré; plus grave`,
    low: `
      bas; basse; faible; faibles; si (bas|faible); réduit; petit; protecteur; protecteurs; diminuée;
      abaisse; abaissent; fait baisser; rassurants`,
    sure: `
      sûr; sûre; certain; certaine; certitude; incertitude; incertain; intervalle; intervalle de confiance;
      confiance; marge; marge d erreur; fourchette; précis; se tromper; trompe; fiable est ce`,
    history: `
      antécédents; antécédent; atcd; atcds; comorbidités; comorbidité; terrain; pathologies; maladies
      chroniques; maladies; pathologie; diagnostics connus; problèmes; maladie connue; maladies connues;
      passé médical`,
    patient: `
      âge du patient; âge de la patiente; quel âge a; quel âge (il|elle) a; sexe; homme ou femme; date de
      naissance; ddn; né; née; l âge`,
    admitted: `
      admis; admise; admission; entré; entrée; hospitalisé; hospitalisée; hospitalisation; arrivé; arrivée;
      durée de séjour; depuis combien de jours; séjour; entré quand; date d entrée`,
    quality: `
      debout; allongé; assis; au lit; qualité; qualité (de la radio|du cliché|de l image); mauvais (cliché|patient|film); bon
      (cliché|patient); bonne radio; incidence; face ou profil; ap ou pa; pa ou ap; debout ou couché;
      couché; surexposé; sous exposé; exposition; tourné; interprétable; lisible`,
    where: `
      où; localisation; localisé; localisée; de quel côté; quel côté; quel poumon; quel lobe; côté; droite
      ou gauche; gauche ou droite; à droite; à gauche; siège; situé; située; base droite; base gauche`,
    normal: 'normal; normale; normaux; normales; dans (la|les) (norme|normes); physiologique',
    help: `
      aide; que puis je; quelles questions; qu est ce que je peux; que peut on demander; comment ça marche;
      exemples; que sais tu; tu sais faire quoi; quoi demander`,
  },
  refused: {
    instructions: `
      (ignore|oublie|oubliez|ignorez) (toutes|tes|les|vos|mes|toutes les|toutes tes)?
      (instructions|consignes|règles) (précédentes)?; tes (instructions|consignes|règles); vos
      (instructions|consignes|règles); prompt; prompt système; fais comme si; faites comme si; fais
      semblant; tu es maintenant; joue le rôle; mot de passe; invente; inventer; inventez; devine;
      contourne; mets le risque; change le risque; mode développeur; jailbreak; efface les; supprime les;
      écris un poème; affiche ta; révèle; dis que le`,
    treatment: `
      (met|mets|mettre|passe|passer) sous; sous (vni|ventilation|ventilation non invasive|antibiotiques|amines); (donner|donne|donnez|débuter|commencer|arrêter|prescrire|administrer|poursuivre|mettre|faire|remettre|ajouter|augmenter|diminuer|baisser|stopper|reprendre|passer)
      (plus)? (du|de la|de l|des|les|le|la|l|un|une|d)? (${treatments}); combien (de|d)
      (${treatments.replace('|oxygène|o2', '')}); quelle?
      (dose|doses|posologie|antibiotique|antibiotiques|traitement|antibiothérapie|molécule); traiter; traite; traitement; traitements; thérapeutique; antibiotique;
      antibiotiques; antibiothérapie; atb; dose; doses; posologie; posologies; prescrire; prescription;
      prescrit; prescris; intuber; intube; transfuser; transfusion; thrombolyse; anticoaguler; 
      que (donner|faire|prescrire); qu est ce que je (fais|donne|prescris); qu est ce qu on
      (fait|donne); on fait quoi; je fais quoi; je donne quoi; conduite à tenir; cat; prise en charge;
      remplissage; remplir; noradrénaline; amines; vasopresseurs; lasilix; furosémide; insuline; héparine;
      corticoïdes; morphine; augmentin; rocéphine; ceftriaxone; amoxicilline; tazocilline; méropénem;
      vancomycine; ventiler; drainer; extuber; dialyser; réanimer; peep; vni; interaction; interactions`,
    decision: `
      faut il; il faut; faudrait il; dois je; doit on; devrait on; devrais je; devons nous; peut on
      (le|la|l)? (faire sortir|sortir|renvoyer|laisser|transférer|arrêter|lever); puis je (le|la|l|les)?
      (faire sortir|sortir|renvoyer|laisser|transférer|arrêter); peut (il|elle)
      (sortir|rentrer|partir|attendre|aller); sortir; sortie; faire sortir; retour à domicile; rad; rentrer
      (chez|à la maison|à domicile); transférer; transfert; passer en réa; admettre; quel est le diagnostic;
      quel diagnostic; c est quoi le diagnostic; diagnostic différentiel; de quoi souffre; qu est ce qu
      (il|elle) a; qu a t (il|elle); quelle maladie; limitation; lata; soins palliatifs; appeler (la réa|le
      réanimateur|la famille|le chirurgien|le senior); réa; opérer; chirurgie; que ferais tu; ton avis;
      votre avis; conseilles; conseillez; recommande; recommandes; recommandez; tu proposes; vous proposez;
      est ce que je (peux|dois); on peut le (sortir|renvoyer|laisser); on peut la (sortir|renvoyer|laisser)`,
    'other-patient': `
      (autre|autres|prochain|prochaine|tous les|quels|ces|mes|du)
      (patient|patients|patiente|patientes|malade|malades); les (patients|malades); des (patients|malades);
      (chambre|lit|box|chb) (nn|numéro|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|d à
      côté|voisin|voisine); (patient|patiente) (de la|du|d à côté|voisin|suivant|précédent); voisin;
      voisine; (monsieur|madame|mademoiselle|mme|mlle|mr); ^M; le service; dans le service; dans l unité; sa
      (femme|soeur|mère|fille); son (mari|frère|père|fils); ma liste; l autre malade; classe les`,
    prognosis: `
      (tenir|tiendra|tient) (jusqu|le coup); passer (la nuit|noël); s en (sortir|sortira|sort); (à|dans) (nn|un|une|deux|trois|cinq|six|dix) (an|ans|mois|année|années|semaines|jours); espérance de
      vie; long terme; à long terme; survie à; survie; après la sortie; combien de temps (lui reste|il lui
      reste|va t il vivre|reste); lui reste t il; demain; semaine prochaine; mois prochain; dans
      (nn|deux|trois) (heures|h); va t (il|elle) (guérir|récupérer|s aggraver|s
      améliorer|remonter|monter|baisser|descendre); va (guérir|récupérer|s aggraver|s améliorer); guérir;
      guérison; réadmission; réhospitalisation; récupération; récupérer; qualité de vie; prédis; prévois;
      prévision; avenir; futur; séquelles`,
    knowledge: `
      valeur (normale|de référence); valeurs (normales|de référence); (norme|normes)
      (de|du|des|d|pour); c est quoi (une|un|la|le|l); c est quoi la normale; que signifie; que veut dire;
      ça veut dire quoi; définition; définis; causes (de|d|du); quelles sont les causes; quelle est la cause
      (de la|du|des); à quoi sert; comment calculer; comment on calcule; formule; physiopathologie;
      recommandations; référentiel; qui a inventé; capitale; météo; blague; recette; président; traduis;
      traduire; littérature; wikipédia; football; quelle heure est il; écris un; écris une; courriel; mail;
      symptômes (de|d|du); signes de la; poème; chanson; étude; études; normale (de|du) (la|le)?`,
  },
  unread: `
    allergie; allergies; allergique; médicament; médicaments; traitement (habituel|en cours|actuel); ordonnance;
    calcium; calcémie; ca; phosphore; phosphorémie; phosphate; chlore; chlorémie; chlorure; ammoniémie;
    ammoniaque; inr; tp; taux de prothrombine; tca; fibrinogène; ferritine; ferritinémie; fer; amylase;
    lipase; lipasémie; bnp; nt probnp; ntprobnp; probnp; cpk; ck; créatine kinase; tsh; thyroïde; hba1c;
    hémoglobine glyquée; vs; vitesse de sédimentation; acide urique; uricémie; b12; folates; dfg; clairance;
    clairance de la créatinine; cortisol; cortisolémie; pvc; pic; ggt; gamma gt; excès de base; trou
    anionique; débit de pointe; hémocultures; hémoculture; hémoc; ecbu; ecbc; culture; cultures; bandelette;
    bandelette urinaire; bu; bhcg; hcg; test de grossesse; ecg; électrocardiogramme; scanner; tdm; irm;
    écho; échographie; ett; fevg; fraction d éjection; éosinophiles; vgm; réticulocytes; haptoglobine;
    osmolarité; eva; douleur; échelle de douleur; taille du patient; imc; bilan hydrique; entrées sorties;
    (test|pcr) covid; pcr; antigénurie; antigénuries; dosage; vancocinémie; toxiques; groupe sanguin;
    coagulation; bilan de coag; coag; hémostase; protéines; protidémie; protéinurie; triglycérides; ldl;
    hdl; zinc; vitamine d; sérologie; sérologies; natriurèse; fracture; fractures; côtes; pneumopéritoine;
    numéro de téléphone; téléphone; adresse; mutuelle; nom du patient; nom`,
  filler: `
    connu; connue; connus; connues; stp; svp; s il te plaît; s il vous plaît; dis moi; dites moi; montre moi; donne moi; donnez moi; peux
    tu; pouvez vous; bonjour; salut; merci; ok; vigie; docteur; valeur; valeurs; taux; résultat; résultats;
    chiffre; chiffres; patient; patiente; il; elle; on; ils; elles; son; sa; ses; leur; ce; cet; cette; ces;
    ça; cela; c est; c; quel; quelle; quels; quelles; que; qu; quoi; qui; est; sont; était; étaient; a; ont;
    as; avait; y; le; la; les; l; un; une; des; du; de; d; à; au; aux; en; dans; sur; par; pour; avec; et;
    ou; si; me; moi; mon; ma; mes; tu; te; vous; nous; je; j; se; s; t; ne; n; pas; depuis; pendant; est ce
    que; est ce qu; est ce; qu est ce que; qu est ce qu; comment; lui; été; être; avoir; fait; font; faire;
    tout; tous; toutes; toute; chaque; quelque chose; quelqu un; personne; rien; donc; alors; mais; encore;
    déjà; bien; très; aussi; même; plus; moins; entre; niveau; dossier; argument; arguments; élément;
    éléments; preuve; preuves; normal; normale; normaux; possible; probable; signe; signes; présent;
    présente; heures; heure; jour; jours; fois; temps; mesure; mesures; mesuré; dosé; euh; hein; va; vont;
    peut; sait; collègue; collègues; quelles sont; où en est; où en sont; moment; au dossier; suspicion;
    suspect; évoque; suspecte; existe; existe t il; trouve; parle; comme; là dedans; vs; point; points;
    score; suis; notre; votre; médecin; équipe; deux; trois; premier; première; ici; global; globale;
    semble; reste; rendu; rendue; compris; vraiment; peu; fichu; ceux; celui; celle; dont; vaut; valait`,
};
