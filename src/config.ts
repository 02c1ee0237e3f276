import { z } from 'zod';

const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  );
const milliseconds = (fallback: number) => z.coerce.number().int().positive().max(600_000).default(fallback);

/** Every setting, its environment variable and its default; the table in docs/operating.md says what each is for. */
const environment = z.object({
  VIGIE_HOST: z.string().default('127.0.0.1'),
  VIGIE_PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  VIGIE_PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .refine((text) => URL.parse(text)?.pathname === '/', 'must be an origin, without a path')
    .optional(),
  VIGIE_DATA_DIR: z.string().min(1).default('.vigie'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  VIGIE_MODELS_DIR: z.string().min(1).default('models'),
  VIGIE_EXECUTION_PROVIDERS: list.pipe(z.array(z.enum(['cuda', 'webgpu', 'cpu']))),
  VIGIE_THREADS: z.coerce.number().int().positive().max(64).default(2),
  VIGIE_BODY_LIMIT_MB: z.coerce.number().positive().max(500).default(20),
  VIGIE_CALL_DEADLINE_MS: milliseconds(4000),
  VIGIE_FILM_BUDGET_MS: z.coerce.number().int().min(0).max(60_000).default(400),
  VIGIE_FILM_RETRIEVE_MS: milliseconds(30_000),
  VIGIE_FILM_SHOW_MS: milliseconds(10_000),
  VIGIE_FILM_CACHE_MB: z.coerce.number().min(0).max(16_384).default(256),
  VIGIE_PACS_VIEWER_URL: z
    .string()
    .regex(/^https?:\/\/\S*\{studyInstanceUid\}/, 'must be an address that holds {studyInstanceUid}')
    .optional(),
  VIGIE_FHIR_SERVERS: list,
  VIGIE_SMART_CLIENTS: z.string().min(1).optional(),
  VIGIE_SESSION_HOURS: z.coerce.number().positive().max(24).default(8),
  VIGIE_DICOMWEB_URL: z.url().optional(),
  VIGIE_DICOMWEB_AUTHORIZATION: z.string().optional(),
  VIGIE_DICOMWEB_ORIGINS: list,
  VIGIE_LANGUAGE_MODEL_URL: z.url({ protocol: /^https?$/ }).optional(),
  VIGIE_LANGUAGE_MODEL_NAME: z.string().min(1).optional(),
  VIGIE_LANGUAGE_MODEL_KEY: z.string().min(1).optional(),
  VIGIE_LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
});

/** Settings that go together. */
const wholeEnvironment = environment.refine(
  (e) => (e.VIGIE_LANGUAGE_MODEL_URL === undefined) === (e.VIGIE_LANGUAGE_MODEL_NAME === undefined),
  {
    path: ['VIGIE_LANGUAGE_MODEL_NAME'],
    message: 'goes with VIGIE_LANGUAGE_MODEL_URL: set both or neither',
  },
);

export type Config = {
  readonly host: string;
  readonly port: number;
  readonly publicUrl?: string;
  readonly dataDir: string;
  readonly database:
    | { readonly kind: 'embedded'; readonly folder: string }
    | { readonly kind: 'postgres'; readonly url: string };
  readonly modelsDir: string;
  readonly inference: { readonly providers: readonly string[]; readonly threads: number };
  readonly bodyLimitBytes: number;
  readonly callDeadlineMs: number;
  readonly filmBudgetMs: number;
  readonly filmRetrieveMs: number;
  readonly lightBox: {
    readonly fetchMs: number;
    readonly largestBytes: number;
    /** Opens a study in the hospital's own viewer; holds `{studyInstanceUid}`. */
    readonly pacsViewerUrl?: string;
  };
  /** FHIR base addresses a call may name; empty means any. */
  readonly fhirServers: readonly string[];
  /** The client registration file of the EHRs that may launch the app. */
  readonly smartClients?: string;
  /** Longest life of a session of the app. */
  readonly sessionHours: number;
  readonly dicomweb: {
    readonly url?: string;
    readonly authorization?: string;
    readonly origins: readonly string[];
  };
  /** The site's own language model, which may word answers; absent, none is asked. */
  readonly languageModel?: { readonly url: string; readonly name: string; readonly key?: string };
  readonly logLevel: string;
};

function languageModelOf(e: z.infer<typeof environment>): Pick<Config, 'languageModel'> {
  const [url, name, key] = [
    e.VIGIE_LANGUAGE_MODEL_URL,
    e.VIGIE_LANGUAGE_MODEL_NAME,
    e.VIGIE_LANGUAGE_MODEL_KEY,
  ];
  return url && name ? { languageModel: { url, name, ...(key ? { key } : {}) } } : {};
}

/** Reads the environment once. @throws Error naming every fault at once. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = wholeEnvironment.safeParse(env);
  if (!parsed.success) throw new Error(`configuration is invalid\n${z.prettifyError(parsed.error)}`);
  const e = parsed.data;
  return {
    host: e.VIGIE_HOST,
    port: e.VIGIE_PORT,
    ...(e.VIGIE_PUBLIC_URL ? { publicUrl: e.VIGIE_PUBLIC_URL.replace(/\/$/, '') } : {}),
    dataDir: e.VIGIE_DATA_DIR,
    database: e.DATABASE_URL
      ? { kind: 'postgres', url: e.DATABASE_URL }
      : { kind: 'embedded', folder: `${e.VIGIE_DATA_DIR}/database` },
    modelsDir: e.VIGIE_MODELS_DIR,
    inference: { providers: e.VIGIE_EXECUTION_PROVIDERS, threads: e.VIGIE_THREADS },
    bodyLimitBytes: Math.round(e.VIGIE_BODY_LIMIT_MB * 1024 * 1024),
    callDeadlineMs: e.VIGIE_CALL_DEADLINE_MS,
    filmBudgetMs: e.VIGIE_FILM_BUDGET_MS,
    filmRetrieveMs: e.VIGIE_FILM_RETRIEVE_MS,
    lightBox: {
      fetchMs: e.VIGIE_FILM_SHOW_MS,
      largestBytes: Math.round(e.VIGIE_FILM_CACHE_MB * 1024 * 1024),
      ...(e.VIGIE_PACS_VIEWER_URL ? { pacsViewerUrl: e.VIGIE_PACS_VIEWER_URL } : {}),
    },
    fhirServers: e.VIGIE_FHIR_SERVERS,
    ...(e.VIGIE_SMART_CLIENTS ? { smartClients: e.VIGIE_SMART_CLIENTS } : {}),
    sessionHours: e.VIGIE_SESSION_HOURS,
    dicomweb: {
      ...(e.VIGIE_DICOMWEB_URL ? { url: e.VIGIE_DICOMWEB_URL } : {}),
      ...(e.VIGIE_DICOMWEB_AUTHORIZATION ? { authorization: e.VIGIE_DICOMWEB_AUTHORIZATION } : {}),
      origins: e.VIGIE_DICOMWEB_ORIGINS,
    },
    ...languageModelOf(e),
    logLevel: e.VIGIE_LOG_LEVEL,
  };
}
