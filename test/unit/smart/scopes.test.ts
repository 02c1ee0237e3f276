import { describe, expect, test } from 'vitest';
import type { AuthorisationServer } from '../../../src/smart/ehr/discovery.ts';
import { publicClient } from '../../../src/smart/ehr/registration.ts';
import { grantsReports, notGrantedIn, scopesFor } from '../../../src/smart/ehr/scopes.ts';

const ehr = publicClient({ name: 'A', iss: 'https://a.example/fhir', clientId: 'vigie', frameAncestors: [] });
const server = (told: Partial<AuthorisationServer>): AuthorisationServer => ({
  authorizationEndpoint: 'https://a.example/authorize',
  tokenEndpoint: 'https://a.example/token',
  capabilities: [],
  namesIssuer: false,
  scopesSupported: [],
  ...told,
});

describe('what is asked for', () => {
  test.each([
    ['permission-v2 among its capabilities', server({ capabilities: ['permission-v2'] }), 'patient/Flag.rs'],
    ['both versions', server({ capabilities: ['permission-v1', 'permission-v2'] }), 'patient/Flag.rs'],
    ['only scopes in SMART 2’s words', server({ scopesSupported: ['patient/*.rs'] }), 'patient/Flag.rs'],
    ['nothing of it', server({}), 'patient/Flag.read'],
    ['permission-v1', server({ capabilities: ['permission-v1'] }), 'patient/Flag.read'],
  ])('of a server that says %s', (_, told, scope) => {
    expect(scopesFor(ehr, told, 'ehr')).toContain(scope);
  });

  test('renewal only where it is offered, and never beyond the clinician’s presence', () => {
    expect(scopesFor(ehr, server({}), 'ehr')).not.toContain('online_access');
    const offered = scopesFor(ehr, server({ scopesSupported: ['online_access', 'offline_access'] }), 'ehr');
    expect(offered).toContain('online_access');
    expect(offered).not.toContain('offline_access');
  });

  test('writing only where the registration says that the EHR takes reports', () => {
    const takes = { ...ehr, takesReports: true };
    const v2 = server({ capabilities: ['permission-v2'] });
    const writes = (scopes: readonly string[]) =>
      scopes.filter((scope) => /\.(write|\*|[a-z]*[cud][a-z]*)$/.test(scope) && !scope.endsWith('.read'));
    expect(writes(scopesFor(ehr, v2, 'ehr'))).toEqual([]);
    expect(writes(scopesFor(takes, v2, 'ehr'))).toEqual(['patient/DiagnosticReport.c']);
    expect(writes(scopesFor(takes, server({}), 'ehr'))).toEqual(['patient/DiagnosticReport.write']);
    expect(scopesFor({ ...takes, scopes: ['openid'] }, v2, 'ehr')).toEqual([
      ...['launch', 'openid', 'patient/DiagnosticReport.c'],
    ]);
  });

  test('an operator’s own scopes keep the launch’s context', () => {
    const own = { ...ehr, scopes: ['openid', 'patient/*.read'] };
    expect(scopesFor(own, server({}), 'standalone')).toEqual(['launch/patient', 'openid', 'patient/*.read']);
  });
});

describe('what was not granted', () => {
  const all = scopesFor(ehr, server({ capabilities: ['permission-v2'] }), 'ehr').join(' ');
  const category =
    'patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category';
  const without = (type: string) => all.replace(`patient/${type}.rs`, '');

  test.each([
    ['everything that was asked for', all, []],
    ['SMART 1’s whole record', 'patient/*.read', []],
    ['writing too', 'patient/*.cruds', []],
    ['SMART 1’s star', 'user/*.*', []],
    ['no films', without('ImagingStudy'), ['ImagingStudy']],
    ['reading without searching', all.replace('Condition.rs', 'Condition.r'), ['Condition']],
    ['searching without reading', all.replace('Condition.rs', 'Condition.s'), ['Condition']],
    ['the patient by id only', all.replace('Patient.rs', 'Patient.r'), []],
    ['labs alone', `${without('Observation')} ${category}|laboratory`, ['vital-signs']],
    ['labs alone, escaped', `${without('Observation')} ${category}%7Claboratory`, ['vital-signs']],
    ['both categories', `${without('Observation')} ${category}|laboratory ${category}|vital-signs`, []],
    ['another category', `${without('Observation')} ${category}|social-history`, ['Observation']],
    ['writing alone', `${without('Device')} patient/Device.cud`, ['Device']],
  ])('by a grant of %s', (_, granted, missing) => {
    expect(notGrantedIn(granted)).toEqual(missing);
  });

  test('by the words an EHR uses beside SMART’s, nothing', () => {
    expect(notGrantedIn('launch openid Observation.Read (Labs) (R4)')).toContain('Observation');
  });
});

test.each([
  ['patient/DiagnosticReport.c', true],
  ['patient/DiagnosticReport.cruds', true],
  ['user/DiagnosticReport.write', true],
  ['patient/*.*', true],
  ['patient/DiagnosticReport.rs', false],
  ['patient/DiagnosticReport.read', false],
  ['patient/Observation.c', false],
  ['patient/DiagnosticReport.uds', false],
  ['', false],
])('“%s” lets reports be created: %s', (granted, may) => {
  expect(grantsReports(`openid ${granted}`)).toBe(may);
});
