import { and, eq } from 'drizzle-orm';
import type { Db } from './database.ts';
import { embeddings } from './schema.ts';

/** Which film or study, read by which model after which preprocessing. */
export type EmbeddingKey = {
  readonly subject: string;
  readonly model: string;
  readonly preprocessing: string;
};

/** What an encoder said, opaque here; its `embedding`, if it has one, is kept as float32. */
export type FilmReading = Readonly<Record<string, unknown>>;

export type Embeddings = {
  readonly find: (key: EmbeddingKey) => Promise<FilmReading | undefined>;
  readonly save: (key: EmbeddingKey, reading: FilmReading) => Promise<void>;
};

function isVector(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number');
}

function toBytes(vector: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(vector.length * 4));
  for (const [index, value] of vector.entries()) view.setFloat32(index * 4, value, true);
  return new Uint8Array(view.buffer);
}

function toVector(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.byteLength / 4 }, (_, index) => view.getFloat32(index * 4, true));
}

export function createEmbeddings(db: Db): Embeddings {
  const matching = ({ subject, model, preprocessing }: EmbeddingKey) =>
    and(
      eq(embeddings.subject, subject),
      eq(embeddings.model, model),
      eq(embeddings.preprocessing, preprocessing),
    );
  return {
    find: async (key) => {
      const [row] = await db
        .select({ reading: embeddings.reading, embedding: embeddings.embedding })
        .from(embeddings)
        .where(matching(key));
      if (!row) return undefined;
      return row.embedding ? { ...row.reading, embedding: toVector(row.embedding) } : row.reading;
    },
    save: async ({ subject, model, preprocessing }, reading) => {
      const { embedding, ...rest } = reading;
      const kept = isVector(embedding)
        ? { reading: rest, embedding: toBytes(embedding) }
        : { reading, embedding: null };
      await db
        .insert(embeddings)
        .values({ subject, model, preprocessing, ...kept })
        .onConflictDoUpdate({
          target: [embeddings.subject, embeddings.model, embeddings.preprocessing],
          set: { ...kept, createdAt: new Date() },
        });
    },
  };
}
