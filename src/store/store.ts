import { type Assessments, createAssessments } from './assessments.ts';
import { type Cards, createCards } from './cards.ts';
import { type Contradictions, createContradictions } from './contradictions.ts';
import { type DatabaseConfig, openDatabase } from './database.ts';
import { createEmbeddings, type Embeddings } from './embeddings.ts';
import { createFeedback, type Feedback } from './feedback.ts';
import { createForget, type Forget } from './forget.ts';
import { createQueue, type Queue } from './queue.ts';
import { createReports, type Reports } from './reports.ts';

/** Everything Vigie keeps. What is acknowledged survives the death of the process. */
export type Store = AsyncDisposable & {
  readonly kind: DatabaseConfig['kind'];
  readonly embeddings: Embeddings;
  readonly assessments: Assessments;
  readonly cards: Cards;
  readonly feedback: Feedback;
  readonly contradictions: Contradictions;
  readonly reports: Reports;
  readonly forget: Forget;
  readonly queue: Queue;
  /** Rejects when the database does not answer. */
  readonly ping: () => Promise<void>;
};

/** Opens the embedded database or PostgreSQL, by the same migrations; disposing stops the queue first. */
export async function openStore(config: DatabaseConfig): Promise<Store> {
  await using stack = new AsyncDisposableStack();
  const { db, kind, ping, queueConnection } = stack.use(await openDatabase(config));
  const queue = createQueue(queueConnection);
  stack.defer(queue.stop);
  const parts = stack.move();
  return {
    kind,
    embeddings: createEmbeddings(db),
    assessments: createAssessments(db),
    cards: createCards(db),
    feedback: createFeedback(db),
    contradictions: createContradictions(db),
    reports: createReports(db),
    forget: createForget(db),
    queue,
    ping,
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}
