/** Tables: reports, spreadsheets, data grids, comparison charts; ruled, striped, borderless, light and dark. */
import {
  chance,
  colour,
  type Generator,
  int,
  MONO,
  name,
  pick,
  type Rng,
  SANS,
  SERIF,
  sentence,
  times,
  title,
  word,
} from './random';

const COLUMNS: ((rng: Rng) => { head: string; cell: () => string; right: boolean })[] = [
  (rng) => ({
    head: pick(rng, ['Name', 'Customer', 'Employee', 'Contact']),
    cell: () => name(rng),
    right: false,
  }),
  (rng) => ({
    head: pick(rng, ['Price', 'Total', 'Amount', 'Revenue']),
    cell: () => `${pick(rng, ['$', '€', ''])}${int(rng, 3, 9999).toLocaleString()}.${int(rng, 10, 99)}`,
    right: true,
  }),
  (rng) => ({
    head: pick(rng, ['Qty', 'Count', 'Units', 'Year', 'Rank', 'ID', '#']),
    cell: () => String(int(rng, 1, 2026)),
    right: true,
  }),
  (rng) => ({
    head: pick(rng, ['Date', 'Created', 'Due']),
    cell: () =>
      `2026-${String(int(rng, 1, 12)).padStart(2, '0')}-${String(int(rng, 1, 28)).padStart(2, '0')}`,
    right: false,
  }),
  (rng) => ({
    head: pick(rng, ['Status', 'State']),
    cell: () => pick(rng, ['Active', 'Pending', 'Closed', 'Shipped', 'Failed']),
    right: false,
  }),
  (rng) => ({
    head: pick(rng, ['Share', 'Growth', 'Rate', 'Accuracy']),
    cell: () => `${int(rng, 0, 99)}.${int(rng, 0, 9)}%`,
    right: true,
  }),
  (rng) => ({ head: title(rng, 1, 2), cell: () => title(rng, 1, 2), right: false }),
  (rng) => ({ head: pick(rng, ['Description', 'Notes']), cell: () => sentence(rng, 3, 7), right: false }),
  (rng) => ({ head: title(rng, 1, 1), cell: () => (int(rng, 0, 99999) / 1000).toFixed(3), right: true }),
  (rng) => ({ head: title(rng, 1, 1), cell: () => pick(rng, ['✓', '✗', 'Yes', 'No', '–']), right: false }),
  (rng) => ({ head: 'Email', cell: () => `${word(rng)}@${word(rng)}.org`, right: false }),
];

export const tablePage: Generator = (rng) => {
  const columns = times(int(rng, 2, 8), () => pick(rng, COLUMNS)(rng));
  const rows = int(rng, 3, 24);
  const dark = chance(rng, 0.2);
  const style = pick(rng, ['ruled', 'rows', 'striped', 'booktabs', 'sheet', 'plain', 'bootstrap']);
  const font = `${int(rng, 11, 17)}px ${chance(rng, 0.75) ? `'${pick(rng, SANS)}'` : chance(rng, 0.6) ? `'${pick(rng, SERIF)}'` : `'${pick(rng, MONO)}'`}`;
  const line = dark ? '#555' : pick(rng, ['#000', '#999', '#ccc', '#ddd']);
  const head = pick(rng, ['transparent', 'transparent', '#8883', colour(rng, [20, 80], [25, 45])]);
  const rules: Record<string, string> = {
    ruled: `td,th{border:1px solid ${line}}`,
    rows: `td,th{border-bottom:1px solid ${line}}`,
    striped: `tr:nth-child(even) td{background:#8882}`,
    booktabs: `table{border-top:2px solid;border-bottom:2px solid}th{border-bottom:1px solid}`,
    sheet: `td,th{border:1px solid #d0d0d0}th{background:#e8e8e8!important;color:#444!important;font-weight:normal;text-align:center!important}tr td:first-child{background:#e8e8e8;color:#444;text-align:center}`,
    plain: `th{text-align:left}`,
    bootstrap: '',
  };
  const sheet = style === 'sheet';
  const heads = sheet
    ? `<th></th>${columns.map((_, i) => `<th>${String.fromCharCode(65 + i)}</th>`).join('')}`
    : columns.map((c) => `<th style="text-align:${c.right ? 'right' : 'left'}">${c.head}</th>`).join('');
  const body = times(
    rows,
    (r) =>
      `<tr>${sheet ? `<td>${r + 1}</td>` : ''}${columns.map((c) => `<td style="text-align:${c.right ? 'right' : 'left'}">${sheet && r === 0 ? c.head : c.cell()}</td>`).join('')}</tr>`,
  ).join('');
  const caption =
    !sheet && chance(rng, 0.4)
      ? `<div style="padding:6px 0;font-weight:bold;font-size:1.1em">${pick(rng, ['Table 2: ', ''])}${title(rng, 2, 5)}</div>`
      : '';
  const bootstrap =
    style === 'bootstrap' ? '<link rel="stylesheet" href="/npm/bootstrap/dist/css/bootstrap.min.css">' : '';
  return {
    source: `html-${style}`,
    html: `<!doctype html>${bootstrap}<style>body{margin:0;background:${dark ? '#1c1c1e' : '#fff'}}#shot{display:inline-block;padding:${int(rng, 0, 40)}px;font:${font};color:${dark ? '#ddd' : '#222'};background:${dark ? '#1c1c1e' : '#fff'}}table{border-collapse:collapse}td,th{padding:${int(rng, 2, 12)}px ${int(rng, 6, 22)}px}th{background:${head};${head.startsWith('hsl') ? 'color:#fff' : ''}}${rules[style]}</style><div id="shot">${caption}<table class="${pick(rng, ['table', 'table table-striped', 'table table-bordered'])}"><tr>${heads}</tr>${body}</table></div>`,
    widthPx: 1600,
    heightPx: 1400,
    selector: '#shot',
  };
};
