/** Charts by Chart.js, ECharts and Vega-Lite: bars, lines, areas, pies, scatter plots, histograms, heat maps, box plots. */
import { chance, colour, type Generator, int, pick, type Rng, SANS, times, title, word } from './random';

const MONTHS = 'Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec'.split(',');
const labels = (rng: Rng, n: number): string[] =>
  pick(rng, [
    MONTHS.slice(0, n),
    times(n, () => title(rng, 1, 1)),
    times(n, (i) => String(2026 - n + i)),
    times(n, (i) => `Q${(i % 4) + 1}`),
  ]);
const series = (rng: Rng, n: number): number[] => {
  const scale = pick(rng, [1, 10, 100, 5000]);
  let v = rng() * scale;
  const walk = chance(rng, 0.5);
  return times(n, () => {
    v = walk ? Math.abs(v + (rng() - 0.45) * scale * 0.3) : rng() * scale;
    return Number(v.toFixed(2));
  });
};

function chartJs(rng: Rng): string {
  const type = pick(rng, [
    'bar',
    'bar',
    'line',
    'line',
    'pie',
    'doughnut',
    'radar',
    'polarArea',
    'scatter',
    'bubble',
  ]);
  const n = int(rng, 3, 12);
  const round = ['pie', 'doughnut', 'polarArea'].includes(type);
  const points = type === 'scatter' || type === 'bubble';
  const datasets = times(round ? 1 : int(rng, 1, 4), () => ({
    label: title(rng, 1, 2),
    data: points
      ? times(int(rng, 10, 60), () => ({ x: rng() * 100, y: rng() * 50, r: int(rng, 2, 14) }))
      : series(rng, n),
    backgroundColor: round ? times(n, () => colour(rng)) : colour(rng),
    borderColor: colour(rng),
    fill: chance(rng, 0.3),
    tension: pick(rng, [0, 0.4]),
  }));
  const axes =
    round || type === 'radar'
      ? {}
      : {
          scales: {
            x: { stacked: chance(rng, 0.3), title: { display: chance(rng, 0.5), text: title(rng, 1, 2) } },
            y: { title: { display: chance(rng, 0.5), text: title(rng, 1, 2) } },
          },
        };
  const config = {
    type,
    data: { labels: labels(rng, n), datasets },
    options: {
      animation: false,
      indexAxis: type === 'bar' && chance(rng, 0.3) ? 'y' : 'x',
      ...axes,
      plugins: {
        legend: { display: chance(rng, 0.7), position: pick(rng, ['top', 'right', 'bottom']) },
        title: { display: chance(rng, 0.7), text: title(rng, 2, 5) },
      },
    },
  };
  return `<canvas id="c"></canvas><script src="/npm/chart.js/dist/chart.umd.js"></script><script>new Chart(document.getElementById('c'),${JSON.stringify(config)});window.done=1</script>`;
}

function echarts(rng: Rng, width: number, height: number): string {
  const type = pick(rng, [
    'bar',
    'line',
    'pie',
    'scatter',
    'heatmap',
    'gauge',
    'funnel',
    'boxplot',
    'candlestick',
    'line',
    'bar',
  ]);
  const n = int(rng, 4, 14);
  const names = labels(rng, n);
  const base = {
    animation: false,
    backgroundColor: 'transparent',
    title: chance(rng, 0.7) ? { text: title(rng, 2, 5), left: pick(rng, ['left', 'center']) } : undefined,
    legend: chance(rng, 0.5) ? { bottom: 0 } : undefined,
  };
  const axis = {
    xAxis: { type: 'category', data: names, name: chance(rng, 0.4) ? word(rng) : '' },
    yAxis: { type: 'value', name: chance(rng, 0.4) ? word(rng) : '' },
  };
  const one = (): object => {
    const data = series(rng, n);
    if (type === 'pie' || type === 'funnel')
      return { type, radius: ['0%', '60%'], data: names.map((name, i) => ({ name, value: data[i] })) };
    if (type === 'gauge') return { type, data: [{ value: int(rng, 1, 99), name: word(rng) }] };
    if (type === 'boxplot' || type === 'candlestick')
      return {
        type,
        data: times(n, () => {
          const v = times(5, () => rng() * 100).sort((a, b) => a - b);
          return type === 'boxplot' ? v : [v[1], v[3], v[0], v[4]];
        }),
      };
    if (type === 'scatter') return { type, data: times(80, () => [rng() * 100, rng() * 100]) };
    if (type === 'heatmap')
      return {
        type,
        data: times(n * 7, (i) => [i % n, Math.floor(i / n), int(rng, 0, 10)]),
        label: { show: chance(rng, 0.5) },
      };
    return {
      type,
      name: title(rng, 1, 1),
      data,
      stack: chance(rng, 0.3) ? 'a' : undefined,
      areaStyle: type === 'line' && chance(rng, 0.3) ? {} : undefined,
      smooth: chance(rng, 0.4),
    };
  };
  const axes = ['pie', 'gauge', 'funnel'].includes(type)
    ? {}
    : type === 'scatter'
      ? { xAxis: {}, yAxis: {} }
      : type === 'heatmap'
        ? {
            xAxis: axis.xAxis,
            yAxis: { type: 'category', data: times(7, () => word(rng)) },
            visualMap: { min: 0, max: 10 },
          }
        : axis;
  const option = {
    ...base,
    ...axes,
    series: times(['line', 'bar'].includes(type) ? int(rng, 1, 4) : 1, one),
  };
  return `<div id="e" style="width:${width - 20}px;height:${height - 20}px"></div><script src="/npm/echarts/dist/echarts.min.js"></script><script>echarts.init(document.getElementById('e'),${chance(rng, 0.15) ? "'dark'" : 'null'}).setOption(${JSON.stringify(option)});window.done=1</script>`;
}

