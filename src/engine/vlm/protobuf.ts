/** The protobuf wire format, as far as reading and editing ONNX files needs it. */
import { readSync } from 'node:fs';

export const VARINT = 0;
export const FIXED64 = 1;
export const BYTES = 2;
export const FIXED32 = 5;

/** One field of a message; `start..end` is its payload, `tagStart..end` the field with its tag. */
export interface Field {
  readonly number: number;
  readonly wireType: number;
  /** Value of a varint field; 0 for others. Integers above 2^53 lose precision. */
  readonly value: number;
  readonly tagStart: number;
  readonly start: number;
  readonly end: number;
}

/** Random access to bytes, from memory or from a file. What `read` gives is valid until the next read. */
export interface ByteSource {
  readonly length: number;
  read(start: number, end: number): Uint8Array;
}

export function memorySource(bytes: Uint8Array): ByteSource {
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  return { length: plain.length, read: (start, end) => plain.subarray(start, end) };
}

/** Reads a file through a window, so that skipping over large tensors costs nothing. */
export function fileSource(fd: number, length: number): ByteSource {
  // Not a Buffer: its `slice` would share memory that the next read overwrites.
  const window = new Uint8Array(64 * 1024);
  let from = 0;
  let to = 0;
  return {
    length,
    read(start, end) {
      if (start >= from && end <= to) return window.subarray(start - from, end - from);
      if (end - start > window.length) {
        const bytes = new Uint8Array(end - start);
        for (let at = 0; at < bytes.length; ) {
          const count = readSync(fd, bytes, at, bytes.length - at, start + at);
          if (count === 0) throw new RangeError('the file ends inside a field');
          at += count;
        }
        return bytes;
      }
      from = start;
      to = start + readSync(fd, window, 0, window.length, start);
      if (end > to) throw new RangeError('the file ends inside a field');
      return window.subarray(0, end - start);
    },
  };
}

function readVarint(bytes: Uint8Array, at: number): { value: number; next: number } {
  let value = 0;
  let scale = 1;
  for (let i = at; i < Math.min(at + 10, bytes.length); i++) {
    const byte = bytes[i]!;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, next: i + 1 };
    scale *= 128;
  }
  throw new RangeError('not a protobuf message');
}

/** The fields of the message in `start..end`, in order. @throws RangeError where the bytes are no message */
export function* fields(source: ByteSource, start = 0, end = source.length): Generator<Field> {
  let at = start;
  while (at < end) {
    const head = source.read(at, Math.min(at + 20, end));
    const tag = readVarint(head, 0);
    const number = Math.floor(tag.value / 8);
    const wireType = tag.value % 8;
    let value = 0;
    let payload = at + tag.next;
    let next: number;
    if (wireType === VARINT) {
      const varint = readVarint(head, tag.next);
      value = varint.value;
      next = at + varint.next;
    } else if (wireType === BYTES) {
      const size = readVarint(head, tag.next);
      payload = at + size.next;
      next = payload + size.value;
    } else if (wireType === FIXED64 || wireType === FIXED32) {
      next = payload + (wireType === FIXED64 ? 8 : 4);
    } else {
      throw new RangeError(`wire type ${wireType} is not known`);
    }
    if (number === 0 || next > end) throw new RangeError('a field reaches beyond its message');
    yield { number, wireType, value, tagStart: at, start: payload, end: next };
    at = next;
  }
}

export function text(source: ByteSource, field: Field): string {
  return Buffer.from(source.read(field.start, field.end)).toString('utf8');
}

/** Numbers of a repeated integer field, packed or not. */
export function integers(source: ByteSource, field: Field): number[] {
  if (field.wireType === VARINT) return [field.value];
  const bytes = source.read(field.start, field.end);
  const values: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { value, next } = readVarint(bytes, at);
    values.push(value);
    at = next;
  }
  return values;
}

// ---------------------------------------------------------------- writing

export function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

export function integerField(number: number, value: number): Uint8Array {
  return Buffer.concat([varint(number * 8 + VARINT), varint(value)]);
}

export function bytesField(number: number, value: Uint8Array | string): Uint8Array {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : value;
  return Buffer.concat([varint(number * 8 + BYTES), varint(bytes.length), bytes]);
}
