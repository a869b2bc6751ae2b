/**
 * Reads of columns by an index that the caller keeps inside. One place says what an index outside would read, so that the loops need not;
 * one function per kind of column, so that each stays as quick as the bare read.
 */
export const countAt = (column: Uint32Array, i: number): number => column[i] ?? 0;
export const numberAt = (column: Float64Array | Int32Array | Uint32Array, i: number): number => column[i] ?? 0;
