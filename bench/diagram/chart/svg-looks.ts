/** How Chart.js, Vega, Excel and Google Sheets draw charts, and one on a dark ground. */

export interface SvgLook {
  readonly name: string;
  readonly background: string;
  readonly text: string;
  readonly grid: string;
  readonly axis: string;
  readonly palette: readonly string[];
  readonly legend: 'top' | 'bottom' | 'right';
  readonly titleAlign: 'start' | 'middle';
  readonly titleSize: number;
  readonly titleBold: boolean;
  readonly font: number;
  readonly gridAcross: boolean;
  readonly axisLine: boolean;
  readonly tickMarks: boolean;
  readonly gap: number;
  readonly lineWidth: number;
  readonly markers: boolean;
  readonly swatch: readonly [number, number];
  readonly cornerPx: number;
  readonly opacity: number;
}

export const LOOKS: readonly SvgLook[] = [
  {
    name: 'chartjs',
    background: '#ffffff',
    text: '#666666',
    grid: '#e5e5e5',
    axis: '#e5e5e5',
    palette: ['#36a2eb', '#ff6384', '#4bc0c0', '#ff9f40', '#9966ff', '#ffcd56', '#c9cbcf'],
    legend: 'top',
    titleAlign: 'middle',
    titleSize: 12,
    titleBold: true,
    font: 12,
    gridAcross: true,
    axisLine: true,
    tickMarks: true,
    gap: 0.28,
    lineWidth: 3,
    markers: true,
    swatch: [40, 12],
    cornerPx: 0,
    opacity: 1,
  },
  {
    name: 'chartjs-clear',
    background: '#ffffff',
    text: '#666666',
    grid: '#e5e5e5',
    axis: '#e5e5e5',
    palette: ['#36a2eb', '#ff6384', '#4bc0c0', '#ff9f40', '#9966ff', '#ffcd56', '#8a8c91'],
    legend: 'top',
    titleAlign: 'middle',
    titleSize: 14,
    titleBold: true,
    font: 12,
    gridAcross: true,
    axisLine: true,
    tickMarks: true,
    gap: 0.2,
    lineWidth: 2,
    markers: true,
    swatch: [40, 12],
    cornerPx: 4,
    opacity: 0.6,
  },
  {
    name: 'vega',
    background: '#ffffff',
    text: '#000000',
    grid: '#dddddd',
    axis: '#888888',
    palette: ['#4c78a8', '#f58518', '#e45756', '#72b7b2', '#54a24b', '#eeca3b', '#b279a2'],
    legend: 'right',
    titleAlign: 'middle',
    titleSize: 13,
    titleBold: true,
    font: 11,
    gridAcross: false,
    axisLine: true,
    tickMarks: true,
    gap: 0.1,
    lineWidth: 2,
    markers: false,
    swatch: [10, 10],
    cornerPx: 0,
    opacity: 1,
  },
  {
    name: 'excel',
    background: '#ffffff',
    text: '#595959',
    grid: '#d9d9d9',
    axis: '#d9d9d9',
    palette: ['#4472c4', '#ed7d31', '#a5a5a5', '#ffc000', '#5b9bd5', '#70ad47', '#264478'],
    legend: 'bottom',
    titleAlign: 'middle',
    titleSize: 18,
    titleBold: false,
    font: 12,
    gridAcross: false,
    axisLine: false,
    tickMarks: false,
    gap: 0.5,
    lineWidth: 3,
    markers: false,
    swatch: [8, 8],
    cornerPx: 0,
    opacity: 1,
  },
  {
    name: 'sheets',
    background: '#ffffff',
    text: '#222222',
    grid: '#cccccc',
    axis: '#333333',
    palette: ['#4285f4', '#ea4335', '#fbbc04', '#34a853', '#ff6d01', '#46bdc6', '#7baaf7'],
    legend: 'right',
    titleAlign: 'start',
    titleSize: 16,
    titleBold: false,
    font: 12,
    gridAcross: false,
    axisLine: false,
    tickMarks: false,
    gap: 0.4,
    lineWidth: 2,
    markers: false,
    swatch: [12, 12],
    cornerPx: 0,
    opacity: 1,
  },
  {
    name: 'night',
    background: '#1e1e1e',
    text: '#cccccc',
    grid: '#3c3c3c',
    axis: '#5a5a5a',
    palette: ['#4fc1ff', '#f48771', '#89d185', '#d7ba7d', '#c586c0', '#9cdcfe', '#b5cea8'],
    legend: 'top',
    titleAlign: 'start',
    titleSize: 15,
    titleBold: true,
    font: 12,
    gridAcross: false,
    axisLine: true,
    tickMarks: false,
    gap: 0.35,
    lineWidth: 2,
    markers: false,
    swatch: [12, 12],
    cornerPx: 2,
    opacity: 1,
  },
];
