/** The parts of an ONNX file this runtime looks into: nodes, and where the weights lie. */
import { closeSync, fstatSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PixelScribeError } from '../../errors';
import {
  BYTES,
  type ByteSource,
  type Field,
  fields,
  fileSource,
  integers,
  memorySource,
  text,
} from './protobuf';

// Field numbers of onnx.proto3.
export const MODEL = { docString: 6, graph: 7, opsetImport: 8 } as const;
export const GRAPH = { node: 1, initializer: 5, output: 12, valueInfo: 13 } as const;
export const NODE = { input: 1, output: 2, name: 3, opType: 4, attribute: 5, domain: 7 } as const;
export const ATTRIBUTE = { name: 1, i: 3, t: 5, ints: 8, type: 20 } as const;
/** ValueInfoProto.type.tensor_type.shape.dim, down to the sizes. */
export const VALUE = { name: 1, type: 2, tensorType: 1, shape: 2, dim: 1, dimValue: 1 } as const;
export const TENSOR = {
  dims: 1,
  dataType: 2,
  name: 8,
  rawData: 9,
  externalData: 13,
  dataLocation: 14,
} as const;

/** AttributeProto.AttributeType, TensorProto.DataLocation and TensorProto.DataType */
export const INT_ATTRIBUTE = 2;
export const INTS_ATTRIBUTE = 7;
export const EXTERNAL = 1;
export const INT64 = 7;
export const INT8 = 3;
export const FLOAT = 1;
export const FLOAT16 = 10;

export interface OnnxNode {
  readonly opType: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly field: Field;
}

/** A weight and where its bytes lie; `file` is absent where they are in typed fields instead of raw bytes. */
export interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly dataType: number;
  readonly file?: string;
  readonly offset: number;
  readonly bytes: number;
  readonly external: boolean;
  readonly field: Field;
}

export interface OnnxFile {
  readonly path: string;
  readonly source: ByteSource;
  readonly graph: Field;
  readonly nodes: readonly OnnxNode[];
  readonly tensors: ReadonlyMap<string, OnnxTensor>;
  close(): void;
}

function readNode(source: ByteSource, field: Field): OnnxNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  let opType = '';
  for (const f of fields(source, field.start, field.end)) {
    if (f.number === NODE.input) inputs.push(text(source, f));
    else if (f.number === NODE.output) outputs.push(text(source, f));
    else if (f.number === NODE.opType) opType = text(source, f);
  }
  return { opType, inputs, outputs, field };
}

function readTensor(source: ByteSource, field: Field, path: string): OnnxTensor {
  const dims: number[] = [];
  const entries = new Map<string, string>();
  let name = '';
  let dataType = 0;
  let raw: Field | undefined;
  for (const f of fields(source, field.start, field.end)) {
    if (f.number === TENSOR.dims) dims.push(...integers(source, f));
    else if (f.number === TENSOR.dataType) dataType = f.value;
    else if (f.number === TENSOR.name) name = text(source, f);
    else if (f.number === TENSOR.rawData && f.wireType === BYTES) raw = f;
    else if (f.number === TENSOR.externalData) {
      const entry = memorySource(source.read(f.start, f.end).slice());
      const [key, value] = [...fields(entry)].map((part) => text(entry, part));
      if (key !== undefined && value !== undefined) entries.set(key, value);
    }
  }
  const location = entries.get('location');
  const base = { name, dims, dataType, field, external: location !== undefined };
  if (location !== undefined) {
    const file = join(dirname(path), location);
    return {
      ...base,
      file,
      offset: Number(entries.get('offset') ?? 0),
      bytes: Number(entries.get('length') ?? 0),
    };
  }
  if (raw) return { ...base, file: path, offset: raw.start, bytes: raw.end - raw.start };
  return { ...base, offset: 0, bytes: field.end - field.start };
}

/**
 * Indexes an ONNX file without reading its weights. Close it after use.
 *
 * @throws PixelScribeError `model-damaged` where the file is no ONNX model or is cut off
 */
export function openOnnx(path: string): OnnxFile {
  const fd = openSync(path, 'r');
  const close = () => closeSync(fd);
  try {
    const source = fileSource(fd, fstatSync(fd).size);
    let graph: Field | undefined;
    for (const f of fields(source)) if (f.number === MODEL.graph) graph = f;
    if (!graph) throw new RangeError('the file holds no graph');
    const nodes: OnnxNode[] = [];
    const tensors = new Map<string, OnnxTensor>();
    for (const f of fields(source, graph.start, graph.end)) {
      if (f.number === GRAPH.node) nodes.push(readNode(source, f));
      else if (f.number === GRAPH.initializer) {
        const tensor = readTensor(source, f, path);
        tensors.set(tensor.name, tensor);
      }
    }
    return { path, source, graph, nodes, tensors, close };
  } catch (cause) {
    close();
    if (!(cause instanceof RangeError)) throw cause;
    throw new PixelScribeError(
      'model-damaged',
      `${path} is not a complete ONNX model (${cause.message}). Install the model again.`,
      { cause },
    );
  }
}
