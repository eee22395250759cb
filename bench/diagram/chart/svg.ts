/** Charts as SVG in the manner of Chart.js, Vega, Excel and Google Sheets. */
import { pick, type Random } from '../spec';
import { type ChartSpec, extent, niceTicks, tickText } from './spec';
import { LOOKS } from './svg-looks';

export interface ChartDrawing {
  readonly svg: string;
  readonly background: string;
  readonly theme: string;
  /** The value axis's lowest and highest value as drawn. */
  readonly range: readonly [number, number];
}

const FONTS = ['DejaVu Sans', 'Open Sans', 'Liberation Sans'];
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const width = (text: string, size: number): number => text.length * size * 0.6;

export function chartSvg(spec: ChartSpec, next: Random): ChartDrawing {
  const look = pick(next, LOOKS);
  const w = 420 + Math.floor(next() * 460);
  const h = 280 + Math.floor(next() * 260);
  const parts: string[] = [];
  const text = (x: number, y: number, value: string, anchor: string, size = look.font, more = ''): void => {
    parts.push(
      `<text x="${x}" y="${y}" text-anchor="${anchor}" font-size="${size}" fill="${look.text}" ${more}>${escaped(value)}</text>`,
    );
  };
  const area = { x0: 14, y0: 14, x1: w - 14, y1: h - 14 };
  if (spec.title) {
    const bold = look.titleBold ? 'font-weight="bold"' : '';
    text(
      look.titleAlign === 'middle' ? w / 2 : area.x0,
      area.y0 + look.titleSize * 0.8,
      spec.title,
      look.titleAlign,
      look.titleSize,
      bold,
    );
    area.y0 += look.titleSize + 12;
  }
  const names = spec.mark === 'pie' ? spec.categories : spec.series.map(({ name }) => name);
  const outside = spec.mark === 'pie' && next() < 0.4;
  if (spec.mark === 'pie' ? !outside : spec.legend) drawLegend();
  function drawLegend(): void {
    const [sw, sh] = look.swatch;
    const line = spec.mark === 'line';
    const swatch = (x: number, y: number, i: number): void => {
      const colour = look.palette[i % look.palette.length];
      if (line && look.name !== 'chartjs' && look.name !== 'chartjs-clear')
        parts.push(
          `<path d="M${x},${y + sh / 2} h${Math.max(sw, 20)}" stroke="${colour}" stroke-width="${look.lineWidth}"/>`,
        );
      else
        parts.push(
          `<rect x="${x}" y="${y}" width="${sw}" height="${sh}" fill="${colour}" fill-opacity="${look.opacity}"/>`,
        );
    };
    const wide = line && !look.name.startsWith('chartjs') ? Math.max(sw, 20) : sw;
    if (look.legend === 'right') {
      const room = Math.max(...names.map((name) => width(name, look.font))) + wide + 24;
      names.forEach((name, i) => {
        const y = area.y0 + 6 + i * (look.font + 8);
        swatch(area.x1 - room + 10, y, i);
        text(area.x1 - room + wide + 16, y + sh / 2 + look.font * 0.36, name, 'start');
      });
      area.x1 -= room;
      return;
    }
    const rows: number[][] = [[]];
    const size = (i: number): number => wide + 8 + width(names[i]!, look.font) + 14;
    let used = 0;
    names.forEach((_, i) => {
      if (used + size(i) > w - 40 && rows.at(-1)!.length > 0) {
        rows.push([]);
        used = 0;
      }
      rows.at(-1)!.push(i);
      used += size(i);
    });
    const height = rows.length * (look.font + 8) + 6;
    const top = look.legend === 'top' ? area.y0 : area.y1 - height + 6;
    rows.forEach((row, r) => {
      let x = w / 2 - row.reduce((sum, i) => sum + size(i), 0) / 2;
      for (const i of row) {
        const y = top + r * (look.font + 8);
        swatch(x, y, i);
        text(x + wide + 7, y + sh / 2 + look.font * 0.36, names[i]!, 'start');
        x += size(i);
      }
    });
    if (look.legend === 'top') area.y0 += height;
    else area.y1 -= height;
  }
  const range = spec.mark === 'pie' ? drawPie() : drawPlot();
  function drawPie(): [number, number] {
    const cx = (area.x0 + area.x1) / 2;
    const cy = (area.y0 + area.y1) / 2;
    const room = outside ? 56 : 8;
    const r = Math.max(40, Math.min((area.x1 - area.x0) / 2 - room * 1.6, (area.y1 - area.y0) / 2 - room));
    const hole = next() < 0.3 ? r * (0.45 + next() * 0.2) : 0;
    const border = next() < 0.6 ? look.background : 'none';
    const total = spec.series[0]!.values.reduce((a, b) => a + b, 0);
    const printed = !outside && next() < 0.5;
    let angle = 0;
    spec.categories.forEach((name, i) => {
      const share = spec.series[0]!.values[i]! / total;
      const [a, b] = [angle, angle + share * 2 * Math.PI];
      const p = (t: number, rr: number): string => `${cx + rr * Math.sin(t)},${cy - rr * Math.cos(t)}`;
      const large = share > 0.5 ? 1 : 0;
      const inner = hole ? `L${p(b, hole)} A${hole},${hole} 0 ${large} 0 ${p(a, hole)} Z` : `L${cx},${cy} Z`;
      parts.push(
        `<path d="M${p(a, r)} A${r},${r} 0 ${large} 1 ${p(b, r)} ${inner}" fill="${look.palette[i % look.palette.length]}" fill-opacity="${look.opacity}" stroke="${border}" stroke-width="2"/>`,
      );
      const mid = (a + b) / 2;
      if (printed && share > 0.05) {
        const rr = hole ? (r + hole) / 2 : r * 0.65;
        parts.push(
          `<text x="${cx + rr * Math.sin(mid)}" y="${cy - rr * Math.cos(mid) + 4}" text-anchor="middle" font-size="${look.font}" fill="#ffffff">${Math.round(share * 100)}%</text>`,
        );
      }
      if (outside) {
        const x = cx + (r + 14) * Math.sin(mid);
        const y = cy - (r + 14) * Math.cos(mid) + look.font * 0.35;
        if (look.name === 'excel')
          parts.push(
            `<path d="M${p(mid, r)} L${p(mid, r + 10)}" stroke="${look.axis}" stroke-width="1" fill="none"/>`,
          );
        text(x, y, name, Math.sin(mid) > 0 ? 'start' : 'end');
      }
      angle = b;
    });
    return [0, 100];
  }
  function drawPlot(): [number, number] {
    const [low, high] = extent(spec);
    const along = spec.horizontal ? w : h;
    const ticks = niceTicks(low, high, Math.max(4, Math.round(along / 75)));
    const labels = ticks.map((tick) => tickText(tick, spec.format));
    const [v0, v1] = [ticks[0]!, ticks.at(-1)!];
    const left = spec.horizontal ? spec.categories : labels;
    const leftTitle = spec.horizontal ? spec.categoryTitle : spec.valueTitle;
    const bottomTitle = spec.horizontal ? spec.valueTitle : spec.categoryTitle;
    if (leftTitle) area.x0 += look.font + 8;
    const plot = {
      x0: area.x0 + Math.max(...left.map((label) => width(label, look.font))) + 10,
      y0: area.y0 + 8,
      x1: area.x1 - 10,
      y1: area.y1 - look.font - 12 - (bottomTitle ? look.font + 8 : 0),
    };
    const pitch = (plot.x1 - plot.x0) / spec.categories.length;
    const turned = !spec.horizontal && spec.categories.some((name) => width(name, look.font) > pitch - 4);
    if (turned) plot.y1 -= Math.max(...spec.categories.map((name) => width(name, look.font))) * 0.72 - 8;
    const place = (v: number): number =>
      spec.horizontal
        ? plot.x0 + ((v - v0) / (v1 - v0)) * (plot.x1 - plot.x0)
        : plot.y1 - ((v - v0) / (v1 - v0)) * (plot.y1 - plot.y0);
    const mark = look.tickMarks ? 5 : 0;
    ticks.forEach((tick, i) => {
      const at = place(tick);
      if (spec.horizontal) {
        parts.push(`<path d="M${at},${plot.y0} V${plot.y1 + mark}" stroke="${look.grid}" stroke-width="1"/>`);
        text(at, plot.y1 + look.font + 6, labels[i]!, 'middle');
      } else {
        parts.push(`<path d="M${plot.x0 - mark},${at} H${plot.x1}" stroke="${look.grid}" stroke-width="1"/>`);
        text(plot.x0 - 8, at + look.font * 0.36, labels[i]!, 'end');
      }
    });
    const ends = spec.mark === 'line' && next() < 0.5;
    const n = spec.categories.length;
    const span = spec.horizontal ? plot.y1 - plot.y0 : plot.x1 - plot.x0;
    const start = spec.horizontal ? plot.y0 : plot.x0;
    const centre = (i: number): number =>
      ends && n > 1 ? start + (i * span) / (n - 1) : start + ((i + 0.5) * span) / n;
    spec.categories.forEach((name, i) => {
      const c = centre(i);
      if (spec.horizontal) text(plot.x0 - 8, c + look.font * 0.36, name, 'end');
      else if (turned)
        text(c, plot.y1 + 12, name, 'end', look.font, `transform="rotate(-45 ${c} ${plot.y1 + 12})"`);
      else text(c, plot.y1 + look.font + 6, name, 'middle');
      if (look.gridAcross && !spec.horizontal)
        parts.push(`<path d="M${c},${plot.y0} V${plot.y1 + mark}" stroke="${look.grid}" stroke-width="1"/>`);
    });
    if (leftTitle) {
      const y = (plot.y0 + plot.y1) / 2;
      const x = area.x0 - 8;
      text(x, y, leftTitle, 'middle', look.font, `transform="rotate(-90 ${x} ${y})"`);
    }
    if (bottomTitle) text((plot.x0 + plot.x1) / 2, area.y1 - 2, bottomTitle, 'middle');
    const zero = place(Math.max(v0, Math.min(v1, 0)));
    const band = span / n;
    if (spec.mark === 'bar') {
      const groups = spec.stacked ? 1 : spec.series.length;
      const thick = (band * (1 - look.gap)) / groups;
      spec.categories.forEach((_, i) => {
        let from = 0;
        spec.series.forEach(({ values }, s) => {
          const value = values[i]!;
          const base = spec.stacked ? from : Math.max(v0, Math.min(v1, 0));
          from += value;
          const [a, b] = [place(base), place(spec.stacked ? from : value)];
          const [lo, hi] = [Math.min(a, b), Math.max(a, b)];
          const at = centre(i) - (thick * groups) / 2 + (spec.stacked ? 0 : s * thick);
          const rect = spec.horizontal
            ? `x="${lo}" y="${at}" width="${hi - lo}" height="${thick}"`
            : `x="${at}" y="${lo}" width="${thick}" height="${hi - lo}"`;
          const colour = look.palette[s % look.palette.length];
          const border = look.opacity < 1 ? `stroke="${colour}" stroke-width="1"` : '';
          const round = spec.stacked ? 0 : look.cornerPx;
          parts.push(
            `<rect ${rect} rx="${round}" fill="${colour}" fill-opacity="${look.opacity}" ${border}/>`,
          );
          if (spec.dataLabels) {
            const label = tickText(value, spec.format === 'k' ? 'comma' : spec.format);
            if (spec.horizontal)
              text(value < 0 ? lo - 4 : hi + 4, at + thick / 2 + 4, label, value < 0 ? 'end' : 'start');
            else text(at + thick / 2, value < 0 ? hi + look.font : lo - 4, label, 'middle');
          }
        });
      });
    } else {
      const smooth = next() < 0.15;
      const dashed = next() < 0.2;
      spec.series.forEach(({ values }, s) => {
        const colour = look.palette[s % look.palette.length];
        const points = values.map((v, i) => [centre(i), place(v)] as const);
        const d = smooth ? curve(points) : `M${points.map(([x, y]) => `${x},${y}`).join(' L')}`;
        const dash = dashed && s === spec.series.length - 1 ? 'stroke-dasharray="6 4"' : '';
        parts.push(
          `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${look.lineWidth}" stroke-linejoin="round" ${dash}/>`,
        );
        if (look.markers)
          for (const [x, y] of points)
            parts.push(`<circle cx="${x}" cy="${y}" r="${look.lineWidth + 1}" fill="${colour}"/>`);
      });
    }
    if (look.axisLine) {
      parts.push(
        spec.horizontal
          ? `<path d="M${zero},${plot.y0} V${plot.y1}" stroke="${look.axis}"/>`
          : `<path d="M${plot.x0},${zero} H${plot.x1}" stroke="${look.axis}"/>`,
      );
      parts.push(
        spec.horizontal
          ? `<path d="M${plot.x0},${plot.y1} H${plot.x1}" stroke="${look.axis}"/>`
          : `<path d="M${plot.x0},${plot.y0} V${plot.y1}" stroke="${look.axis}"/>`,
      );
    }
    return [v0, v1];
  }
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" font-family="${pick(next, FONTS)}">${parts.join('')}</svg>`;
  return { svg, background: look.background, theme: look.name, range };
}

/** A monotone curve through the points, as libraries draw smoothed lines. */
function curve(points: readonly (readonly [number, number])[]): string {
  const slopes = points.map((_, i) => {
    const [a, b, c] = [points[i - 1], points[i]!, points[i + 1]];
    if (!a || !c) return 0;
    const [s, t] = [(b[1] - a[1]) / (b[0] - a[0]), (c[1] - b[1]) / (c[0] - b[0])];
    return s * t <= 0 ? 0 : (2 * s * t) / (s + t);
  });
  return points
    .map(([x, y], i) => {
      const before = points[i - 1];
      if (!before) return `M${x},${y}`;
      const third = (x - before[0]) / 3;
      return `C${before[0] + third},${before[1] + slopes[i - 1]! * third} ${x - third},${y - slopes[i]! * third} ${x},${y}`;
    })
    .join(' ');
}
