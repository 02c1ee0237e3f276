import { createContext, useContext } from 'react';
import type { AnswerView } from '../smart/contract.ts';

/** Where a value on the page comes from: a citation without its number. */
export type Source = Omit<AnswerView['citations'][number], 'number'>;

/** Opens a source beside the page; focus returns to where it was. */
export type OpenSource = (source: Source) => void;

const OpenSourceContext = createContext<OpenSource>(() => undefined);

export const OpenSourceProvider = OpenSourceContext.Provider;

/** What a value calls when it is chosen: `openSource({ kind: 'resource', ref: 'Observation/1', label: 'lactate …' })`. */
export function useOpenSource(): OpenSource {
  return useContext(OpenSourceContext);
}
