/**
 * Measures the text evidence and the network's answer on pictures that were read, for fit-text.py.
 *
 *   npx tsx models/train-kind/evidence.ts SET
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TEXT_EVIDENCE_NAMES, textEvidence } from '../../src/engine/describe/measure/text-evidence';
import type { ReadLine } from '../../src/engine/ocr';
import { IMAGE_KINDS, type ImageKind } from '../../src/protocol';
import { workDir } from './paths';

const set = process.argv[2] ?? 'train';
const rows = readFileSync(join(workDir, `measured/readings-${set}.jsonl`), 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => {
    const { file, lines, widthPx, heightPx } = JSON.parse(line) as {
      file: string;
      lines: ReadLine[];
      widthPx: number;
      heightPx: number;
    };
    const evidence = textEvidence(lines, widthPx, heightPx);
    return {
      file,
      kind: IMAGE_KINDS.indexOf(file.split('/')[0] as ImageKind),
      values: TEXT_EVIDENCE_NAMES.map((name) => evidence[name]),
    };
  });
writeFileSync(
  join(workDir, `measured/evidence-${set}.json`),
  JSON.stringify({ kinds: IMAGE_KINDS, names: TEXT_EVIDENCE_NAMES, rows }),
);
console.log(rows.length, 'pictures');
