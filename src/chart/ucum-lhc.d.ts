declare module '@lhncbc/ucum-lhc' {
  /** What the library answers to one conversion; `toVal` is null unless the status is `succeeded`. */
  type Conversion = { readonly status: 'succeeded' | 'failed' | 'error'; readonly toVal: number | null };
  type ConversionOptions = { readonly molecularWeight?: number; readonly charge?: number };
  type UcumLhcUtils = {
    convertUnitTo(from: string, value: number, to: string, options?: ConversionOptions): Conversion;
  };
  const ucum: { readonly UcumLhcUtils: { getInstance(): UcumLhcUtils } };
  // biome-ignore lint/style/noDefaultExport: the shape of a CommonJS package, not ours.
  export default ucum;
}
