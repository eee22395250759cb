/**
 * Random but plausible graphs, from a seed: what the renderers draw and what the analyser should read back.
 */
import type { ArrowHeads, DiagramDirection, LineStyle, NodeShape } from '../../src/protocol';

export { NODE_SHAPES } from '../../src/protocol-diagram';
export type { NodeShape };

export interface SpecNode {
  readonly id: string;
  readonly label: string;
  shape: NodeShape;
}
export interface SpecEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly arrow: ArrowHeads;
  readonly style: LineStyle;
}
export interface SpecGroup {
  readonly id: string;
  readonly label: string;
  readonly nodes: readonly string[];
}
export interface GraphSpec {
  readonly direction: DiagramDirection;
  readonly nodes: readonly SpecNode[];
  readonly edges: readonly SpecEdge[];
  readonly groups: readonly SpecGroup[];
}

/** mulberry32: a small generator with a 32-bit state, so that a case is named by its seed alone. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export type Random = ReturnType<typeof random>;

export function pick<T>(next: Random, items: readonly T[]): T {
  return items[Math.floor(next() * items.length)] as T;
}

const VERBS =
  'Load Parse Check Send Read Write Validate Render Compile Deploy Fetch Store Merge Split Build Notify Start Stop Retry Log Update Delete Create Encrypt Queue Schedule Review Approve Ship Test'.split(
    ' ',
  );
const NOUNS =
  'settings user input order invoice image report cache token session request response config index table file message payload record build model image email account payment cart queue worker job schema'.split(
    ' ',
  );
const THINGS =
  'API gateway|Web server|Database|Redis cache|Load balancer|Auth service|Mobile app|Browser|CDN|Worker|Scheduler|Message bus|Data lake|Search index|Monitoring|Firewall|Billing|Frontend|Backend|Client|Admin panel|Object store|Event log|Mail server|Kafka|PostgreSQL|S3 bucket|Docker image|GitHub|CI runner'.split(
    '|',
  );
const QUESTIONS =
  'Valid?|Is it paid?|Logged in?|Cache hit?|Retry?|Error?|In stock?|Approved?|More items?|Timeout?|Admin?|Tests pass?|New user?'.split(
    '|',
  );
const EDGE_LABELS =
  'yes|no|ok|failed|on error|JSON|HTTP|writes|reads|next|retry 3x|true|false|async|uses|depends on|calls|sends|timeout|done'.split(
    '|',
  );
const GROUPS =
  'Frontend|Backend services|Storage|Cloud|Pipeline|External|Data layer|Build stage|Team A|Core'.split('|');

function label(next: Random, shape: NodeShape): string {
  if (shape === 'diamond' && next() < 0.8) return pick(next, QUESTIONS);
  const kind = next();
  if (shape === 'circle')
    return kind < 0.4 ? pick(next, ['Start', 'End', 'A', 'B', 'Go']) : pick(next, VERBS);
  if (kind < 0.35) return `${pick(next, VERBS)} ${pick(next, NOUNS)}`;
  if (kind < 0.7) return pick(next, THINGS);
  if (kind < 0.8)
    return `${pick(next, VERBS)} the ${pick(next, NOUNS)} and ${pick(next, VERBS).toLowerCase()} it`;
  if (kind < 0.9) return `${pick(next, NOUNS)}_${pick(next, NOUNS)}`;
  return pick(next, ['Start', 'End', 'Done', 'Step 1', 'Step 2', 'Main', 'Idle', 'Failed', 'Running']);
}

export interface SpecOptions {
  readonly shapes: readonly NodeShape[];
  readonly groups: boolean;
  readonly maxNodes: number;
}

/** A connected graph of 3 to `maxNodes` nodes: a random tree with some extra edges, as flowcharts are. */
export function makeSpec(next: Random, options: SpecOptions): GraphSpec {
  const count = 3 + Math.floor(next() ** 1.6 * (options.maxNodes - 2));
  const plain = next() < 0.25;
  const used = new Set<string>();
  const nodes: SpecNode[] = [];
  for (let i = 0; i < count; i++) {
    const shape: NodeShape = plain || next() < 0.35 ? 'rectangle' : pick(next, options.shapes);
    let text = label(next, shape);
    // Labels are unique so that the truth is unambiguous in overlays.
    for (let n = 2; used.has(text); n++) text = `${text.replace(/ \d+$/, '')} ${n}`;
    used.add(text);
    nodes.push({ id: `n${i}`, label: text, shape });
  }
  const edges: SpecEdge[] = [];
  const pairs = new Set<string>();
  const undirected = next() < 0.1;
  const labelled = next() < 0.25 ? 0 : next() * 0.7;
  const styled = next() < 0.5 ? 0 : 0.3;
  const add = (a: number, b: number): void => {
    if (a === b || pairs.has(`${a}-${b}`) || pairs.has(`${b}-${a}`)) return;
    pairs.add(`${a}-${b}`);
    const decision = nodes[a]?.shape === 'diamond';
    const head = next();
    edges.push({
      from: `n${a}`,
      to: `n${b}`,
      label: next() < (decision ? Math.max(labelled, 0.6) : labelled) ? pick(next, EDGE_LABELS) : '',
      arrow: undirected ? 'none' : head < 0.92 ? 'forward' : head < 0.96 ? 'none' : 'both',
      style: next() < styled ? pick(next, ['dashed', 'thick'] as const) : 'solid',
    });
  };
  for (let i = 1; i < count; i++) add(Math.max(0, i - 1 - Math.floor(next() * 3)), i);
  const extra = Math.floor(next() * count * 0.35);
  for (let i = 0; i < extra; i++) add(Math.floor(next() * count), Math.floor(next() * count));
  return {
    direction: next() < 0.6 ? 'TD' : 'LR',
    nodes,
    edges,
    groups: options.groups && count >= 6 && next() < 0.4 ? makeGroups(next, nodes) : [],
  };
}

function makeGroups(next: Random, nodes: readonly SpecNode[]): SpecGroup[] {
  const groups: SpecGroup[] = [];
  let at = Math.floor(next() * 2);
  for (const name of [pick(next, GROUPS), pick(next, GROUPS)]) {
    const size = 2 + Math.floor(next() * 3);
    if (at + size > nodes.length || groups.some((group) => group.label === name)) break;
    groups.push({
      id: `g${groups.length}`,
      label: name,
      nodes: nodes.slice(at, at + size).map((node) => node.id),
    });
    at += size + Math.floor(next() * 2);
  }
  return groups;
}
