/**
 * The tools agents get, in VS Code and over MCP alike. Results and errors are written for a language
 * model: plain text, what was measured set apart from what was read, and what to do next.
 */
import { errorCode, PixelScribeError } from '../errors';
import { UNSURE_BELOW } from '../latex/unsure';
import type { Chart, DescribeResult, DiagramResult, ImageSource, LatexResult, TextResult } from '../protocol';
import { type PathPolicy, resolveAllowed } from './path-policy';

/** What the tools need of the engine. */
export interface ImageReader {
  describe(source: ImageSource, signal: AbortSignal): Promise<DescribeResult>;
  extractText(source: ImageSource, signal: AbortSignal): Promise<TextResult>;
  diagram(source: ImageSource, signal: AbortSignal): Promise<DiagramResult>;
  latex(source: ImageSource, signal: AbortSignal): Promise<LatexResult>;
}

export interface AgentTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** What a person is asked before it runs. */
  readonly confirmation: (path: string) => string;
  readonly run: (reader: ImageReader, source: ImageSource, signal: AbortSignal) => Promise<string>;
}

/** JSON schema of every tool's input. */
export const TOOL_INPUT = {
  type: 'object',
  properties: { path: { type: 'string', description: 'Absolute path of the image file.' } },
  required: ['path'],
} as const;

/** What holds for every tool, after what it does. */
const local = (purpose: string): string =>
  `${purpose} Runs on this machine; the image is not uploaded. Input: the absolute path of a PNG, JPEG, GIF, WebP, BMP, SVG, AVIF or TIFF file.`;

export const AGENT_TOOLS: readonly AgentTool[] = [
  {
    name: 'describe_image',
    title: 'Describe Image',
    description: local(
      'Describes a local image file: alt text, kind of image (code, terminal, web page, dialog, table, chart, diagram, formula, document, photo, icon), measured facts, and the text in it.',
    ),
    confirmation: (path) => `Describe the image ${path} on this machine and give the result to the model?`,
    run: async (reader, source, signal) => describeForModel(await reader.describe(source, signal)),
  },
  {
    name: 'extract_image_text',
    title: 'Extract Image Text',
    description: local(
      'Reads all text in a local image file (OCR), in reading order, with the indentation of code kept.',
    ),
    confirmation: (path) => `Read the text in the image ${path} on this machine and give it to the model?`,
    run: async (reader, source, signal) => textForModel(await reader.extractText(source, signal)),
  },
  {
    name: 'read_diagram_image',
    title: 'Read Diagram Image',
    description: local(
      'Reads the flowchart, the sequence, class or entity diagram, or the bar, line or pie chart in a local image file: its nodes, connections, labels and groups, its participants and messages, its classes with members and relations, or its series with the values measured in them, as Mermaid and as an outline in sentences, with how sure the reading is.',
    ),
    confirmation: (path) => `Read the diagram in the image ${path} on this machine and give it to the model?`,
    run: async (reader, source, signal) => diagramForModel(await reader.diagram(source, signal)),
  },
  {
    name: 'image_to_latex',
    title: 'Image to LaTeX',
    description: local(
      'Reads the mathematical formula in a local image file as LaTeX, without delimiters, with a confidence and other readings. For an image of one formula (a screenshot or crop), not of a page; says so when there is none.',
    ),
    confirmation: (path) =>
      `Read the formula in the image ${path} on this machine and give its LaTeX to the model?`,
    run: latexForModel,
  },
];

/** @throws PixelScribeError with a message for a language model. */
export async function runTool(
  tool: AgentTool,
  input: unknown,
  reader: ImageReader,
  policy: PathPolicy,
  signal: AbortSignal,
): Promise<string> {
  const path = (input as { path?: unknown } | null)?.path;
  if (typeof path !== 'string' || path === '') {
    throw new PixelScribeError(
      'file-not-found',
      `${tool.name} needs {"path": "<absolute path of an image file>"}.`,
    );
  }
  return tool.run(reader, { path: await resolveAllowed(path, policy) }, signal);
}

function describeForModel(result: DescribeResult): string {
  const facts = result.facts.map(({ label, value }) => `- ${label}: ${value}`).join('\n');
  return [
    `Alt text: ${result.altText}`,
    `Kind: ${result.kind} (confidence ${result.kindConfidence.toFixed(2)})`,
    `Size: ${result.widthPx}×${result.heightPx} px`,
    result.description,
    facts && `Measured:\n${facts}`,
    result.text && `Text in the image:\n${result.text}`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

function textForModel({ text, lines }: TextResult): string {
  if (lines.length === 0) return 'No text was found in the image.';
  const unsure = lines.filter(({ confidence }) => confidence < 0.8);
  const note =
    unsure.length > 0 ? `\n\n(${unsure.length} of ${lines.length} lines were read with low confidence.)` : '';
  return text + note;
}

/** Parts below this are named as doubtful. */
const CERTAIN = 0.7;

function diagramForModel({ type, nodes, edges, mermaid, outline, confidence, chart }: DiagramResult): string {
  if (type === 'none')
    return 'No diagram was found in the image. describe_image tells what it shows, extract_image_text what is written in it.';
  const label = new Map(nodes.map(({ id, label }) => [id, label || id]));
  const doubtful = [
    ...nodes.filter((node) => node.confidence < CERTAIN).map(({ id }) => `node ${label.get(id)}`),
    ...edges
      .filter((edge) => edge.confidence < CERTAIN)
      .map(({ from, to }) => `connection ${label.get(from)} to ${label.get(to)}`),
    ...doubtfulValues(chart),
  ];
  return [
    `Mermaid (confidence ${confidence.toFixed(2)}):\n\n${mermaid.trimEnd()}`,
    outline,
    doubtful.length > 0 && `Read with low confidence: ${doubtful.join('; ')}.`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

function doubtfulValues(chart: Chart | undefined): string[] {
  if (!chart) return [];
  if (chart.kind === 'pie')
    return chart.slices
      .filter(({ share }) => share.confidence < CERTAIN)
      .map(({ label }) => `slice ${label}`);
  return chart.series.flatMap(({ name, values }) =>
    values.flatMap((value, i) =>
      value && value.confidence < CERTAIN ? [`value ${name} ${chart.categories[i]}`.replace('  ', ' ')] : [],
    ),
  );
}

async function latexForModel(reader: ImageReader, source: ImageSource, signal: AbortSignal): Promise<string> {
  let result: LatexResult;
  try {
    result = await reader.latex(source, signal);
  } catch (error) {
    if (errorCode(error) !== 'no-formula-found') throw error;
    throw new PixelScribeError(
      'no-formula-found',
      'No formula was found in the image. If it shows a page or other text, use extract_image_text; if the formula is a small part of it, ask for a crop.',
    );
  }
  const { latex, confidence, alternatives } = result;
  const others = alternatives.map((other) => `- ${other.latex} (${other.confidence.toFixed(2)})`).join('\n');
  return [
    `LaTeX: ${latex}`,
    `Confidence that all of it is right: ${confidence.toFixed(2)}`,
    confidence < UNSURE_BELOW && 'It is doubtful: tell the user to compare it with the image.',
    others && `Other readings:\n${others}`,
  ]
    .filter(Boolean)
    .join('\n\n');
}
