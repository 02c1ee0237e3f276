import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const leftOut = join(import.meta.dirname, 'src/web/components/film-viewer/left-out.ts');

/** The SMART app: `src/web` → `dist/web`, served below `/smart/app/`. */
export default defineConfig({
  root: join(import.meta.dirname, 'src/web'),
  base: '/smart/app/',
  plugins: [react()],
  resolve: {
    alias: [
      { find: /^xmlbuilder2$/, replacement: leftOut },
      { find: /^\.\/ColorMaps\.json\.js$/, replacement: leftOut },
    ],
  },
  build: { outDir: join(import.meta.dirname, 'dist/web'), emptyOutDir: true, assetsInlineLimit: 0 },
  worker: { format: 'es' },
});
