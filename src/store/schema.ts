import { sql } from 'drizzle-orm';
import {
  bigserial,
  boolean,
  customType,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { Contradiction, Target, Verdict } from '../contradictions/contradiction.ts';
import type { Decision, SignedReport } from '../reports/report.ts';

/** Little-endian float32 values, as the model made them. */
const float32Vector = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });

const createdAt = () => timestamp('created_at', { withTimezone: true }).notNull().defaultNow();

/** What one model said of one film or study; a row of another model or preprocessing is never mixed in. */
export const embeddings = pgTable(
  'embeddings',
  {
    /** SOP instance UID, or the study with its number of images. */
    subject: text('subject').notNull(),
    /** `id@version`. */
    model: text('model').notNull(),
    /** Hash of the preprocessing that the model's manifest states. */
    preprocessing: text('preprocessing').notNull(),
    reading: jsonb('reading').$type<Readonly<Record<string, unknown>>>().notNull(),
    embedding: float32Vector('embedding'),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.subject, table.model, table.preprocessing] })],
);

/** What assessments rest on: the chart without its prediction time and without the words of notes. */
export const charts = pgTable('charts', {
  /** SHA-256 of the body: a record that did not change is kept once, however often it is summed up. */
  id: text('id').primaryKey(),
  body: jsonb('body').notNull(),
  createdAt: createdAt(),
});

export const assessments = pgTable(
  'assessments',
  {
    id: uuid('id').primaryKey(),
    /** @see patientKeyOf */
    patientKey: text('patient_key').notNull(),
    asOf: timestamp('as_of', { withTimezone: true }).notNull(),
    body: jsonb('body').notNull(),
    /** Absent on rows from before charts were kept, and where the patient's record could not be read. */
    chart: text('chart').references(() => charts.id),
    /** @see evidenceOf; absent where the chart is. */
    evidence: text('evidence'),
    createdAt: createdAt(),
  },
  (table) => [
    index('assessments_by_patient').on(table.patientKey, table.asOf),
    index('assessments_by_chart').on(table.chart),
  ],
);

/** Clinicians' words on assessments. A row is never changed but to note that it was withdrawn. */
export const contradictions = pgTable(
  'contradictions',
  {
    id: uuid('id').primaryKey(),
    assessmentId: uuid('assessment_id')
      .notNull()
      .references(() => assessments.id),
    patientKey: text('patient_key').notNull(),
    target: jsonb('target').$type<Target>().notNull(),
    verdict: text('verdict').$type<Verdict>().notNull(),
    reason: text('reason'),
    words: text('words'),
    byId: text('by_id'),
    byName: text('by_name'),
    via: text('via').$type<Contradiction['via']>().notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
    withdrawnAt: timestamp('withdrawn_at', { withTimezone: true }),
    withdrawnBy: text('withdrawn_by'),
    createdAt: createdAt(),
  },
  (table) => [
    index('contradictions_by_patient').on(table.patientKey, table.at),
    index('contradictions_by_assessment').on(table.assessmentId),
  ],
);

/** Drafts that were signed or discarded. A row is never changed but to note that the EHR took the report. */
export const reports = pgTable(
  'reports',
  {
    id: uuid('id').primaryKey(),
    assessmentId: uuid('assessment_id')
      .notNull()
      .references(() => assessments.id),
    patientKey: text('patient_key').notNull(),
    film: text('film').notNull(),
    decision: text('decision').$type<Decision['decision']>().notNull(),
    /** Hash of the draft that was shown. */
    draft: text('draft').notNull(),
    /** Of signed ones, with the next four. */
    text: text('text'),
    origin: text('origin'),
    language: text('language').$type<SignedReport['language']>(),
    isEdited: boolean('is_edited'),
    /** No foreign key: the older one may be forgotten first. */
    replaces: uuid('replaces'),
    /** Of discarded ones. */
    reason: text('reason'),
    byId: text('by_id').notNull(),
    byName: text('by_name'),
    at: timestamp('at', { withTimezone: true }).notNull(),
    sentAt: timestamp('sent_at', { withTimezone: true }),
    /** The EHR's reference to what it took. */
    sentAs: text('sent_as'),
    createdAt: createdAt(),
  },
  (table) => [
    index('reports_by_patient').on(table.patientKey, table.at),
    index('reports_by_assessment').on(table.assessmentId),
    uniqueIndex('reports_first_of_film')
      .on(table.patientKey, table.film)
      .where(sql`${table.decision} = 'signed' and ${table.replaces} is null`),
    unique('reports_replaced_once').on(table.replaces),
  ],
);

export const cards = pgTable(
  'cards',
  {
    uuid: uuid('uuid').primaryKey(),
    assessmentId: uuid('assessment_id')
      .notNull()
      .references(() => assessments.id),
    hookInstance: text('hook_instance').notNull(),
    serviceId: text('service_id').notNull(),
    /** `context.userId` of the call: whose feedback it will be. */
    userId: text('user_id'),
    body: jsonb('body').notNull(),
    createdAt: createdAt(),
  },
  (table) => [index('cards_by_assessment').on(table.assessmentId)],
);

export const feedback = pgTable(
  'feedback',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    serviceId: text('service_id').notNull(),
    /** Card uuid as the EHR sent it; it may name a card of another installation. */
    card: text('card').notNull(),
    outcome: text('outcome').notNull(),
    reason: jsonb('reason').$type<Readonly<Record<string, unknown>>>(),
    comment: text('comment'),
    accepted: jsonb('accepted').$type<readonly Readonly<Record<string, unknown>>[]>(),
    outcomeAt: timestamp('outcome_at', { withTimezone: true }).notNull(),
    receivedAt: timestamp('received_at', { withTimezone: true }).notNull().defaultNow(),
  },
  /** An EHR may deliver the same feedback more than once. */
  (table) => [unique('feedback_once').on(table.card, table.outcome, table.outcomeAt)],
);
