/** Editing ONNX files: messages field by field, weights left where they are, the result put in place at once. */
import { closeSync, existsSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename } from 'node:path';
import { EXTERNAL, MODEL, type OnnxFile, openOnnx, TENSOR } from './onnx-file';
import {
  type ByteSource,
  bytesField,
  type Field,
  fields,
  integerField,
  memorySource,
  text,
} from './protobuf';

/** A message's fields one by one, each replaced by what `edit` returns (undefined keeps it, empty drops it). */
export function editMessage(
  bytes: Uint8Array,
  edit: (field: Field, source: ByteSource) => Uint8Array | undefined,
): Uint8Array {
  const source = memorySource(bytes);
  return Buffer.concat(
    [...fields(source)].map((field) => edit(field, source) ?? bytes.subarray(field.tagStart, field.end)),
  );
}

/** Edits the submessages reached by following field numbers. */
export function editPath(
  bytes: Uint8Array,
  [number, ...rest]: readonly number[],
  edit: (message: Uint8Array, index: number) => Uint8Array,
): Uint8Array {
  let index = 0;
  return editMessage(bytes, (field, source) => {
    if (field.number !== number) return undefined;
    const inner = source.read(field.start, field.end);
    return bytesField(number, rest.length > 0 ? editPath(inner, rest, edit) : edit(inner, index++));
  });
}

export interface TensorPlace {
  readonly name: string;
  readonly dims: readonly number[];
  readonly dataType: number;
  readonly offset: number;
  readonly bytes: number;
}

/** A TensorProto whose bytes lie in the file `location` beside the graph. */
export function externalTensor(tensor: TensorPlace, location: string): Uint8Array {
  const entry = (key: string, value: string) =>
    bytesField(TENSOR.externalData, Buffer.concat([bytesField(1, key), bytesField(2, value)]));
  return Buffer.concat([
    ...tensor.dims.map((size) => integerField(TENSOR.dims, size)),
    integerField(TENSOR.dataType, tensor.dataType),
    bytesField(TENSOR.name, tensor.name),
    entry('location', location),
    entry('offset', String(tensor.offset)),
    entry('length', String(tensor.bytes)),
    integerField(TENSOR.dataLocation, EXTERNAL),
  ]);
}

/** What a derived file says it was made from. */
export function origin(file: string, recipe: string): string {
  const { size, mtimeMs } = statSync(file);
  return `${recipe} of ${basename(file)}, ${size} bytes, ${mtimeMs}`;
}

/** Whether `target` exists and was made as `description` says. */
export function isCurrent(target: string, description: string): boolean {
  if (!existsSync(target)) return false;
  try {
    const onnx = openOnnx(target);
    try {
      const doc = [...fields(onnx.source)].findLast((field) => field.number === MODEL.docString);
      return doc !== undefined && text(onnx.source, doc) === description;
    } finally {
      onnx.close();
    }
  } catch {
    return false;
  }
}

/** Whether a file could not be written for want of rights or space. */
export function isUnwritable(error: unknown): boolean {
  return ['EACCES', 'EROFS', 'EPERM', 'ENOSPC'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/** Writes a model with the same head as `onnx`, another graph, and a description; other processes see all or nothing. */
export function writeModel(
  onnx: OnnxFile,
  target: string,
  graph: readonly Uint8Array[],
  description: string,
  head: readonly Uint8Array[] = [],
): void {
  const temporary = `${target}.${process.pid}.part`;
  const others = [...fields(onnx.source)]
    .filter((field) => field.number !== MODEL.graph && field.number !== MODEL.docString)
    .map((field) => onnx.source.read(field.tagStart, field.end).slice());
  const parts = [
    ...others,
    ...head,
    bytesField(MODEL.graph, Buffer.concat(graph)),
    bytesField(MODEL.docString, description),
  ];
  try {
    const fd = openSync(temporary, 'w');
    try {
      for (const bytes of parts) {
        for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
      }
    } finally {
      closeSync(fd);
    }
    renameSync(temporary, target);
  } finally {
    rmSync(temporary, { force: true });
  }
}
