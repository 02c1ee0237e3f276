import type { Bundle, Communication, Device, Provenance } from '@medplum/fhirtypes';
import { english } from '../cards/wording.ts';
import { aboutWords } from '../cards/words-said.ts';
import type { Contradiction } from '../contradictions/contradiction.ts';
import { filmEntries, identityEntries } from './film.ts';
import { signatureEntry } from './report.ts';
import { riskEntry, scoreEntries } from './risk.ts';
import {
  absolute,
  aiAsserted,
  aiMade,
  deviceOf,
  type Entry,
  inWords,
  patientOf,
  type Told,
  urlOf,
} from './subject.ts';

/** A model as a Device; its version is part of its name, as everywhere. */
function deviceEntry(told: Told, maker: string): Entry<Device> {
  const [id = maker, version] = maker.split('@');
  return {
    fullUrl: urlOf(told, 'Device', maker),
    resource: {
      resourceType: 'Device',
      identifier: [{ system: 'urn:vigie:model', value: maker }],
      status: 'active',
      deviceName: [{ name: id, type: 'model-name' }],
      ...(version ? { version: [{ value: version }] } : {}),
      type: {
        coding: [
          {
            system: 'http://hl7.org/fhir/uv/aitransparency/CodeSystem/AIdeviceTypeCS',
            code: 'Artificial-Intelligence',
          },
        ],
        text: 'Artificial intelligence',
      },
      note: [{ text: english.notValidated }],
    },
  };
}

/** What the word is about, as far as it is in the bundle. */
function aboutOf(told: Told, { target }: Contradiction, entries: readonly Entry[]) {
  const part = {
    finding: target.kind === 'finding' ? ['Observation', target.name] : [],
    risk: ['RiskAssessment'],
    card: ['RiskAssessment'],
    missed: ['DiagnosticReport'],
  }[target.kind];
  const reference = urlOf(told, ...part);
  return entries.some(({ fullUrl }) => fullUrl === reference) ? { about: [{ reference }] } : {};
}

/** `pleural effusion: disagrees`, in words alone. */
function saidIn({ target, verdict }: Contradiction): string {
  const missed =
    target.kind === 'missed' && target.name ? `: ${aboutWords({ kind: 'finding', name: target.name })}` : '';
  return `${aboutWords(target)}: ${english.verdict[verdict]}${missed}`;
}

/** A clinician's word on a statement is a message about it: R4 has no resource that contradicts another. */
function wordEntry(told: Told, word: Contradiction, entries: readonly Entry[]): Entry<Communication> {
  const reason = told.overrideReasons.find(({ code }) => code === word.reason);
  const isReference = /^(https?:.*\/)?[A-Z]\w+\/[\w.-]+$/.test(word.by?.id ?? '');
  const sender = word.by && {
    ...(isReference ? { reference: absolute(told, word.by.id) } : {}),
    ...(word.by.name ? { display: word.by.name } : {}),
  };
  return {
    fullUrl: `urn:uuid:${word.id}`,
    resource: {
      resourceType: 'Communication',
      status: 'completed',
      topic: inWords(saidIn(word)),
      subject: patientOf(told),
      ...aboutOf(told, word, entries),
      sent: word.at,
      ...(sender && Object.keys(sender).length > 0 ? { sender } : {}),
      ...(reason ? { reasonCode: [{ coding: [reason] }] } : {}),
      payload: [{ contentString: word.words ?? saidIn(word) }],
    },
  };
}

/** Which resources a model made, and which models. @see AI-Provenance of AI Transparency on FHIR */
function provenanceEntry(told: Told, made: readonly Entry[]): Entry<Provenance> {
  const { assessment } = told;
  return {
    fullUrl: urlOf(told, 'Provenance'),
    resource: {
      resourceType: 'Provenance',
      meta: aiMade,
      target: made.map(({ fullUrl }) => ({ reference: fullUrl })),
      recorded: assessment.createdAt,
      reason: [{ coding: [aiAsserted] }],
      agent: assessment.models.map((maker) => ({ who: deviceOf(told, maker) })),
      entity: assessment.models.map((maker) => ({
        role: 'source' as const,
        what: {
          identifier: { system: 'urn:vigie:model-card', value: maker },
          display: `model card of ${maker}`,
        },
      })),
    },
  };
}

/**
 * One summary as a FHIR R4 Bundle (collection): the risk, the film's report and its findings, doubts about whose film it
 * is, published scores, the models, who made what, and what clinicians said of it. Every reference to the record is
 * absolute; the patient is named by reference only.
 */
export function toBundle(told: Told): Bundle {
  const { assessment, standing, report } = told;
  const made = [riskEntry(told), ...filmEntries(told), ...identityEntries(told)];
  const entries: Entry[] = [
    ...made,
    ...scoreEntries(told),
    ...assessment.models.map((maker) => deviceEntry(told, maker)),
    provenanceEntry(told, made),
    ...(report?.state === 'signed' ? [signatureEntry(told, report.signed)] : []),
    ...standing.map((word) => wordEntry(told, word, made)),
  ];
  return {
    resourceType: 'Bundle',
    meta: aiMade,
    identifier: { system: 'urn:vigie:assessment', value: assessment.id },
    type: 'collection',
    timestamp: assessment.createdAt,
    entry: entries.map(({ fullUrl, resource }) => ({ fullUrl, resource })),
  };
}
