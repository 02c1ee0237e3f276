/** A dense float32 tensor as it crosses the worker's border. */
export type Tensor = { readonly data: Float32Array; readonly shape: readonly number[] };
export type Tensors = Readonly<Record<string, Tensor>>;
