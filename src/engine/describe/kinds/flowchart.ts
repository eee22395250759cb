/** A diagram whose structure was read: what leads to what instead of a list of labels. */
import type { Chart, Diagram, DiagramNode } from '../../../protocol';
import type { DescriptionParts } from '../compose';
import { count, list, quote } from '../wording';

/** Below this mean confidence of its parts, what was read is not told as if it were so. */
const CERTAIN = 0.7;

/** The parts with the diagram's outline for a description; as they were where the reading is doubtful. */
export function withDiagram(parts: DescriptionParts, diagram: Diagram | undefined): DescriptionParts {
  if (!diagram || diagram.type === 'none' || diagram.confidence < CERTAIN) return parts;
  const { nodes, edges } = diagram;
  if (diagram.type === 'sequence') return withSequence(parts, diagram);
  if (diagram.chart) return withChart(parts, diagram.chart, diagram);
  if (diagram.type !== 'flowchart') return withModel(parts, diagram);
  const size = `${count(nodes.length, 'node')} and ${count(edges.length, 'connection')}`;
  const title = parts.findings.facts.find(({ label }) => label === 'Title')?.value;
  const titled =
    title && !nodes.some(({ label }) => title.includes(label)) ? ` titled ${quote(title, 50)}` : '';
  return {
    ...parts,
    findings: {
      altTexts: [
        ...endsOf(diagram).map((ends) => `Flowchart${titled} of ${size}${ends}`),
        `Flowchart${titled} of ${size}`,
      ],
      details: diagram.outline.split('\n').slice(1),
      facts: [
        { label: 'Diagram', value: `${size} (${Math.round(100 * diagram.confidence)} % sure)` },
        ...parts.findings.facts,
      ],
    },
  };
}

function withSequence(parts: DescriptionParts, { nodes, edges, sequence, outline, confidence }: Diagram) {
  const size = `${count(nodes.length, 'participant')} and ${count(edges.length, 'message')}`;
  const title = sequence?.title;
  const titled = title ? ` titled ${quote(title, 50)}` : '';
  const names = nodes.flatMap(({ label }) => (label ? [quote(label, 30)] : []));
  return {
    ...parts,
    findings: {
      altTexts: [
        ...[6, 4, 3].map((most) => `Sequence diagram${titled} of ${size} between ${list(names, most)}`),
        `Sequence diagram${titled} of ${size}`,
      ],
      details: outline.split('\n').slice(1),
      facts: [
        { label: 'Diagram', value: `${size} (${Math.round(100 * confidence)} % sure)` },
        ...parts.findings.facts,
      ],
    },
  };
}

/** A chart with the values that were measured in it, instead of the words that stand around them. */
function withChart(parts: DescriptionParts, chart: Chart, { outline, confidence }: Diagram) {
  const [first = '', ...details] = outline.split('\n');
  const title = chart.title ? ` titled ${quote(chart.title, 60)}` : '';
  const what = first
    .replace(/^An? /, '')
    .replace(/ ".*" /, ' ')
    .replace(/\.$/, '');
  const [, kind = what, size = ''] = /^(.*?chart)( .*)?$/.exec(what) ?? [];
  const named = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}${title}`;
  const names =
    chart.kind === 'pie'
      ? chart.slices.flatMap(({ label }) => (label ? [quote(label, 30)] : []))
      : chart.series.flatMap(({ name }) => (name ? [quote(name, 30)] : []));
  return {
    ...parts,
    findings: {
      altTexts: [
        ...(names.length > 1 ? [6, 4, 3].map((most) => `${named}${size}: ${list(names, most)}`) : []),
        `${named}${size}`,
        named,
      ],
      details,
      facts: [
        { label: 'Chart', value: `${kind}${size} (${Math.round(100 * confidence)} % sure)` },
        ...parts.findings.facts,
      ],
    },
  };
}

/** A class or an entity diagram: its names, then its members and relations. */
function withModel(parts: DescriptionParts, { type, nodes, edges, outline, confidence }: Diagram) {
  const boxes =
    type === 'class' ? count(nodes.length, 'class', 'classes') : count(nodes.length, 'entity', 'entities');
  const size = `${boxes} and ${count(edges.length, 'relation')}`;
  const names = nodes.flatMap(({ label }) => (label ? [quote(label, 30)] : []));
  const what = type === 'class' ? 'Class diagram' : 'Entity diagram';
  return {
    ...parts,
    findings: {
      altTexts: [
        ...[6, 4, 3].map((most) => `${what} of ${size}: ${list(names, most)}`),
        `${what} of ${size}`,
      ],
      details: outline.split('\n').slice(1),
      facts: [
        { label: 'Diagram', value: `${size} (${Math.round(100 * confidence)} % sure)` },
        ...parts.findings.facts,
      ],
    },
  };
}

/** Where it begins and ends, in one wording or none: only where there is one beginning. */
function endsOf({ nodes, edges }: Diagram): string[] {
  if (edges.some(({ arrow }) => arrow !== 'forward')) return [];
  const named = ({ label }: DiagramNode): boolean => label !== '';
  const first = nodes.filter(({ id }) => !edges.some(({ to }) => to === id)).filter(named);
  const last = nodes.filter(({ id }) => !edges.some(({ from }) => from === id)).filter(named);
  if (first.length !== 1) return [];
  const begins = ` that begins with ${quote(first[0]!.label, 40)}`;
  return [
    ...(last.length === 1 ? [`, from ${quote(first[0]!.label, 40)} to ${quote(last[0]!.label, 40)}`] : []),
    begins,
  ];
}
