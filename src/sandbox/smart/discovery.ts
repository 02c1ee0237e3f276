/** The addresses of the authorization server, `url` being where its routes are mounted. */
export function oauthUrisOf(url: string) {
  return {
    authorize: `${url}/authorize`,
    token: `${url}/token`,
    revoke: `${url}/revoke`,
    introspect: `${url}/introspect`,
  };
}

/** `.well-known/smart-configuration`. @see https://hl7.org/fhir/smart-app-launch/conformance.html */
export function smartConfiguration(fhirUrl: string, smartUrl: string) {
  const { authorize, token, revoke, introspect } = oauthUrisOf(smartUrl);
  return {
    issuer: fhirUrl,
    jwks_uri: `${smartUrl}/keys`,
    authorization_endpoint: authorize,
    token_endpoint: token,
    introspection_endpoint: introspect,
    revocation_endpoint: revoke,
    token_endpoint_auth_methods_supported: ['none'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
    id_token_signing_alg_values_supported: ['ES384'],
    scopes_supported: [
      'openid',
      'fhirUser',
      'launch',
      'launch/patient',
      'online_access',
      'offline_access',
      'patient/*.rs',
      'user/*.rs',
    ],
    capabilities: [
      'launch-ehr',
      'launch-standalone',
      'client-public',
      'context-ehr-patient',
      'context-ehr-encounter',
      'context-standalone-patient',
      'context-banner',
      'permission-patient',
      'permission-user',
      'permission-offline',
      'permission-online',
      'permission-v1',
      'permission-v2',
      'sso-openid-connect',
    ],
  };
}
