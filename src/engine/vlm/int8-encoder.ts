/**
 * One-time local rewrite of a vision encoder: pointwise convolutions and matrix products in int8, the rest in float32.
 *
 * The trunk spends nine tenths of its operations in 1×1 convolutions. As products of pixels with a matrix they run
 * three to four times as fast in int8 on processors with VNNI. Published half-precision encoders gain twice: the CPU
 * has no half-precision kernels and converts at every operator. Weights get one scale per output, activations one per
 * product, measured at run time. Results differ by one to two percent; `tune` measures by how much for the weights at
 * hand before it chooses this.
 */
import { closeSync, existsSync, openSync, readSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { externalTensor, isCurrent, origin, type TensorPlace, writeModel } from './graph-edit';
import { halfToFloat } from './half';
import {
  ATTRIBUTE,
  FLOAT,
  FLOAT16,
  GRAPH,
  INT8,
  INTS_ATTRIBUTE,
  MODEL,
  NODE,
  type OnnxFile,
  type OnnxNode,
  type OnnxTensor,
  openOnnx,
} from './onnx-file';
import { bytesField, type Field, fields, integerField, integers, memorySource, text } from './protobuf';
import { widenNode } from './widen-half';

/** Raise the number when the rewrite changes, so that older results are made anew. */
const RECIPE = 'int8 encoder 1';
/** Smaller products gain nothing. */
const MIN_SIZE = 64;
const ALIGNMENT = 64;
/** A full 127 may overflow the 16-bit sums of processors without VNNI; the published int8 files use it all the same. */
const LARGEST_CODE = 127;

/** A product to be replaced: y[…, out] = x[…, in] · W + bias. */
interface Product {
  readonly node: OnnxNode;
  readonly weight: OnnxTensor;
  readonly inSize: number;
  readonly outSize: number;
  /** Convolution weights are [out, in, 1, 1], those of matrix products [in, out]. */
  readonly convolution: boolean;
}

/** Integer attributes of a node. */
function attributes(onnx: OnnxFile, node: OnnxNode): Map<string, number[]> {
  const result = new Map<string, number[]>();
  for (const field of fields(onnx.source, node.field.start, node.field.end)) {
    if (field.number !== NODE.attribute) continue;
    const attribute = memorySource(onnx.source.read(field.start, field.end).slice());
    const values: number[] = [];
    let name = '';
    for (const part of fields(attribute)) {
      if (part.number === ATTRIBUTE.name) name = text(attribute, part);
      else if (part.number === ATTRIBUTE.i || part.number === ATTRIBUTE.ints) {
        values.push(...integers(attribute, part));
      }
    }
    result.set(name, values);
  }
  return result;
}

function asProduct(onnx: OnnxFile, node: OnnxNode, minSize: number): Product | undefined {
  const weight = onnx.tensors.get(node.inputs[1] ?? '');
  if (!weight?.file || (weight.dataType !== FLOAT && weight.dataType !== FLOAT16)) return undefined;
  const { dims } = weight;
  let product: Product | undefined;
  if (node.opType === 'Conv' && dims.length === 4 && dims[2] === 1 && dims[3] === 1) {
    const all = attributes(onnx, node);
    const plain = ['group', 'strides', 'dilations'].every((name) =>
      (all.get(name) ?? [1]).every((v) => v === 1),
    );
    if (plain && (all.get('pads') ?? []).every((v) => v === 0)) {
      product = { node, weight, outSize: dims[0]!, inSize: dims[1]!, convolution: true };
    }
  } else if (node.opType === 'MatMul' && dims.length === 2) {
    product = { node, weight, inSize: dims[0]!, outSize: dims[1]!, convolution: false };
  }
  return product && Math.min(product.inSize, product.outSize) >= minSize ? product : undefined;
}

function readFloats(tensor: OnnxTensor): Float32Array {
  const fd = openSync(tensor.file!, 'r');
  try {
    const bytes = new Uint8Array(tensor.bytes);
    for (let at = 0; at < bytes.length; ) {
      const count = readSync(fd, bytes, at, bytes.length - at, tensor.offset + at);
      if (count === 0) throw new RangeError(`${tensor.file} ends inside ${tensor.name}`);
      at += count;
    }
    if (tensor.dataType === FLOAT) return new Float32Array(bytes.buffer);
    const floats = new Float32Array(bytes.length / 2);
    halfToFloat(new Uint16Array(bytes.buffer), floats);
    return floats;
  } finally {
    closeSync(fd);
  }
}

/** Symmetric codes [in, out] with one scale for each output. */
export function quantiseColumns(
  weights: Float32Array,
  inSize: number,
  outSize: number,
  outputsFirst: boolean,
): { readonly codes: Int8Array; readonly scales: Float32Array } {
  const [inStride, outStride] = outputsFirst ? [1, inSize] : [outSize, 1];
  const codes = new Int8Array(inSize * outSize);
  const scales = new Float32Array(outSize);
  for (let o = 0; o < outSize; o++) {
    let peak = 0;
    for (let i = 0; i < inSize; i++) peak = Math.max(peak, Math.abs(weights[i * inStride + o * outStride]!));
    scales[o] = Math.max(peak, 1e-30) / LARGEST_CODE;
    for (let i = 0; i < inSize; i++) {
      codes[i * outSize + o] = Math.round(weights[i * inStride + o * outStride]! / scales[o]!);
    }
  }
  return { codes, scales };
}

/** Appends weights to the data file beside the new graph. */
class DataFile {
  private readonly fd: number;
  private length = 0;

  constructor(
    readonly path: string,
    private readonly location: string,
  ) {
    this.fd = openSync(path, 'w');
  }

  /** Writes a weight; returns it as a field of the graph. */
  add(name: string, dims: readonly number[], dataType: number, values: Float32Array | Int8Array): Uint8Array {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const offset = Math.ceil(this.length / ALIGNMENT) * ALIGNMENT;
    for (let at = 0; at < bytes.length; ) at += writeSync(this.fd, bytes, at, bytes.length - at, offset + at);
    this.length = offset + bytes.length;
    const place: TensorPlace = { name, dims, dataType, offset, bytes: bytes.length };
    return bytesField(GRAPH.initializer, externalTensor(place, this.location));
  }

  close(): void {
    closeSync(this.fd);
  }
}

function node(
  opType: string,
  inputs: readonly string[],
  output: string,
  rest: readonly Uint8Array[] = [],
): Uint8Array {
  return bytesField(
    GRAPH.node,
    Buffer.concat([
      ...inputs.map((name) => bytesField(NODE.input, name)),
      bytesField(NODE.output, output),
      bytesField(NODE.name, `int8/${output}/${opType}`),
      bytesField(NODE.opType, opType),
      ...rest,
    ]),
  );
}

function transpose(input: string, output: string, perm: readonly number[]): Uint8Array {
  const attribute = Buffer.concat([
    bytesField(ATTRIBUTE.name, 'perm'),
    ...perm.map((axis) => integerField(ATTRIBUTE.ints, axis)),
    integerField(ATTRIBUTE.type, INTS_ATTRIBUTE),
  ]);
  return node('Transpose', [input], output, [bytesField(NODE.attribute, attribute)]);
}

/** The fields that stand for a product: its weights and its nodes. */
function replaceProduct(
  { node: old, weight, inSize, outSize, convolution }: Product,
  data: DataFile,
): Uint8Array[] {
  const { codes, scales } = quantiseColumns(readFloats(weight), inSize, outSize, convolution);
  const [x, , bias] = old.inputs;
  const y = old.outputs[0]!;
  const names = { codes: `int8/${y}/codes`, scales: `int8/${y}/scales` };
  const rows = convolution ? `int8/${y}/rows` : x!;
  const product = convolution ? `int8/${y}/product` : y;
  return [
    data.add(names.codes, [inSize, outSize], INT8, codes),
    data.add(names.scales, [outSize], FLOAT, scales),
    // Pixels become rows: channels last.
    ...(convolution ? [transpose(x!, rows, [0, 2, 3, 1])] : []),
    node('DynamicQuantizeMatMul', [rows, names.codes, names.scales, ...(bias ? ['', bias] : [])], product, [
      bytesField(NODE.domain, 'com.microsoft'),
    ]),
    ...(convolution ? [transpose(product, y, [0, 3, 1, 2])] : []),
  ];
}

function* graphParts(
  onnx: OnnxFile,
  products: ReadonlyMap<number, Product>,
  data: DataFile,
): Generator<Uint8Array> {
  const { source } = onnx;
  const nodes = new Map(onnx.nodes.map((n) => [n.field.tagStart, n]));
  const tensors = new Map([...onnx.tensors.values()].map((t) => [t.field.tagStart, t]));
  const replaced = new Set([...products.values()].map((product) => product.weight.name));
  for (const n of onnx.nodes) {
    if (!products.has(n.field.tagStart)) for (const name of n.inputs) replaced.delete(name);
  }
  const copy = (field: Field) => source.read(field.tagStart, field.end).slice();
  for (const field of fields(source, onnx.graph.start, onnx.graph.end)) {
    const tensor = tensors.get(field.tagStart);
    const old = nodes.get(field.tagStart);
    const product = products.get(field.tagStart);
    if (product) yield* replaceProduct(product, data);
    else if (old)
      yield bytesField(GRAPH.node, widenNode(source.read(field.start, field.end).slice(), old.opType));
    else if (tensor) {
      if (replaced.has(tensor.name)) continue;
      if (tensor.dataType === FLOAT16 && tensor.file) {
        yield data.add(tensor.name, tensor.dims, FLOAT, readFloats(tensor));
      } else if (tensor.file && !tensor.external && tensor.bytes >= 1024) {
        yield bytesField(GRAPH.initializer, externalTensor(tensor, basename(onnx.path)));
      } else yield copy(field);
    } else if (field.number !== GRAPH.valueInfo) yield copy(field);
  }
}

/**
 * Makes the int8 form of a vision encoder beside it, unless that was done before, and returns its path; undefined
 * where the encoder has no product that would gain.
 *
 * @throws PixelScribeError `model-damaged` where the file is no complete ONNX model
 */
export function int8EncoderOnce(file: string, minSize = MIN_SIZE): string | undefined {
  const base = basename(file, '.onnx');
  const target = join(dirname(file), `${base}.int8.onnx`);
  const dataFile = `${target}_data`;
  const made = origin(file, RECIPE);
  if (isCurrent(target, made) && existsSync(dataFile) && statSync(dataFile).size > 0) return target;
  const onnx = openOnnx(file);
  const temporary = `${dataFile}.${process.pid}.part`;
  try {
    const products = new Map<number, Product>();
    for (const candidate of onnx.nodes) {
      const product = asProduct(onnx, candidate, minSize);
      if (product) products.set(candidate.field.tagStart, product);
    }
    if (products.size === 0) return undefined;
    const data = new DataFile(temporary, basename(dataFile));
    let parts: Uint8Array[];
    try {
      parts = [...graphParts(onnx, products, data)];
    } finally {
      data.close();
    }
    renameSync(temporary, dataFile);
    writeModel(onnx, target, parts, made, contribDomain(onnx));
    return target;
  } finally {
    rmSync(temporary, { force: true });
    onnx.close();
  }
}

/** The import of the contrib operators, where the model has none yet. */
function contribDomain(onnx: OnnxFile): Uint8Array[] {
  const present = [...fields(onnx.source)].some(
    (field) =>
      field.number === MODEL.opsetImport &&
      [...fields(onnx.source, field.start, field.end)].some(
        (part) => part.number === 1 && text(onnx.source, part) === 'com.microsoft',
      ),
  );
  const entry = Buffer.concat([bytesField(1, 'com.microsoft'), integerField(2, 1)]);
  return present ? [] : [bytesField(MODEL.opsetImport, entry)];
}
