import type { Tensors } from './tensor.ts';

/** What the engine tells its worker once, when it starts it. */
export type WorkerSetup = {
  readonly providers: readonly string[];
  readonly threads: number;
  readonly models: readonly { readonly id: string; readonly bytes: Uint8Array }[];
};

export type RunRequest = { readonly job: number; readonly model: string; readonly feeds: Tensors };

/** An execution provider that was asked for and what became of it. */
export type ProviderReport = {
  readonly name: string;
  readonly state: 'in-use' | 'failed' | 'standby';
  readonly reason?: string;
};

export type WorkerAnswer =
  | { readonly kind: 'ready'; readonly providers: readonly ProviderReport[] }
  | { readonly kind: 'failed-to-start'; readonly reason: string }
  | { readonly kind: 'done'; readonly job: number; readonly outputs: Tensors }
  | { readonly kind: 'failed'; readonly job: number; readonly reason: string };