function vegaLite(rng: Rng, width: number, height: number): string {
  const mark = pick(rng, ['bar', 'line', 'point', 'area', 'tick', 'rect', 'boxplot', 'arc', 'circle']);
  const names = times(int(rng, 3, 9), () => title(rng, 1, 1));
  const values = times(int(rng, 20, 90), () => ({
    a: pick(rng, names),
    b: Number((rng() * 100).toFixed(1)),
    c: Number((rng() * 40).toFixed(1)),
    d: pick(rng, ['north', 'south', 'east']),
  }));
  const encoding: Record<string, object> =
    mark === 'arc'
      ? { theta: { field: 'b', aggregate: 'sum' }, color: { field: 'a' } }
      : mark === 'rect'
        ? { x: { field: 'a' }, y: { field: 'd' }, color: { field: 'b', aggregate: 'mean' } }
        : ['bar', 'boxplot', 'tick'].includes(mark)
          ? {
              x: { field: 'a', title: title(rng, 1, 2) },
              y: {
                field: 'b',
                ...(mark === 'bar' ? { aggregate: pick(rng, ['sum', 'mean']) } : { type: 'quantitative' }),
              },
            }
          : {
              x: {
                field: 'c',
                type: 'quantitative',
                title: title(rng, 1, 2),
                ...(mark === 'point' || mark === 'circle' ? {} : { bin: { maxbins: 20 } }),
              },
              y: {
                field: 'b',
                type: 'quantitative',
                ...(mark === 'point' || mark === 'circle' ? {} : { aggregate: 'mean' }),
              },
            };
  if (chance(rng, 0.5) && mark !== 'rect') encoding.color = { field: mark === 'arc' ? 'a' : 'd' };
  const spec = {
    data: { values },
    mark,
    encoding,
    title: chance(rng, 0.6) ? title(rng, 2, 5) : undefined,
    width: width - 220,
    height: height - 120,
  };
  return `<div id="v"></div><script src="/npm/vega/build/vega.min.js"></script><script src="/npm/vega-lite/build/vega-lite.min.js"></script><script>new vega.View(vega.parse(vegaLite.compile(${JSON.stringify(spec)}).spec),{renderer:'svg',container:'#v'}).runAsync().then(()=>window.done=1)</script>`;
}

export const chartPage: Generator = (rng) => {
  const widthPx = int(rng, 360, 1100);
  const heightPx = int(rng, 280, 720);
  const library = pick(rng, ['chartjs', 'echarts', 'vega']);
  const dark = library !== 'vega' && chance(rng, 0.12);
  const html =
    library === 'chartjs'
      ? chartJs(rng)
      : library === 'echarts'
        ? echarts(rng, widthPx, heightPx)
        : vegaLite(rng, widthPx, heightPx);
  return {
    source: library,
    html: `<!doctype html><style>html,body{margin:0;height:100vh;box-sizing:border-box;padding:${int(rng, 2, 12)}px;background:${dark ? '#1b1e2b' : '#fff'};color:${dark ? '#ddd' : '#333'};font-family:'${pick(rng, SANS)}'}</style>${html}`,
    widthPx,
    heightPx,
    ready: 'window.done===1',
  };
};
