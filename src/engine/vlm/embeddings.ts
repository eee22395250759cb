import { closeSync, openSync, readSync } from 'node:fs';
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { PixelScribeError } from '../../errors';
import { createSession } from '../models/session';
import { halfToFloat } from './half';
import { FLOAT, FLOAT16, type OnnxTensor, openOnnx } from './onnx-file';

/** Token id to embedding. */
export interface Embeddings {
  readonly hiddenSize: number;
  /** Writes the rows of `ids` one after the other to `target` from `offset` on. */
  lookUp(ids: readonly number[], target: Float32Array, offset: number): Promise<void>;
  dispose(): Promise<void>;
}

/** Tables up to this size are kept in memory; larger ones are read row by row (the system caches the pages). */
const RESIDENT_BYTES = 8 * 1024 * 1024;

class TableEmbeddings implements Embeddings {
  readonly hiddenSize: number;
  private readonly rows: number;
  private readonly rowBytes: number;
  private readonly fd: number;
  private readonly resident: Buffer | undefined;
  private readonly row: Buffer;

  constructor(private readonly table: OnnxTensor) {
    this.rows = table.dims[0]!;
    this.hiddenSize = table.dims[1]!;
    this.rowBytes = this.hiddenSize * (table.dataType === FLOAT ? 4 : 2);
    this.row = Buffer.from(new ArrayBuffer(this.rowBytes));
    this.fd = openSync(table.file!, 'r');
    if (this.rows * this.rowBytes <= RESIDENT_BYTES) {
      this.resident = Buffer.from(new ArrayBuffer(this.rows * this.rowBytes));
      readSync(this.fd, this.resident, 0, this.resident.length, table.offset);
    }
  }

  async lookUp(ids: readonly number[], target: Float32Array, offset: number): Promise<void> {
    for (const [i, id] of ids.entries()) {
      if (!(id >= 0 && id < this.rows)) {
        throw new PixelScribeError('internal', `Token ${id} is outside the vocabulary of ${this.rows}.`);
      }
      let bytes = this.row;
      if (this.resident) bytes = this.resident.subarray(id * this.rowBytes, (id + 1) * this.rowBytes);
      else readSync(this.fd, bytes, 0, this.rowBytes, this.table.offset + id * this.rowBytes);
      const at = offset + i * this.hiddenSize;
      const out = target.subarray(at, at + this.hiddenSize);
      if (this.table.dataType === FLOAT) {
        out.set(new Float32Array(bytes.buffer, bytes.byteOffset, this.hiddenSize));
      } else {
        halfToFloat(new Uint16Array(bytes.buffer, bytes.byteOffset, this.hiddenSize), out);
      }
    }
  }

  async dispose(): Promise<void> {
    closeSync(this.fd);
  }
}

class SessionEmbeddings implements Embeddings {
  constructor(
    private readonly session: InferenceSession,
    readonly hiddenSize: number,
  ) {}

  async lookUp(ids: readonly number[], target: Float32Array, offset: number): Promise<void> {
    if (ids.length === 0) return;
    const input = new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]);
    const outputs = await this.session.run({ [this.session.inputNames[0]!]: input });
    const rows = outputs[this.session.outputNames[0]!]!.data;
    const out = target.subarray(offset, offset + ids.length * this.hiddenSize);
    if (rows instanceof Float32Array) out.set(rows);
    else halfToFloat(rows as unknown as Uint16Array, out);
  }

  async dispose(): Promise<void> {
    await this.session.release();
  }
}

/**
 * Opens an `embed_tokens` file. Where the file is a plain table the rows are read straight from disk and no session is
 * made, which saves its time and memory (270 MB for FastVLM-0.5B); a quantised table runs as a session.
 */
export async function openEmbeddings(file: string, hiddenSize: number): Promise<Embeddings> {
  const onnx = openOnnx(file);
  try {
    const table = onnx.nodes
      .filter((node) => node.opType === 'Gather' && node.inputs[1] === 'input_ids')
      .map((node) => onnx.tensors.get(node.inputs[0]!))
      .find((tensor) => tensor?.file !== undefined && tensor.dims.length === 2);
    // Nothing but a change of type may follow the lookup.
    const plain = onnx.nodes.every((node) => ['Gather', 'Cast', 'Identity'].includes(node.opType));
    if (table && plain && (table.dataType === FLOAT || table.dataType === FLOAT16)) {
      return new TableEmbeddings(table);
    }
  } finally {
    onnx.close();
  }
  return new SessionEmbeddings(await createSession(file), hiddenSize);
}
