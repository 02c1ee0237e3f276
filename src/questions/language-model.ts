import { z } from 'zod';
import type { Answer } from './answer.ts';
import { accept, linesOf } from './rephrase.ts';

/** A site's own language model at an OpenAI-compatible address. */
export type LanguageModel = {
  /** Base address, for example `http://localhost:11434/v1`. */
  readonly url: string;
  readonly name: string;
  readonly key?: string;
};

/** Says an answer in other words, or as it was composed; never fails, never takes longer than its timeout. */
export type Rephrase = (answer: Answer) => Promise<Answer>;

const timeoutMs = 3000;
const longestReply = 20_000;
const languageNames = { en: 'English', fr: 'French' } as const;

const completion = z.object({
  choices: z.tuple([z.object({ message: z.object({ content: z.string().max(longestReply) }) })], z.unknown()),
});

function promptFor({ language }: Answer): string {
  return [
    `You polish the ${languageNames[language]} of clinical sentences. Answer with exactly one line for each line you get,`,
    'in the same order. Keep every number with its unit and sign, every mark such as [1], every clinical word and every',
    'negation or degree of certainty exactly as it is. Add nothing, leave out nothing, explain nothing.',
  ].join(' ');
}

async function complete(model: LanguageModel, answer: Answer): Promise<string> {
  const response = await fetch(`${model.url.replace(/\/$/, '')}/chat/completions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(model.key ? { authorization: `Bearer ${model.key}` } : {}),
    },
    body: JSON.stringify({
      model: model.name,
      temperature: 0,
      messages: [
        { role: 'system', content: promptFor(answer) },
        { role: 'user', content: linesOf(answer).join('\n') },
      ],
    }),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) throw new Error(`http-${response.status}`);
  return completion.parse(await response.json()).choices[0].message.content;
}

/** Only what answers is sent, and of it the composed sentences alone: not the question, not the patient, no source. */
export function createRephrase(model: LanguageModel): Rephrase {
  return async (answer) => {
    if (answer.kind !== 'answered') return answer;
    try {
      const reply = await complete(model, answer);
      const lines = reply.split('\n').map((line) => line.trim());
      const accepted = accept(
        answer,
        lines.filter((line) => line !== ''),
        model.name,
      );
      return 'answer' in accepted ? accepted.answer : answer;
    } catch {
      // Dead, slow or not understood: the composed answer is whole.
      return answer;
    }
  };
}
