import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  BYTES,
  bytesField,
  fields,
  integerField,
  integers,
  memorySource,
  text,
  VARINT,
} from '../../../src/engine/vlm/protobuf';

describe('the protobuf wire format', () => {
  it('reads back what it writes', () => {
    const entry = fc.oneof(
      fc.record({ number: fc.integer({ min: 1, max: 5000 }), value: fc.maxSafeNat() }),
      fc.record({ number: fc.integer({ min: 1, max: 5000 }), value: fc.string({ unit: 'grapheme' }) }),
    );
    fc.assert(
      fc.property(fc.array(entry), (entries) => {
        const source = memorySource(
          Buffer.concat(
            entries.map(({ number, value }) =>
              typeof value === 'number' ? integerField(number, value) : bytesField(number, value),
            ),
          ),
        );
        const back = [...fields(source)].map((field) => ({
          number: field.number,
          value: field.wireType === VARINT ? field.value : text(source, field),
        }));
        assert.deepEqual(
          back,
          entries.map(({ number, value }) => ({ number, value })),
        );
      }),
    );
  });

  it('reads packed and single integers', () => {
    const packed = memorySource(bytesField(8, Uint8Array.of(3, 0x96, 0x01)));
    const [field] = [...fields(packed)];
    assert.equal(field!.wireType, BYTES);
    assert.deepEqual(integers(packed, field!), [3, 150]);
    const single = memorySource(integerField(1, 2 ** 40));
    assert.deepEqual(integers(single, [...fields(single)][0]!), [2 ** 40]);
  });

  it('never reads beyond its bytes, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        let end = 0;
        try {
          for (const field of fields(memorySource(bytes))) {
            assert.equal(field.tagStart, end);
            assert.ok(field.start <= field.end && field.end <= bytes.length);
            end = field.end;
          }
          assert.equal(end, bytes.length);
        } catch (error) {
          assert.ok(error instanceof RangeError);
        }
      }),
    );
  });
});
