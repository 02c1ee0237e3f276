import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { type ClientKey, readClientKey } from './client-key.ts';

/** One EHR that may launch the app, as the client registration file names it. */
export type Ehr = {
  readonly name: string;
  /** FHIR base address, without a trailing slash; what an EHR launch sends as `iss`. */
  readonly iss: string;
  readonly clientId: string;
  readonly authentication:
    | { readonly kind: 'public' }
    | { readonly kind: 'secret'; readonly secret: string }
    | { readonly kind: 'key'; readonly key: ClientKey };
  /** In place of the scopes Vigie would ask for, `launch` and `launch/patient` aside. */
  readonly scopes?: readonly string[];
  /** Signed reports are sent to this EHR, where it grants the right; nothing is written to it else. */
  readonly takesReports?: boolean;
  /** Origins that may show the app in a frame. */
  readonly frameAncestors: readonly string[];
  /** Sent with every authorisation request, for servers that want something of their own. */
  readonly launchParameters: Readonly<Record<string, string>>;
};

/** An EHR at which Vigie is a public client, with nothing out of the ordinary. */
export function publicClient(ehr: Pick<Ehr, 'name' | 'iss' | 'clientId' | 'frameAncestors'>): Ehr {
  return { ...ehr, iss: bareAddress(ehr.iss), authentication: { kind: 'public' }, launchParameters: {} };
}

const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

/** Whether an address is this machine's own. */
export function isLoopback({ hostname }: URL): boolean {
  return loopbackNames.includes(hostname);
}

/** https, or this machine: a token must not cross a network in the clear. */
export function isSafeAddress(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
}

/** Addresses that differ by a slash at the end, or in how the host is written, are the same server. */
export function bareAddress(address: string): string {
  return (URL.parse(address)?.href ?? address).replace(/\/+$/, '');
}

const ownParameters = [
  'response_type',
  'client_id',
  'redirect_uri',
  'scope',
  'state',
  'aud',
  'launch',
  'nonce',
  'code_challenge',
  'code_challenge_method',
];

const origin = z.url().refine((text) => URL.parse(text)?.origin === bareAddress(text), {
  message: 'must be an origin such as https://ehr.example',
});

const registration = z
  .strictObject({
    name: z.string().min(1).max(80),
    iss: z.url().transform(bareAddress),
    clientId: z.string().min(1),
    clientSecret: z.string().min(1).optional(),
    privateKeyFile: z.string().min(1).optional(),
    scopes: z.array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'must be one scope')).optional(),
    takesReports: z.boolean().default(false),
    frameAncestors: z.array(origin.transform(bareAddress)).default([]),
    launchParameters: z
      .record(z.string(), z.string())
      .default({})
      .refine((given) => Object.keys(given).every((name) => !ownParameters.includes(name)), {
        message: `may not name ${ownParameters.join(', ')}: Vigie sets these`,
      }),
    allowHttp: z.boolean().default(false),
  })
  .refine(({ clientSecret, privateKeyFile }) => !clientSecret || !privateKeyFile, {
    message: 'give one of clientSecret and privateKeyFile, not both',
    path: ['privateKeyFile'],
  })
  .refine(({ iss, allowHttp }) => allowHttp || isSafeAddress(new URL(iss)), {
    message: 'must be https (http only for this machine, or with "allowHttp": true on a closed test network)',
    path: ['iss'],
  });

const registrations = z.array(registration).superRefine((list, context) => {
  const seen = new Set<string>();
  for (const [index, { iss }] of list.entries()) {
    if (seen.has(iss)) {
      context.addIssue({ code: 'custom', message: 'is registered twice', path: [index, 'iss'] });
    }
    seen.add(iss);
  }
});

type Registration = z.infer<typeof registration>;

async function authenticationOf(
  { clientSecret, privateKeyFile }: Registration,
  folder: string,
): Promise<Ehr['authentication']> {
  if (clientSecret) return { kind: 'secret', secret: clientSecret };
  if (!privateKeyFile) return { kind: 'public' };
  return { kind: 'key', key: await readClientKey(resolve(folder, privateKeyFile)) };
}

async function readJsonFile(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Error(`VIGIE_SMART_CLIENTS: ${path} cannot be read`, { cause });
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`VIGIE_SMART_CLIENTS: ${path} is not JSON`, { cause });
  }
}

/**
 * Reads the client registration file: a JSON array, one entry an EHR; a key's path is taken from the file's folder.
 * @throws Error naming every fault at once, never a secret
 */
export async function loadRegistrations(path: string): Promise<readonly Ehr[]> {
  const parsed = registrations.safeParse(await readJsonFile(path));
  if (!parsed.success) {
    throw new Error(`VIGIE_SMART_CLIENTS: ${path} is invalid\n${z.prettifyError(parsed.error)}`);
  }
  return Promise.all(
    parsed.data.map(async (entry) => ({
      name: entry.name,
      iss: entry.iss,
      clientId: entry.clientId,
      authentication: await authenticationOf(entry, dirname(path)),
      ...(entry.scopes ? { scopes: entry.scopes } : {}),
      ...(entry.takesReports ? { takesReports: true } : {}),
      frameAncestors: entry.frameAncestors,
      launchParameters: entry.launchParameters,
    })),
  );
}
