/** What a signed report is known by, here and in the record it is sent to: the system of its identifier. */
export const reportSystem = 'urn:vigie:report';
