import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The SMART app: `src/web` → `dist/web`, served below `/smart/app/`. */
export default defineConfig({
  root: join(import.meta.dirname, 'src/web'),
  base: '/smart/app/',
  plugins: [react()],
  build: { outDir: join(import.meta.dirname, 'dist/web'), emptyOutDir: true, assetsInlineLimit: 0 },
  worker: { format: 'es' },
});
