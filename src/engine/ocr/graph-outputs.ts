/**
 * Gives a CTC recogniser small outputs. Its own output is [lines, steps, classes]: hundreds of megabytes for a
 * page, all copied into JavaScript. Two nodes at the graph's end keep only each step's best class and its
 * probability.
 *
 * Protocol buffers merge a message that occurs twice, and repeated fields of the two are joined: bytes
 * appended to an ONNX file add nodes and outputs to its graph, and the file itself stays as it was published.
 */

const LENGTH_DELIMITED = 2;
const VARINT = 0;

function varint(value: number): number[] {
  const out: number[] = [];
  for (; value > 0x7f; value >>>= 7) out.push((value & 0x7f) | 0x80);
  out.push(value);
  return out;
}

const bytes = (field: number, content: readonly number[]): number[] => [
  ...varint((field << 3) | LENGTH_DELIMITED),
  ...varint(content.length),
  ...content,
];
const text = (field: number, value: string): number[] => bytes(field, [...Buffer.from(value, 'utf8')]);
const integer = (field: number, value: number): number[] => [
  ...varint((field << 3) | VARINT),
  ...varint(value),
];

// Field numbers of onnx.proto: ModelProto.graph 7; GraphProto.node 1, output 12; NodeProto.input 1, output 2,
// name 3, op_type 4, attribute 5; AttributeProto.name 1, i 3, ints 8, type 20; ValueInfoProto.name 1, type 2;
// TypeProto.tensor_type 1; TypeProto.Tensor.elem_type 1.
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_INTS = 7;
const FLOAT = 1;
const INT64 = 7;

const intAttribute = (name: string, value: number): number[] =>
  bytes(5, [...text(1, name), ...integer(3, value), ...integer(20, ATTRIBUTE_INT)]);
const intsAttribute = (name: string, values: readonly number[]): number[] =>
  bytes(5, [
    ...text(1, name),
    ...values.flatMap((value) => integer(8, value)),
    ...integer(20, ATTRIBUTE_INTS),
  ]);
const node = (type: string, input: string, output: string, attributes: readonly number[]): number[] =>
  bytes(1, [...text(1, input), ...text(2, output), ...text(3, output), ...text(4, type), ...attributes]);
const output = (name: string, type: number): number[] =>
  bytes(12, [...text(1, name), ...bytes(2, bytes(1, integer(1, type)))]);

export const BEST_CLASS = 'best_class';
export const BEST_PROBABILITY = 'best_probability';

/**
 * The model with two more outputs: `best_class` int64 and `best_probability` float32, both [lines, steps].
 * `probabilities` names its output of shape [lines, steps, classes]. Needs an opset below 18.
 */
export function withBestClass(model: Uint8Array, probabilities: string): Uint8Array {
  const addition = bytes(7, [
    ...node('ArgMax', probabilities, BEST_CLASS, [
      ...intAttribute('axis', 2),
      ...intAttribute('keepdims', 0),
    ]),
    ...node('ReduceMax', probabilities, BEST_PROBABILITY, [
      ...intsAttribute('axes', [2]),
      ...intAttribute('keepdims', 0),
    ]),
    ...output(BEST_CLASS, INT64),
    ...output(BEST_PROBABILITY, FLOAT),
  ]);
  const joined = new Uint8Array(model.length + addition.length);
  joined.set(model);
  joined.set(addition, model.length);
  return joined;
}
