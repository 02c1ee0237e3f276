import { useTranslation } from 'react-i18next';
import { ago, amount, birthday, interval, moment, percent, quantity, signed } from '../words/figures.ts';
import { said } from '../words/say.ts';
import { whySaid } from '../words/why.ts';

/** Numbers, times and the service's own sentences as the reader's language writes them. */
export function useFigures() {
  const { t, i18n } = useTranslation();
  const language = i18n.language;
  return {
    language,
    percent,
    interval,
    amount: (value: number) => amount(value, language),
    quantity: (value: number, ucum: string) => quantity(value, ucum, language),
    signed: (value: number) => signed(value, language),
    /** A moment; of another day than `beside`, with its day. */
    moment: (at: string, beside: string) => moment(at, { language, beside }),
    birthday: (date: string) => birthday(date, language),
    ago: (at: string, now: Date) => ago(at, now, language),
    /** A sentence that the service writes in English, in this language. */
    said: (text: string) => said(i18n, text),
    /** Why something is not there. */
    why: (code: string) => whySaid(i18n, code),
    /** The catalogue's word for a code of the service; the code itself where a newer service has one more. */
    term: (group: string, code: string): string => t(`terms:${group}.${code}`, { defaultValue: code }),
  };
}

export type Figures = ReturnType<typeof useFigures>;
