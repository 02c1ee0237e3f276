import { createInstance, type i18n } from 'i18next';
import enAnswers from './en/answers.json' with { type: 'json' };
import enApp from './en/app.json' with { type: 'json' };
import enFilm from './en/film.json' with { type: 'json' };
import enPages from './en/pages.json' with { type: 'json' };
import enReport from './en/report.json' with { type: 'json' };
import enTerms from './en/terms.json' with { type: 'json' };
import enTrends from './en/trends.json' with { type: 'json' };
import frAnswers from './fr/answers.json' with { type: 'json' };
import frApp from './fr/app.json' with { type: 'json' };
import frFilm from './fr/film.json' with { type: 'json' };
import frPages from './fr/pages.json' with { type: 'json' };
import frReport from './fr/report.json' with { type: 'json' };
import frTerms from './fr/terms.json' with { type: 'json' };
import frTrends from './fr/trends.json' with { type: 'json' };

export const languages = ['en', 'fr'] as const;
export type Language = (typeof languages)[number];

/** Every sentence the app, its pages and its answers may show; a test holds both languages to the same keys. */
export const catalogue = {
  en: {
    app: enApp,
    film: enFilm,
    trends: enTrends,
    answers: enAnswers,
    pages: enPages,
    report: enReport,
    terms: enTerms,
  },
  fr: {
    app: frApp,
    film: frFilm,
    trends: frTrends,
    answers: frAnswers,
    pages: frPages,
    report: frReport,
    terms: frTerms,
  },
} as const;

/** The first language of a preference list (BCP 47 tags, `Accept-Language` order) that Vigie speaks; English else. */
export function languageOf(preferred: readonly string[]): Language {
  const spoken = preferred.map((tag) => tag.trim().slice(0, 2).toLowerCase());
  return spoken.find((tag): tag is Language => languages.some((language) => language === tag)) ?? 'en';
}

/** The message library with both languages in it; texts are escaped by whoever shows them. */
export function createWords(language: Language): i18n {
  const words = createInstance();
  void words.init({
    lng: language,
    fallbackLng: 'en',
    ns: Object.keys(catalogue.en),
    defaultNS: 'app',
    resources: catalogue,
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return words;
}
