/**
 * One-time local rewrite of downloaded graphs, for speed and memory. Weights are neither changed nor copied: the new
 * file holds the graph alone and refers to the weights inside the original, which the runtime then maps into memory
 * instead of reading them twice.
 *
 * - Logits of the last position only: the vocabulary-sized product for every prompt position is 15-40 % of prefill.
 * - `accuracy_level=4` on MatMulNBits: activations are quantised to int8 per block, as the published files leave off.
 */
import { basename, dirname, join } from 'node:path';
import {
  editMessage,
  editPath,
  externalTensor,
  isCurrent,
  isUnwritable,
  origin,
  writeModel,
} from './graph-edit';
import {
  ATTRIBUTE,
  GRAPH,
  INT_ATTRIBUTE,
  INT64,
  NODE,
  type OnnxFile,
  type OnnxNode,
  openOnnx,
  TENSOR,
  VALUE,
} from './onnx-file';
import {
  BYTES,
  type ByteSource,
  bytesField,
  type Field,
  fields,
  integerField,
  memorySource,
  text,
} from './protobuf';

/** Raise the number when the rewrite changes, so that older results are made anew. */
const RECIPE = 'rewrite 1';
/** Weights smaller than this stay in the graph. */
const INLINE_BYTES = 1024;
const CHUNK_BYTES = 1 << 20;
const SLICED = 'pixelscribe/last_position';

const PRODUCTS = new Set([
  'MatMul',
  'FusedMatMul',
  'Gemm',
  'MatMulNBits',
  'MatMulInteger',
  'DynamicQuantizeMatMul',
]);
/** What may stand between the head's product and the logits: each works position by position. */
const POINTWISE = new Set(['Identity', 'Cast', 'Mul', 'Add', 'DequantizeLinear']);

interface HeadCut {
  /** The tensor [batch, positions, hidden] of which only the last position is needed. */
  readonly tensor: string;
  /** The node whose input it is. */
  readonly consumer: OnnxNode;
  /** Tensors whose recorded shapes are no longer true. */
  readonly changed: ReadonlySet<string>;
}

/** Finds where to cut off all positions but the last; undefined where the graph has a shape this does not know. */
function findHeadCut(onnx: OnnxFile): HeadCut | undefined {
  const producers = new Map(onnx.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const changed = new Set<string>();
  const products = new Set<OnnxNode>();
  const open = ['logits'];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const node = producers.get(name);
    if (!node || changed.has(name)) continue;
    if (PRODUCTS.has(node.opType)) products.add(node);
    else if (POINTWISE.has(node.opType)) open.push(...node.inputs);
    else if (node.opType !== 'DynamicQuantizeLinear' && node.opType !== 'Constant') return undefined;
    for (const output of node.outputs) changed.add(output);
  }
  const [product, ...others] = products;
  if (!product || others.length > 0) return undefined;
  const quantise = producers.get(product.inputs[0]!);
  const consumer = quantise?.opType === 'DynamicQuantizeLinear' ? quantise : product;
  const tensor = consumer.inputs[0];
  // Already cut, or fed by something that is not the normalised hidden state.
  if (tensor === undefined || producers.get(tensor)?.opType === 'Slice') return undefined;
  const shared = onnx.nodes.some(
    (node) =>
      node !== product && !changed.has(node.outputs[0]!) && node.inputs.some((name) => changed.has(name)),
  );
  return shared ? undefined : { tensor, consumer, changed: changed.add('logits') };
}

function withAccuracyLevel(node: Uint8Array): Uint8Array {
  const level = Buffer.concat([
    bytesField(ATTRIBUTE.name, 'accuracy_level'),
    integerField(ATTRIBUTE.i, 4),
    integerField(ATTRIBUTE.type, INT_ATTRIBUTE),
  ]);
  const others = editMessage(node, (field, source) => {
    if (field.number !== NODE.attribute) return undefined;
    const attribute = memorySource(source.read(field.start, field.end));
    const name = [...fields(attribute)].find((f) => f.number === ATTRIBUTE.name);
    return name && text(attribute, name) === 'accuracy_level' ? new Uint8Array(0) : undefined;
  });
  return Buffer.concat([others, bytesField(NODE.attribute, level)]);
}

