/** What a query about a film can be answered with, before anybody has opened the film itself. */
export type FilmHeader = {
  readonly patientId: string;
  readonly patientName: string;
  /** `YYYYMMDD`, as DICOM writes it. */
  readonly birthDate: string;
  /** `M`, `F`, `O` or nothing. */
  readonly sex: string;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  readonly modality: string;
  /** `YYYYMMDD`. */
  readonly studyDate: string;
  /** `HHMMSS`. */
  readonly studyTime: string;
  readonly description: string;
  readonly transferSyntaxUid: string;
};

export type Film = {
  readonly header: FilmHeader;
  /** The DICOM file; waits until the film is drawn or read. */
  readonly bytes: () => Promise<Uint8Array>;
};

/** The film archive: every instance, in the order in which it came. */
export type Archive = {
  readonly add: (film: Film) => void;
  readonly films: () => readonly Film[];
  readonly find: (sopInstanceUid: string) => Film | undefined;
};

export function createArchive(): Archive {
  const films = new Map<string, Film>();
  return {
    add: (film) => films.set(film.header.sopInstanceUid, film),
    films: () => [...films.values()],
    find: (sopInstanceUid) => films.get(sopInstanceUid),
  };
}
