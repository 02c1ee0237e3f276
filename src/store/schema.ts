import {
  bigserial,
  customType,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import type { Contradiction, Target, Verdict } from '../contradictions/contradiction.ts';

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
