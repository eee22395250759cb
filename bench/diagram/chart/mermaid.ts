/** Charts in Mermaid's notation: `xychart-beta` and `pie`. */
import type { Random } from '../spec';
import { type ChartSpec, extent, niceTicks } from './spec';

export function chartSource(
  spec: ChartSpec,
  next: Random,
): { readonly source: string; readonly range: readonly [number, number] } {
  const values = spec.series[0]!.values;
  if (spec.mark === 'pie') {
    const lines = [`pie ${next() < 0.4 ? 'showData' : ''}`, ...(spec.title ? [`  title ${spec.title}`] : [])];
    spec.categories.forEach((name, i) => {
      lines.push(`  "${name}" : ${values[i]}`);
    });
    return { source: lines.join('\n'), range: [0, 100] };
  }
  const ticks = niceTicks(...extent(spec), 6);
  const range = [ticks[0]!, ticks.at(-1)!] as const;
  const quoted = (text: string): string => (text ? `"${text}" ` : '');
  const lines = [
    `xychart-beta${spec.horizontal ? ' horizontal' : ''}`,
    ...(spec.title ? [`  title "${spec.title}"`] : []),
    `  x-axis ${quoted(spec.categoryTitle)}[${spec.categories.map((name) => `"${name}"`).join(', ')}]`,
    `  y-axis ${quoted(spec.valueTitle)}${range[0]} --> ${range[1]}`,
    `  ${spec.mark} [${values.join(', ')}]`,
  ];
  return { source: lines.join('\n'), range };
}
