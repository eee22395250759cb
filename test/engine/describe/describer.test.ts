import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Describer } from '../../../src/engine/describe';
import { decodeImage } from '../../../src/engine/image/decode';
import { InstalledVlm } from '../../../src/engine/models/installed-vlm';
import { TextReader } from '../../../src/engine/ocr';
import { describeImage } from '../../../src/engine/tasks/describe';
import type { DescribeResult, ImageKind } from '../../../src/protocol';

const modelsDir = join(__dirname, '../../../models');
const fixture = (name: string): string => join(__dirname, '../../fixtures/describe', name);

describe('Describing real pictures', function () {
  this.timeout(60000);
  const reader = new TextReader(modelsDir);
  const vlm = new InstalledVlm(modelsDir, 'no folder');
  const describer = new Describer(modelsDir);
  const describeFile = (name: string): Promise<DescribeResult> =>
    describeImage({ path: fixture(name) }, { text: reader, describer, vlm }, new AbortController().signal);

  after(async () => {
    await reader.dispose();
    await describer.dispose();
  });

  const expected: [file: string, kind: ImageKind, altText: RegExp][] = [
    [
      'terminal.png',
      'terminal',
      /^Screenshot of a terminal where “npm install” fails with “.*unable to resolve dependency tree”\.$/,
    ],
    ['code.png', 'code', /Java code.*OrderService/],
    ['dialog.png', 'dialog', /could not be opened.*button OK/],
    ['form.png', 'dialog', /^Form “Shipping information” with the fields .*City/],
    ['table.png', 'table', /columns Country, Capital, Area and Population and five rows/],
    ['chart.png', 'chart', /^Line chart titled “Damped oscillation” of 2 series from -10 to 10/],
    [
      'diagram.png',
      'diagram',
      /^Flowchart of five nodes and four connections that begins with “Customer”\.$/,
    ],
    ['formula.png', 'formula', /^Mathematical formula in black on a white background\.$/],
    ['web-page.png', 'web-page', /web page headed “Sailing without wind”/],
    ['document.png', 'document', /“The Harbour Report”/],
    ['photo.jpg', 'photo', /^Photo in landscape format, mostly /],
    ['icon.png', 'icon', /^(?:Icon|Logo or icon)/],
  ];
  for (const [file, kind, altText] of expected) {
    it(`describes ${file}`, async () => {
      const result = await describeFile(file);
      assert.equal(result.kind, kind, `${result.kind} ${result.kindConfidence}`);
      assert.match(result.altText, altText);
      const length = [...result.altText].length;
      assert.ok(length >= 40 && length <= 150, `${length}`);
      assert.ok(result.description.startsWith(result.altText));
      assert.ok(result.facts.length >= 3);
    });
  }

  it('reads a title and a button that share a word', async () => {
    const { altText } = await describeFile('../workspace/screenshots/export-dialog.png');
    assert.match(altText, /^Dialog “Export report” with .* and the buttons Cancel and Export\.$/);
  });

  it('stops once the request is cancelled', async () => {
    const raster = await decodeImage({ path: fixture('icon.png') });
    const controller = new AbortController();
    controller.abort(new Error('no longer needed'));
    await assert.rejects(
      describer.describe(raster, { text: '', lines: [] }, controller.signal),
      /no longer needed/,
    );
  });

  it('names the folder when the model is missing', async () => {
    const raster = await decodeImage({ path: fixture('icon.png') });
    const lost = new Describer(join(modelsDir, 'nowhere'));
    await assert.rejects(lost.describe(raster, { text: '', lines: [] }), {
      code: 'model-missing',
      message: /nowhere/,
    });
  });
});
