/** Parts of an ONNX graph in half precision, rewritten for single precision. */

import { editMessage } from './graph-edit';
import { halfToFloat } from './half';
import { ATTRIBUTE, FLOAT, FLOAT16, NODE, TENSOR } from './onnx-file';
import { bytesField, fields, integerField, memorySource } from './protobuf';

/** A half-precision tensor message as float32, and any other unchanged. */
export function widenTensor(bytes: Uint8Array): Uint8Array {
  const source = memorySource(bytes);
  const type = [...fields(source)].find((field) => field.number === TENSOR.dataType);
  if (type?.value !== FLOAT16) return bytes;
  return editMessage(bytes, (field) => {
    if (field.number === TENSOR.dataType) return integerField(TENSOR.dataType, FLOAT);
    if (field.number !== TENSOR.rawData) return undefined;
    const half = new Uint16Array(source.read(field.start, field.end).slice().buffer);
    const floats = new Float32Array(half.length);
    halfToFloat(half, floats);
    return bytesField(TENSOR.rawData, new Uint8Array(floats.buffer));
  });
}

/** A node as it is in a float32 graph: casts to half precision go to float32, constants are widened. */
export function widenNode(bytes: Uint8Array, opType: string): Uint8Array {
  if (!['Cast', 'Constant', 'ConstantOfShape'].includes(opType)) return bytes;
  return editMessage(bytes, (field, source) => {
    if (field.number !== NODE.attribute) return undefined;
    const widened = editMessage(source.read(field.start, field.end).slice(), (part, attribute) => {
      if (part.number === ATTRIBUTE.t) {
        return bytesField(ATTRIBUTE.t, widenTensor(attribute.read(part.start, part.end).slice()));
      }
      const toHalf = opType === 'Cast' && part.number === ATTRIBUTE.i && part.value === FLOAT16;
      return toHalf ? integerField(ATTRIBUTE.i, FLOAT) : undefined;
    });
    return bytesField(NODE.attribute, widened);
  });
}
