/** Charts drawn by gnuplot. */
import { execFileSync } from 'node:child_process';
import { pick, type Random } from '../spec';
import { type ChartSpec, extent, niceTicks } from './spec';

/** Writes a PNG. @returns the value axis's range as drawn */
export function drawWithGnuplot(
  spec: ChartSpec,
  next: Random,
  scale: number,
  file: string,
): readonly [number, number] {
  const ticks = niceTicks(...extent(spec), 6);
  const range = [ticks[0]!, ticks.at(-1)!] as const;
  const quote = (text: string): string => `"${text.replaceAll('"', '')}"`;
  const size = [520 + Math.floor(next() * 400), 360 + Math.floor(next() * 240)].map((one) => one * scale);
  const grid = pick(next, ['', 'set grid ytics', 'set grid']);
  const format = { plain: '%g', comma: "%'g", percent: '%g%%', k: '%g', dollar: '$%g' }[spec.format];
  const columns = spec.series.map((_, i) => i + 2);
  const rows = spec.categories.map((name, i) =>
    [quote(name), ...spec.series.map(({ values }) => values[i])].join(' '),
  );
  const style =
    spec.mark === 'bar'
      ? `set style data histograms\nset style histogram ${spec.stacked ? 'rowstacked' : 'clustered gap 1'}\nset style fill solid ${pick(next, ['0.7', '1.0'])} ${pick(next, ['border -1', 'noborder'])}\nset boxwidth ${spec.stacked ? 0.7 : 0.9}`
      : `set style data ${pick(next, ['lines', 'linespoints'])}`;
  const plots = columns.map(
    (column, i) =>
      `$data using ${column}:xtic(1) title ${spec.legend ? quote(spec.series[i]!.name) : '""'} lw ${2 * scale}`,
  );
  const script = [
    `set terminal pngcairo size ${size.join(',')} font "DejaVu Sans,${10 * scale}"`,
    `set output ${quote(file)}`,
    `$data << EOD\n${rows.join('\n')}\nEOD`,
    ...(spec.title ? [`set title ${quote(spec.title)}`] : []),
    ...(spec.categoryTitle ? [`set xlabel ${quote(spec.categoryTitle)}`] : []),
    ...(spec.valueTitle ? [`set ylabel ${quote(spec.valueTitle)}`] : []),
    grid,
    `set format y "${format}"`,
    style,
    `set key ${pick(next, ['inside top right', 'outside right top'])}`,
    spec.legend ? '' : 'set nokey',
    `set xtics ${spec.categories.length > 7 ? 'rotate by -45' : ''}`,
    `set yrange [${range.join(':')}]`,
    `plot ${plots.join(', ')}`,
  ];
  execFileSync('gnuplot', { input: script.join('\n'), stdio: ['pipe', 'ignore', 'pipe'] });
  return range;
}
