import { ServiceError } from '../lib/errors.ts';
import { maySign } from '../reports/standing.ts';
import type { Viewer } from './contract.ts';
import type { Visit } from './visit.ts';

/** A word without a person behind it is nobody's: a program with a token may read, and say nothing. */
class NeedsPerson extends ServiceError {
  override readonly name = 'NeedsPerson';
  override readonly code = 'NEEDS_PERSON';
  override readonly status = 403;
}

export class NotYours extends ServiceError {
  override readonly name = 'NotYours';
  override readonly code = 'NOT_YOURS';
  override readonly status = 403;
}

export class IdTaken extends ServiceError {
  override readonly name = 'IdTaken';
  override readonly code = 'ID_TAKEN';
  override readonly status = 409;
}

const patientsOwn = /(^|\/)(Patient|RelatedPerson)\/[^/]+$/;

/** A patient or a relative may read; what they say is not a clinician's word. @throws NeedsPerson */
export function personOf({ viewer }: Visit): Viewer {
  if (viewer && patientsOwn.test(viewer.id))
    throw new NeedsPerson('contradicting is for those who treat the patient');
  if (viewer) return viewer;
  throw new NeedsPerson('contradicting needs a person: open the app from the EHR and sign in');
}

/** Who may answer for a report: narrower, since it is kept under their name. @throws NeedsPerson */
export function practitionerOf({ viewer }: Visit): Viewer {
  if (viewer && maySign(viewer.id)) return viewer;
  throw new NeedsPerson(
    'signing and discarding are for a practitioner: open the app from the EHR and sign in as one',
  );
}
