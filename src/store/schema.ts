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

export const assessments = pgTable(
  'assessments',
  {
    id: uuid('id').primaryKey(),
    patientKey: text('patient_key').notNull(),
    asOf: timestamp('as_of', { withTimezone: true }).notNull(),
    body: jsonb('body').notNull(),
    createdAt: createdAt(),
  },
  (table) => [index('assessments_by_patient').on(table.patientKey, table.asOf)],
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
