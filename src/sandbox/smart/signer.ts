import { createHash } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import type { Code } from './authorize.ts';

/** Signs id_tokens with a key made at start and shown as a JWK set. */
export type Signer = {
  readonly sign: (code: Code, expiresInSeconds: number) => Promise<string>;
  readonly keys: { readonly keys: readonly JWK[] };
};

const alg = 'ES384';
const kid = 'demo-hospital';

export async function createSigner(issuer: string, clientId: string): Promise<Signer> {
  const { privateKey, publicKey } = await generateKeyPair(alg);
  return {
    sign: ({ request: { nonce }, context: { user, locale } }, expiresInSeconds) =>
      new SignJWT({ fhirUser: `${issuer}/${user}`, locale, ...(nonce ? { nonce } : {}) })
        .setProtectedHeader({ alg, kid, typ: 'JWT' })
        .setIssuer(issuer)
        .setAudience(clientId)
        .setSubject(createHash('sha256').update(user).digest('base64url').slice(0, 32))
        .setIssuedAt()
        .setExpirationTime(`${expiresInSeconds}s`)
        .sign(privateKey),
    keys: { keys: [{ ...(await exportJWK(publicKey)), kid, alg, use: 'sig' }] },
  };
}
