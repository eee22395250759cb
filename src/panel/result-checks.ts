/** Checks of results that reach the panel from outside: what a page saved may be of an older version. */
import type {
  ArrowHeads,
  DiagramEdge,
  DiagramGroup,
  DiagramNode,
  DiagramResult,
  LineStyle,
  NodeShape,
  Point,
  Quad,
  TextLine,
} from '../protocol';
import { NODE_SHAPES } from '../protocol';

export type Fields = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
export const isString = (value: unknown): value is string => typeof value === 'string';
export const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value);
export const isOptional = (value: unknown, check: (value: unknown) => boolean) =>
  value === undefined || check(value);
export const isList = (value: unknown, check: (item: unknown) => boolean) =>
  Array.isArray(value) && value.every(check);

const isPoint = (value: unknown): value is Point => isObject(value) && isNumber(value.x) && isNumber(value.y);
const isQuad = (value: unknown): value is Quad => isList(value, isPoint) && (value as unknown[]).length === 4;

export const isLine = (value: unknown): value is TextLine =>
  isObject(value) && isString(value.text) && isNumber(value.confidence) && isQuad(value.polygon);

const isNode = (value: unknown): value is DiagramNode =>
  isObject(value) &&
  isString(value.id) &&
  isString(value.label) &&
  NODE_SHAPES.includes(value.shape as NodeShape) &&
  isList(value.polygon, isPoint) &&
  isNumber(value.confidence);

const isEdge = (value: unknown): value is DiagramEdge =>
  isObject(value) &&
  [value.from, value.to, value.label].every(isString) &&
  (['none', 'forward', 'both'] satisfies ArrowHeads[] as unknown[]).includes(value.arrow) &&
  (['solid', 'dashed', 'thick'] satisfies LineStyle[] as unknown[]).includes(value.style) &&
  isNumber(value.confidence) &&
  isList(value.path, isPoint);

const isGroup = (value: unknown): value is DiagramGroup =>
  isObject(value) &&
  [value.id, value.label].every(isString) &&
  isList(value.nodes, isString) &&
  isList(value.polygon, isPoint) &&
  isNumber(value.confidence);

export function isDiagramResult(value: Fields): boolean {
  return (
    [value.widthPx, value.heightPx, value.ms, value.confidence].every(isNumber) &&
    [value.model, value.mermaid, value.outline].every(isString) &&
    ['flowchart', 'none'].includes(value.type as DiagramResult['type']) &&
    ['TD', 'LR'].includes(value.direction as string) &&
    isList(value.nodes, isNode) &&
    isList(value.edges, isEdge) &&
    isList(value.groups, isGroup)
  );
}
