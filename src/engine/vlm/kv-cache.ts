import { Tensor } from 'onnxruntime-node';

type CacheArray = Float32Array | Uint16Array;

/** One key or value tensor of a layer. */
export interface CacheSlot {
  readonly past: string;
  readonly present: string;
  readonly dtype: 'float32' | 'float16';
  readonly heads: number;
  readonly headDim: number;
}

function allocate(slot: CacheSlot, elements: number): CacheArray {
  return slot.dtype === 'float16' ? new Uint16Array(elements) : new Float32Array(elements);
}

function wrap(slot: CacheSlot, data: CacheArray, dims: readonly number[]): Tensor {
  return slot.dtype === 'float16'
    ? new Tensor('float16', data as Uint16Array, dims)
    : new Tensor('float32', data as Float32Array, dims);
}

/**
 * Keys and values of the positions seen so far, [batch, heads, positions, headDim] per layer.
 *
 * Where the graph's attention operator writes in place (`inPlace`), past and present are the same buffers with room
 * for `capacity` positions, and a step copies nothing. Otherwise every step's outputs become the next step's inputs.
 */
export class KvCache {
  /** Positions held. */
  length = 0;
  private capacity: number;
  private tensors: Tensor[];
  /** The buffers of the last reordering, taken in turns. */
  private spare: Tensor[] | undefined;

  constructor(
    private readonly slots: readonly CacheSlot[],
    readonly batch: number,
    readonly inPlace: boolean,
    capacity: number,
  ) {
    this.capacity = inPlace ? capacity : 0;
    this.tensors = slots.map((slot) => this.empty(slot, this.capacity));
  }

  get bytes(): number {
    return this.tensors.reduce((sum, t) => sum + (t.data as CacheArray).byteLength, 0);
  }

  private empty(slot: CacheSlot, positions: number): Tensor {
    const dims = [this.batch, slot.heads, positions, slot.headDim];
    return wrap(slot, allocate(slot, this.batch * slot.heads * positions * slot.headDim), dims);
  }

  /** Makes room for `positions` in all. */
  reserve(positions: number): void {
    if (!this.inPlace || positions <= this.capacity) return;
    // A quarter ahead, so that a long conversation grows seldom.
    const capacity = Math.ceil((positions * 1.25) / 64) * 64;
    this.tensors = this.slots.map((slot, i) => {
      const grown = this.empty(slot, capacity);
      copyPositions(slot, this.tensors[i]!, grown, this.length, (row) => row);
      return grown;
    });
    this.spare = undefined;
    this.capacity = capacity;
  }

  /** Adds the cache's inputs, and its outputs where they are written in place. */
  bind(feeds: Record<string, Tensor>, fetches: Record<string, Tensor | null>): void {
    this.slots.forEach((slot, i) => {
      const tensor = this.tensors[i]!;
      feeds[slot.past] = tensor;
      fetches[slot.present] = this.inPlace ? tensor : null;
    });
  }

  /** Takes over what a step over `added` positions produced. */
  accept(outputs: Readonly<Record<string, Tensor>>, added: number): void {
    this.length += added;
    if (this.inPlace) return;
    this.tensors = this.slots.map((slot) => outputs[slot.present]!);
  }

  /** A copy in which row r holds what row `rows[r]` holds here; for beams and for branches of a conversation. */
  select(rows: readonly number[], capacity = this.capacity): KvCache {
    const copy = new KvCache(this.slots, rows.length, this.inPlace, Math.max(capacity, this.length));
    if (!this.inPlace) copy.tensors = this.slots.map((slot) => copy.empty(slot, this.length));
    this.slots.forEach((slot, i) => {
      copyPositions(slot, this.tensors[i]!, copy.tensors[i]!, this.length, (row) => rows[row]!);
    });
    copy.length = this.length;
    return copy;
  }

  /** Like `select` with as many rows as there are, in place. */
  reorder(rows: readonly number[]): void {
    const positions = this.inPlace ? this.capacity : this.length;
    const fits = this.inPlace && this.spare;
    const target = fits || this.slots.map((slot) => this.empty(slot, positions));
    this.slots.forEach((slot, i) => {
      copyPositions(slot, this.tensors[i]!, target[i]!, this.length, (row) => rows[row]!);
    });
    this.spare = this.tensors;
    this.tensors = target;
  }
}

/** Copies the first `positions` of every head from row `from(row)` of the source to each row of the target. */
function copyPositions(
  slot: CacheSlot,
  source: Tensor,
  target: Tensor,
  positions: number,
  from: (row: number) => number,
): void {
  const used = positions * slot.headDim;
  const sourceStride = source.dims[2]! * slot.headDim;
  const targetStride = target.dims[2]! * slot.headDim;
  const input = source.data as CacheArray;
  const output = target.data as CacheArray;
  for (let row = 0; row < target.dims[0]!; row++) {
    for (let head = 0; head < slot.heads; head++) {
      const at = (from(row) * slot.heads + head) * sourceStride;
      output.set(input.subarray(at, at + used), (row * slot.heads + head) * targetStride);
    }
  }
}
