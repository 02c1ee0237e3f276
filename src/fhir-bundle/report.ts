import type { Attachment, DiagnosticReport, Provenance, Reference } from '@medplum/fhirtypes';
import type { ReadConclusion } from '../assessment/assessment.ts';
import { reportSystem } from '../lib/report-system.ts';
import { type SignedReport, wholeText } from '../reports/report.ts';
import {
  absolute,
  aiAsserted,
  dayOf,
  type Entry,
  inWords,
  patientOf,
  studyOf,
  type Told,
  terminology,
  urlOf,
} from './subject.ts';

/** Clinician asserted, beside the model's label: a person answers for what a model drafted. */
const clinicianAsserted = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue',
  code: 'CLINAST',
  display: 'clinician asserted',
};

/** The parts that a draft and a signed report have in common. */
export function reportOn(told: Told, film: ReadConclusion) {
  const imagingStudy = studyOf(told);
  return {
    resourceType: 'DiagnosticReport' as const,
    category: [
      {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'RAD', display: 'Radiology' },
        ],
      },
    ],
    subject: patientOf(told),
    ...dayOf(film),
    ...(imagingStudy.length > 0 ? { imagingStudy } : {}),
  };
}

function signerOf(told: Told, { by }: SignedReport): Reference<never> & { reference: string } {
  return { reference: absolute(told, by.id), ...(by.name ? { display: by.name } : {}) };
}

function formOf(signed: SignedReport): Attachment {
  return {
    contentType: 'text/plain; charset=utf-8',
    language: signed.language,
    title: 'The report as it was signed',
    data: Buffer.from(wholeText(signed), 'utf8').toString('base64'),
    creation: signed.at,
  };
}

/**
 * A signed report as a DiagnosticReport: `final`, or `amended` where it replaces one. The model's findings are no results
 * of it, since the signer answers for the text and for nothing else.
 */
export function signedReport(told: Told, film: ReadConclusion, signed: SignedReport): DiagnosticReport {
  const signer = signerOf(told, signed);
  const { replaces } = signed;
  return {
    ...reportOn(told, film),
    meta: { security: [aiAsserted, clinicianAsserted] },
    ...(replaces
      ? {
          extension: [
            {
              url: 'http://hl7.org/fhir/StructureDefinition/diagnosticReport-replaces',
              valueReference: {
                type: 'DiagnosticReport',
                identifier: { system: reportSystem, value: replaces },
              },
            },
          ],
        }
      : {}),
    identifier: [{ system: reportSystem, value: signed.id }],
    status: replaces ? 'amended' : 'final',
    code: {
      coding: [{ system: terminology.loinc, code: '18748-4', display: 'Diagnostic imaging study' }],
      text: 'Chest film, drafted by a model and signed by a clinician',
    },
    issued: signed.at,
    performer: [signer],
    resultsInterpreter: [signer],
    conclusion: wholeText(signed),
    presentedForm: [formOf(signed)],
  };
}

/** Who signed, beside who drafted. */
export function signatureEntry(told: Told, signed: SignedReport): Entry<Provenance> {
  return {
    fullUrl: urlOf(told, 'Provenance', 'signature'),
    resource: {
      resourceType: 'Provenance',
      target: [{ reference: urlOf(told, 'DiagnosticReport') }],
      recorded: signed.at,
      activity: inWords(signed.isEdited ? 'corrected and signed' : 'signed as drafted'),
      agent: [
        {
          type: {
            coding: [
              {
                system: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type',
                code: 'verifier',
                display: 'Verifier',
              },
            ],
          },
          who: signerOf(told, signed),
        },
      ],
    },
  };
}