function withInput(node: Uint8Array, from: string, to: string): Uint8Array {
  return editMessage(node, (field, source) =>
    field.number === NODE.input && text(source, field) === from ? bytesField(NODE.input, to) : undefined,
  );
}

/** `Slice(tensor, [-1], [max], [1])` and its constants, as fields of the graph. */
function sliceFields(tensor: string): Uint8Array {
  const constants = { starts: -1n, ends: 2n ** 63n - 1n, axes: 1n };
  const names = Object.keys(constants).map((part) => `${SLICED}/${part}`);
  const initializers = Object.values(constants).map((value, i) => {
    const raw = new Uint8Array(BigInt64Array.of(value).buffer);
    return bytesField(
      GRAPH.initializer,
      Buffer.concat([
        integerField(TENSOR.dims, 1),
        integerField(TENSOR.dataType, INT64),
        bytesField(TENSOR.name, names[i]!),
        bytesField(TENSOR.rawData, raw),
      ]),
    );
  });
  const node = Buffer.concat([
    ...[tensor, ...names].map((name) => bytesField(NODE.input, name)),
    bytesField(NODE.output, SLICED),
    bytesField(NODE.name, SLICED),
    bytesField(NODE.opType, 'Slice'),
  ]);
  return Buffer.concat([...initializers, bytesField(GRAPH.node, node)]);
}

function messageName(source: ByteSource, field: Field): string {
  const name = [...fields(source, field.start, field.end)].find(
    (f) => f.number === VALUE.name && f.wireType === BYTES,
  );
  return name ? text(source, name) : '';
}

/** The parts of the new graph message, in order. */
function* graphParts(onnx: OnnxFile, cut: HeadCut | undefined): Generator<Uint8Array> {
  const { source } = onnx;
  const nodes = new Map(onnx.nodes.map((node) => [node.field.tagStart, node]));
  const tensors = new Map([...onnx.tensors.values()].map((tensor) => [tensor.field.tagStart, tensor]));
  for (const field of fields(source, onnx.graph.start, onnx.graph.end)) {
    const node = nodes.get(field.tagStart);
    const tensor = tensors.get(field.tagStart);
    if (node && node === cut?.consumer) yield sliceFields(cut.tensor);
    if (node && (node === cut?.consumer || node.opType === 'MatMulNBits')) {
      let bytes: Uint8Array = source.read(field.start, field.end).slice();
      if (node === cut?.consumer) bytes = withInput(bytes, cut.tensor, SLICED);
      if (node.opType === 'MatMulNBits') bytes = withAccuracyLevel(bytes);
      yield bytesField(GRAPH.node, bytes);
    } else if (tensor && !tensor.external && tensor.file && tensor.bytes >= INLINE_BYTES) {
      yield bytesField(GRAPH.initializer, externalTensor(tensor, basename(onnx.path)));
    } else if (field.number === GRAPH.output && cut && messageName(source, field) === 'logits') {
      const bytes = source.read(field.start, field.end).slice();
      const path = [VALUE.type, VALUE.tensorType, VALUE.shape, VALUE.dim];
      yield bytesField(
        GRAPH.output,
        editPath(bytes, path, (dim, axis) => (axis === 1 ? integerField(VALUE.dimValue, 1) : dim)),
      );
    } else if (!(field.number === GRAPH.valueInfo && cut?.changed.has(messageName(source, field)))) {
      for (let at = field.tagStart; at < field.end; at += CHUNK_BYTES) {
        yield source.read(at, Math.min(at + CHUNK_BYTES, field.end)).slice();
      }
    }
  }
}

/**
 * Rewrites an ONNX file unless that was done before, and returns the file to load: the rewritten one beside the
 * original, or the original where the folder cannot be written to.
 *
 * @throws PixelScribeError `model-damaged` where the file is no complete ONNX model
 */
export function rewriteOnce(file: string): string {
  const target = join(dirname(file), `${basename(file, '.onnx')}.rewritten.onnx`);
  if (isCurrent(target, origin(file, RECIPE))) return target;
  const onnx = openOnnx(file);
  try {
    writeModel(onnx, target, [...graphParts(onnx, findHeadCut(onnx))], origin(file, RECIPE));
    return target;
  } catch (error) {
    if (isUnwritable(error)) return file;
    throw error;
  } finally {
    onnx.close();
  }
}
