import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { createWords, languageOf } from '../words/words.ts';
import { App } from './app.tsx';
import { handleIn } from './visit/handle.ts';
import './tokens.css';
import './base.css';

const place = document.getElementById('app');
if (place) {
  const words = createWords(languageOf(navigator.languages));
  createRoot(place).render(
    <StrictMode>
      <I18nextProvider i18n={words}>
        <App handle={handleIn(window.location.pathname)} />
      </I18nextProvider>
    </StrictMode>,
  );
}
