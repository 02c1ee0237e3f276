/** The parts of a chart, as they are searched for and prefetched. */
export const searches = {
  vitals: { type: 'Observation', params: { category: 'vital-signs', _sort: '-date', _count: 200 } },
  labs: { type: 'Observation', params: { category: 'laboratory', _sort: '-date', _count: 200 } },
  conditions: { type: 'Condition', params: {} },
  notes: { type: 'DocumentReference', params: { _sort: '-date', _count: 20 } },
  reports: { type: 'DiagnosticReport', params: { _sort: '-date', _count: 20 } },
  procedures: { type: 'Procedure', params: {} },
  devices: { type: 'Device', params: {} },
  flags: { type: 'Flag', params: {} },
  imaging: { type: 'ImagingStudy', params: { _sort: '-started', _count: 20 } },
} as const;

export type SearchPart = keyof typeof searches;
export type Part = SearchPart | 'patient' | 'encounter';
export const searchParts = Object.keys(searches) as SearchPart[];
