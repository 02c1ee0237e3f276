import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { calculateJwkThumbprint, exportJWK, type JWK, SignJWT } from 'jose';

/** The key with which Vigie signs its own name at a token endpoint, and its public half to publish. */
export type ClientKey = {
  readonly algorithm: 'RS384' | 'ES384';
  readonly privateKey: KeyObject;
  readonly publicJwk: JWK;
};

const assertionSeconds = 240;

function parseKey(text: string): KeyObject {
  const trimmed = text.trim();
  if (!trimmed.startsWith('{')) return createPrivateKey(trimmed);
  return createPrivateKey({ key: JSON.parse(trimmed), format: 'jwk' });
}

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): ClientKey['algorithm'] {
  if (asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048) return 'RS384';
  if (asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'secp384r1') return 'ES384';
  throw new Error('the key is neither RSA of 2048 bits or more (RS384) nor EC on P-384 (ES384)');
}

/**
 * A private key of a file: PEM (PKCS #8) or JWK, RSA for RS384 or P-384 for ES384; its id is the RFC 7638 thumbprint.
 * @throws Error naming the file, never the key
 */
export async function readClientKey(path: string): Promise<ClientKey> {
  try {
    const privateKey = parseKey(await readFile(path, 'utf8'));
    const algorithm = algorithmOf(privateKey);
    // The secret members are left behind; `exportJWK` of a private key would carry them.
    const { kty, n, e, crv, x, y } = await exportJWK(privateKey);
    const bare = Object.fromEntries(Object.entries({ kty, n, e, crv, x, y }).filter(([, value]) => value));
    const kid = await calculateJwkThumbprint(bare as JWK);
    return { algorithm, privateKey, publicJwk: { ...bare, kid, use: 'sig', alg: algorithm } as JWK };
  } catch (cause) {
    throw new Error(`privateKeyFile ${path} is no private key that can be used (RS384 or ES384)`, { cause });
  }
}

/** A client assertion, valid for four minutes and for one endpoint. @see https://hl7.org/fhir/smart-app-launch/client-confidential-asymmetric.html */
export function signAssertion(key: ClientKey, clientId: string, endpoint: string): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: key.algorithm, kid: key.publicJwk.kid ?? '', typ: 'JWT' })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(endpoint)
    .setJti(crypto.randomUUID())
    .setIssuedAt()
    .setExpirationTime(`${assertionSeconds}s`)
    .sign(key.privateKey);
}
