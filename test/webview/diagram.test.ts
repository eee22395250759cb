/** The card of a diagram: the drawing, its parts, the source to edit. */
import assert from 'node:assert/strict';
import { toClassDiagram, toEntityDiagram } from '../../src/engine/diagram/classes/mermaid';
import { toMermaid } from '../../src/engine/diagram/mermaid';
import { toSequenceDiagram } from '../../src/engine/diagram/sequence/mermaid';
import { type PageUnderTest, THEME_KINDS, usePages } from './page-under-test';
import { flowEntry, flowResult } from './samples';

describe('the panel with a diagram', () => {
  const pages = usePages();
  let panel: PageUnderTest;

  const part = (name: string) => panel.page.getByRole('option', { name });
  /** Waits until Mermaid has drawn. */
  const drawn = () => panel.find('.preview g.node[data-part]').first().waitFor();
  const open = async (options?: Parameters<typeof pages.open>[0]) => {
    panel = await pages.open(options);
    await panel.show(flowEntry);
    await drawn();
  };

  it('draws what was read, and knows every part in the drawing', async () => {
    await open();
    assert.equal(await panel.find('.preview g.node[data-part]').count(), flowResult.nodes.length);
    assert.equal(await panel.find('.preview path[data-part]').count(), flowResult.edges.length);
    const cards = (await panel.find('h2').allInnerTexts()).slice(0, 3);
    assert.deepEqual(cards, ['Diagram', 'Outline', 'Measured']);
    assert.match(
      await panel.find('#outline .prose').innerText(),
      /If In stock\? is yes, it leads to Charge the card\./,
    );
  });

  it('lights up a node in the picture and in the drawing, from the list, the picture and the drawing', async () => {
    await open();
    const corners = flowResult.nodes[1]!.polygon.map(({ x, y }) => `${x},${y}`).join(' ');
    await part('In stock?').first().focus();
    assert.equal(await panel.find('.stage .lit').getAttribute('points'), corners);
    assert.equal(await panel.find('.preview .lit').getAttribute('data-part'), '1');
    await panel.press('ArrowDown');
    assert.equal(await panel.find('.preview .lit').getAttribute('data-part'), '2');
    await panel.page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await panel.find('.preview g.node[data-part="1"]').hover();
    assert.equal(await panel.find('.stage .lit').getAttribute('points'), corners);
    assert.equal(await panel.find('.lines .lit').textContent(), 'In stock?');
    await panel.find('.preview g.node[data-part="1"]').click();
    assert.equal(await panel.focused(), 'In stock?');
  });

  it('draws a sequence diagram, and knows its participants and messages in it', async () => {
    panel = await pages.open();
    const person = (id: string, label: string) => ({ ...flowResult.nodes[0]!, id, label, confidence: 0.95 });
    const nodes = [person('p1', 'Alice'), person('p2', 'Bob')];
    const said = (from: string, to: string, label: string, style: 'solid' | 'dashed') => ({
      ...flowResult.edges[0]!,
      ...{ from, to, label, style, confidence: 0.95 },
    });
    const edges = [
      said('p1', 'p2', 'Hello', 'solid'),
      said('p2', 'p2', 'Think', 'solid'),
      said('p2', 'p1', 'Hi', 'dashed'),
    ];
    const steps = edges.map((_, edge) => ({ kind: 'message', edge, head: 'filled' }) as const);
    const sequence = { title: '', steps };
    const mermaid = toSequenceDiagram(nodes, edges, sequence);
    const result = { ...flowResult, type: 'sequence', nodes, edges, groups: [], sequence, mermaid } as const;
    await panel.show({ ...flowEntry, result });
    await panel.find('.preview [data-part]').first().waitFor();
    const known = await panel
      .find('.preview [data-part]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-part')));
    assert.deepEqual(known.sort(), ['0', '1', '2', '3', '4']);
    await part('Bob → Alice: Hi').focus();
    assert.equal(await panel.find('.preview .lit').getAttribute('data-part'), '4');
    assert.match((await panel.find('.preview .lit').getAttribute('class')) ?? '', /messageLine1/);
  });

  it('draws a class and an entity diagram, and knows their boxes and relations in them', async () => {
    panel = await pages.open();
    const box = (id: string) => ({ ...flowResult.nodes[0]!, id, label: id, confidence: 0.95 });
    const relation = (from: string, to: string) => ({
      ...flowResult.edges[0]!,
      ...{ from, to, label: 'has', confidence: 0.95 },
    });
    const counts = { fromMultiplicity: '', toMultiplicity: '1' };
    const nodes = [box('Animal'), box('Duck_pond'), box('Duck')];
    const edges = [relation('Duck', 'Animal'), relation('Duck_pond', 'Duck')];
    const classes = {
      classes: nodes.map(({ id }) => ({
        id,
        stereotype: '',
        attributes: ['+age: int'],
        methods: ['+eat()'],
      })),
      relations: edges.map((_, edge) => ({ edge, kind: 'inheritance', ...counts }) as const),
    };
    const entities = {
      entities: nodes.map(({ id }) => ({
        id,
        attributes: [{ type: 'int', name: 'id', keys: ['PK'], comment: '' } as const],
      })),
      relations: edges.map(
        (_, edge) =>
          ({
            edge,
            fromCardinality: 'exactly-one',
            toCardinality: 'zero-or-more',
            identifying: true,
          }) as const,
      ),
    };
    for (const drawing of [
      { type: 'class', classes, mermaid: toClassDiagram('TD', nodes, edges, classes) },
      { type: 'entity', entities, mermaid: toEntityDiagram('TD', nodes, edges, entities) },
    ] as const) {
      await panel.show({ ...flowEntry, result: { ...flowResult, nodes, edges, groups: [], ...drawing } });
      await panel
        .find(`.preview g.node[id*="${drawing.type === 'class' ? 'classId' : 'entity'}-"]`)
        .first()
        .waitFor();
      const known = await panel
        .find('.preview [data-part]')
        .evaluateAll((all) => all.map((one) => one.getAttribute('data-part')));
      assert.deepEqual(known.sort(), ['0', '1', '2', '3', '4'], drawing.type);
      const drawn = await panel.find('.preview svg').textContent();
      for (const text of ['Animal', 'Duck_pond', drawing.type === 'class' ? '+age: int' : 'PK'])
        assert.ok(drawn?.includes(text), `${text} in ${drawn}`);
    }
  });

  it('marks what is uncertain everywhere', async () => {
    await open();
    assert.match(await panel.find('#diagram').innerText(), /1 part is uncertain/);
    assert.equal(await panel.find('.stage .doubtful').count(), 1);
    assert.equal(await panel.find('.preview .doubtful').getAttribute('data-part'), '6');
    await part('Send a reminder, uncertain, 55 percent').waitFor();
  });

  it('follows the source as it is edited, keeps the drawing when it breaks, and says why', async () => {
    await open();
    const source = panel.find('#mermaid-source');
    await source.fill('flowchart TD\n  n1["Something else"] --> n2["Done"]');
    await panel.find('.preview g.node').filter({ hasText: 'Something else' }).waitFor();
    assert.equal((await panel.sent('edit')).id, flowEntry.id);
    await source.fill('flowchart TD\n  n1[[[');
    await panel.find('.problem:not(:empty)').waitFor();
    assert.match(await panel.find('.problem').innerText(), /Parse error|Lexical error|Syntax error/i);
    assert.equal(await panel.find('.preview g.node').filter({ hasText: 'Something else' }).count(), 1);
    await panel.page.getByRole('button', { name: 'Back to what was read' }).click();
    await panel.find('.preview g.node').filter({ hasText: 'Order received' }).waitFor();
    assert.equal(await panel.find('.problem').innerText(), '');
  });

  it('copies and inserts the source as edited, and the outline', async () => {
    await open();
    await panel.find('#mermaid-source').fill('flowchart LR\n  a --> b\n');
    await panel.page.getByRole('button', { name: 'Insert Mermaid' }).click();
    const text = 'flowchart LR\n  a --> b';
    assert.deepEqual(await panel.sent('insert'), { type: 'insert', text, as: 'mermaid' });
    await panel.page.getByRole('button', { name: 'Copy Mermaid' }).click();
    assert.deepEqual(await panel.sent('copy'), { type: 'copy', text });
    await panel.page.getByRole('button', { name: 'Copy outline' }).click();
    assert.deepEqual(await panel.sent('copy'), { type: 'copy', text: flowResult.outline });
  });

  it('offers to read the next picture as a diagram too', async () => {
    await open();
    const purpose = panel.role('combobox', { name: 'What to do with it' });
    assert.equal(await purpose.inputValue(), 'diagram');
  });

  it('shows markup in a label as text', async () => {
    panel = await pages.open();
    const label = '<b>"x"</b>';
    const nodes = flowResult.nodes.map((node) => ({ ...node, label }));
    await panel.show({
      ...flowEntry,
      result: { ...flowResult, nodes, mermaid: toMermaid({ ...flowResult, nodes }) },
    });
    await drawn();
    assert.equal(await panel.find('.preview g.node').first().textContent(), label);
    assert.equal(await panel.find('img').count(), 1);
  });

  it('runs nothing that somebody writes into the source', async () => {
    panel = await pages.open();
    let alerts = 0;
    panel.page.on('dialog', (dialog) => {
      alerts++;
      void dialog.dismiss();
    });
    const label = '<img src=x onerror=alert(1)><style>*{display:none}</style>';
    const mermaid = `flowchart TD\n  n1["${label}"] --> n2["B"]\n  click n1 "javascript:alert(1)"\n`;
    await panel.show({ ...flowEntry, mermaidDraft: mermaid });
    await drawn();
    await panel.find('.preview g.node').first().click({ force: true });
    assert.equal(alerts, 0);
    assert.equal(await panel.find('img').count(), 1);
    assert.equal(await panel.find('.preview a[href], .preview foreignObject').count(), 0);
    assert.ok(await panel.find('h1').isVisible());
    // Only what the policy stopped may be complained about.
    const complaints = panel.complaints.splice(0);
    assert.ok(
      complaints.every((complaint) => complaint.includes('Content Security Policy')),
      complaints.join(),
    );
  });

  for (const theme of THEME_KINDS) {
    it(`has no violations in ${theme}`, async () => {
      await open({ theme, viewport: { width: 1200, height: 1000 } });
      await part('In stock?').first().focus();
      await panel.screenshot(`${theme}-diagram`);
      assert.deepEqual(await panel.violations(), []);
    });
  }
});
