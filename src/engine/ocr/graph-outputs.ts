/**
 * Gives a CTC recogniser small outputs. Its own output is [lines, steps, classes]: hundreds of megabytes for a
 * page, all copied into JavaScript. Nodes at the graph's end keep only each step's best class and its
 * probability, among all classes and among some.
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

// Field numbers of onnx.proto: ModelProto.graph 7; GraphProto.node 1, initializer 5, output 12; NodeProto.input 1,
// output 2, name 3, op_type 4, attribute 5; AttributeProto.name 1, i 3, ints 8, type 20; TensorProto.dims 1,
// data_type 2, int64_data 7, name 8; ValueInfoProto.name 1, type 2; TypeProto.tensor_type 1;
// TypeProto.Tensor.elem_type 1.
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
const node = (
  type: string,
  inputs: readonly string[],
  output: string,
  attributes: readonly number[],
): number[] =>
  bytes(1, [
    ...inputs.flatMap((input) => text(1, input)),
    ...text(2, output),
    ...text(3, output),
    ...text(4, type),
    ...attributes,
  ]);
const indices = (name: string, values: readonly number[]): number[] =>
  bytes(5, [
    ...integer(1, values.length),
    ...integer(2, INT64),
    ...bytes(7, values.flatMap(varint)),
    ...text(8, name),
  ]);
const output = (name: string, type: number): number[] =>
  bytes(12, [...text(1, name), ...bytes(2, bytes(1, integer(1, type)))]);

/** The names of a best class and its probability, both [lines, steps]. */
export interface BestNames {
  readonly label: string;
  readonly probability: string;
}

/** Among all classes. */
export const BEST: BestNames = { label: 'best_class', probability: 'best_probability' };
/** Among the chosen classes; labels count within them. */
export const BEST_CHOSEN: BestNames = { label: 'best_chosen_class', probability: 'best_chosen_probability' };

/** int64 class and float32 probability of the likeliest class of each step. */
function best(probabilities: string, names: BestNames): number[] {
  const keep = intAttribute('keepdims', 0);
  return [
    ...node('ArgMax', [probabilities], names.label, [...intAttribute('axis', 2), ...keep]),
    ...node('ReduceMax', [probabilities], names.probability, [...intsAttribute('axes', [2]), ...keep]),
    ...output(names.label, INT64),
    ...output(names.probability, FLOAT),
  ];
}

/**
 * The model with four more outputs: the best class of each step and its probability, among all classes and
 * among the `chosen`. `probabilities` names its output of shape [lines, steps, classes]. Needs an opset
 * below 18.
 */
export function withBestClasses(
  model: Uint8Array,
  probabilities: string,
  chosen: readonly number[],
): Uint8Array {
  const addition = bytes(7, [
    ...best(probabilities, BEST),
    ...indices('chosen_classes', chosen),
    ...node('Gather', [probabilities, 'chosen_classes'], 'chosen_probabilities', intAttribute('axis', 2)),
    ...best('chosen_probabilities', BEST_CHOSEN),
  ]);
  const joined = new Uint8Array(model.length + addition.length);
  joined.set(model);
  joined.set(addition, model.length);
  return joined;
}
