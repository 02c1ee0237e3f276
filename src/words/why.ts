import type { i18n } from 'i18next';
import { said } from './say.ts';

/**
 * Where the catalogue has the words for a reason. One that ends in an HTTP status shares them with its like, and the status
 * is filled in: `pacs-http-502` stands under `pacs-http-5xx`, `pacs-http-418` under `pacs-http-other`.
 */
export function reasonKey(code: string): { readonly key: string; readonly status?: string } {
  const [, before, status] = /^((?:[a-z]+-)?http-)([1-5]\d\d)$/.exec(code) ?? [];
  if (before === undefined || status === undefined) return { key: code };
  return { key: `${before}${status.startsWith('5') ? '5xx' : 'other'}`, status };
}

/** Why something is not there: refused, or not to be had, or what the service says of it in a sentence. @see said */
export function whySaid(words: Pick<i18n, 't' | 'language' | 'getResourceBundle'>, code: string): string {
  if (!/^[a-z\d-]+$/.test(code)) return said(words, code);
  const { key, status } = reasonKey(code);
  const keys = [`refusal.${code}`, `trouble.${key}`];
  return words.t(keys, { ns: 'terms', status, defaultValue: said(words, code) });
}
