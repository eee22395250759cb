/** Whether a result is whole that comes back from a page. */
import { type Fields, isList, isNumber, isObject, isOneOf, isString } from '../message-checks';
import type {
  ArrowHeads,
  AxisChart,
  ChartSeries,
  ChartValue,
  DiagramDirection,
  DiagramEdge,
  DiagramGroup,
  DiagramNode,
  Fact,
  LatexAlternative,
  LatexToken,
  LineStyle,
  PieSlice,
  Point,
  Quad,
  TextLine,
} from '../protocol';
import { DIAGRAM_TYPES, IMAGE_KINDS, NODE_SHAPES } from '../protocol';
import type { PanelTask } from './entries';

const isPoint = (value: unknown): value is Point => isObject(value) && isNumber(value.x) && isNumber(value.y);
const isQuad = (value: unknown): value is Quad => isList(value, isPoint) && (value as unknown[]).length === 4;

const isLine = (value: unknown): value is TextLine =>
  isObject(value) && isString(value.text) && isNumber(value.confidence) && isQuad(value.polygon);

const isNode = (value: unknown): value is DiagramNode =>
  isObject(value) &&
  isString(value.id) &&
  isString(value.label) &&
  isOneOf(value.shape, NODE_SHAPES) &&
  isList(value.polygon, isPoint) &&
  isNumber(value.confidence);

const isEdge = (value: unknown): value is DiagramEdge =>
  isObject(value) &&
  [value.from, value.to, value.label].every(isString) &&
  isOneOf(value.arrow, ['none', 'forward', 'both'] satisfies ArrowHeads[]) &&
  isOneOf(value.style, ['solid', 'dashed', 'thick'] satisfies LineStyle[]) &&
  isNumber(value.confidence) &&
  isList(value.path, isPoint);

const isGroup = (value: unknown): value is DiagramGroup =>
  isObject(value) &&
  [value.id, value.label].every(isString) &&
  isList(value.nodes, isString) &&
  isList(value.polygon, isPoint) &&
  isNumber(value.confidence);

const isFact = (value: unknown): value is Fact =>
  isObject(value) && isString(value.label) && isString(value.value);

const isReading = (value: unknown): value is LatexAlternative =>
  isObject(value) && isString(value.latex) && isNumber(value.confidence);

const isToken = (value: unknown): value is LatexToken =>
  isObject(value) && isString(value.text) && isNumber(value.confidence);

const isImageResult = (value: Fields) =>
  [value.widthPx, value.heightPx, value.ms].every(isNumber) && isString(value.model);

const isText = (value: Fields) => isImageResult(value) && isString(value.text) && isList(value.lines, isLine);

const isDescription = (value: Fields) =>
  isText(value) &&
  [value.altText, value.description].every(isString) &&
  isOneOf(value.kind, IMAGE_KINDS) &&
  isNumber(value.kindConfidence) &&
  isList(value.facts, isFact);

const isLatex = (value: Fields) =>
  isImageResult(value) &&
  isReading(value) &&
  isList(value.tokens, isToken) &&
  isList(value.alternatives, isReading);

const isChartValue = (value: unknown): value is ChartValue =>
  isObject(value) &&
  [value.value, value.uncertainty, value.confidence].every(isNumber) &&
  isOneOf(value.source, ['measured', 'printed'] satisfies ChartValue['source'][]) &&
  isList(value.polygon, isPoint);

const isSlice = (value: unknown): value is PieSlice =>
  isObject(value) && [value.label, value.colour].every(isString) && isChartValue(value.share);

const isSeries = (value: unknown): value is ChartSeries =>
  isObject(value) &&
  [value.name, value.colour].every(isString) &&
  isList(value.values, (one): one is ChartValue | null => one === null || isChartValue(one));

const isAxis = (value: unknown): boolean => isObject(value) && isString(value.title);

const isChart = (value: unknown): boolean =>
  isObject(value) &&
  isString(value.title) &&
  (value.kind === 'pie'
    ? isList(value.slices, isSlice)
    : isOneOf(value.kind, ['bar', 'line'] satisfies AxisChart['kind'][]) &&
      isList(value.categories, isString) &&
      isList(value.series, isSeries) &&
      isAxis(value.categoryAxis) &&
      isAxis(value.valueAxis));

const isDiagram = (value: Fields) =>
  isImageResult(value) &&
  isNumber(value.confidence) &&
  [value.mermaid, value.outline].every(isString) &&
  isOneOf(value.type, DIAGRAM_TYPES) &&
  isOneOf(value.direction, ['TD', 'LR'] satisfies DiagramDirection[]) &&
  isList(value.nodes, isNode) &&
  isList(value.edges, isEdge) &&
  isList(value.groups, isGroup) &&
  (value.type === 'chart' ? isChart(value.chart) : value.chart === undefined);

const CHECKS: Readonly<Record<PanelTask, (value: Fields) => boolean>> = {
  describe: isDescription,
  'extract-text': isText,
  latex: isLatex,
  diagram: isDiagram,
};

/** Whether it is what the task gives. */
export function isResultOf(task: PanelTask, value: unknown): boolean {
  return isObject(value) && CHECKS[task](value);
}
