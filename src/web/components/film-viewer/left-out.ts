/**
 * Stands in, in the built app, for two things that Cornerstone's core draws in and a film's pixels never meet: an XML
 * writer for meshes (xmlbuilder2, which needs Node) and vtk's colour scales. A third of what a browser would fetch.
 */

export function create(): never {
  throw new Error('XML is left out of this app');
}

// biome-ignore lint/style/noDefaultExport: it stands in for a module that has one
export default [];
