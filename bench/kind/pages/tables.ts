/** Tables and charts. */
import { css, js, type Shot } from './shot';

export function tables(): Shot[] {
  const rows = Array.from({ length: 12 }, (_, i) => ({
    id: i + 1,
    name: ['Oli Bob', 'Mary May', 'Christine Lobowski', 'Brendon Philips', 'Margret Marmajuke'][i % 5],
    progress: (i * 37) % 100,
    gender: i % 2 ? 'male' : 'female',
    city: ['Oslo', 'Lima', 'Pune'][i % 3],
    dob: `1${i % 9}/02/1984`,
  }));
  const tabulator = [
    'tabulator',
    'tabulator_midnight',
    'tabulator_modern',
    'tabulator_simple',
    'tabulator_site',
  ].map((theme) => ({
    name: `tabulator_${theme}`,
    size: [860, 560] as const,
    selector: '#t',
    html: `${css(`tabulator-tables/dist/css/${theme}.min.css`)}<div id="t" style="width:820px"></div>${js('tabulator-tables/dist/js/tabulator.min.js')}<script>new Tabulator('#t',{data:${JSON.stringify(rows)},layout:'fitColumns',columns:[{title:'Name',field:'name'},{title:'Progress',field:'progress',hozAlign:'right'},{title:'Gender',field:'gender'},{title:'City',field:'city'},{title:'Date of birth',field:'dob'}]}).on('tableBuilt',()=>setTimeout(()=>window.done=1,300))</script>`,
    ready: 'window.done===1',
  }));
  const plain = ['celled', 'striped', 'very basic', 'inverted', 'compact celled definition'].map((style) => ({
    name: `semantic_${style.replaceAll(' ', '-')}`,
    size: [900, 700] as const,
    selector: '#t',
    html: `${css('semantic-ui-css/semantic.min.css')}<div id="t" style="padding:12px;width:700px"><table class="ui ${style} table"><thead><tr><th>City</th><th>Progress</th><th>Name</th></tr></thead><tbody>${rows
      .slice(0, 8)
      .map((r) => `<tr><td>${r.city}</td><td>${r.progress} %</td><td>${r.name}</td></tr>`)
      .join('')}</tbody></table></div>`,
  }));
  const water = {
    name: 'water_table',
    size: [800, 600] as const,
    selector: '#t',
    html: `${css('water.css/out/light.min.css')}<div id="t" style="width:640px;padding:10px"><table><thead><tr><th>Planet<th>Moons<th>Day length</thead><tbody>${[
      ['Mercury', 0, '58 d'],
      ['Venus', 0, '243 d'],
      ['Earth', 1, '24 h'],
      ['Mars', 2, '24.6 h'],
      ['Jupiter', 95, '9.9 h'],
    ]
      .map((r) => `<tr>${r.map((c) => `<td>${c}`).join('')}`)
      .join('')}</table></div>`,
  };
  return [...tabulator, ...plain, water];
}

export function charts(): Shot[] {
  const xs = Array.from({ length: 30 }, (_, i) => i);
  const plotly: [string, object[], string][] = [
    [
      'bar',
      [
        { type: 'bar', x: ['giraffes', 'orangutans', 'monkeys'], y: [20, 14, 23], name: 'SF Zoo' },
        { type: 'bar', x: ['giraffes', 'orangutans', 'monkeys'], y: [12, 18, 29], name: 'LA Zoo' },
      ],
      'Animals by zoo',
    ],
    ['scatter', [{ mode: 'markers', x: xs, y: xs.map((x) => (x * 7919) % 31) }], 'Samples'],
    [
      'line',
      [
        { x: xs, y: xs.map((x) => Math.sin(x / 4)), name: 'sin' },
        { x: xs, y: xs.map((x) => Math.cos(x / 4)), name: 'cos' },
      ],
      'Waves',
    ],
    [
      'pie',
      [{ type: 'pie', values: [19, 26, 55], labels: ['Residential', 'Non-residential', 'Utility'] }],
      'Electricity',
    ],
    [
      'heatmap',
      [{ type: 'heatmap', z: xs.slice(0, 10).map((a) => xs.slice(0, 12).map((b) => Math.sin(a * b))) }],
      'Interference',
    ],
    [
      'box',
      [
        { type: 'box', y: xs.map((x) => (x * 13) % 17), name: 'A' },
        { type: 'box', y: xs.map((x) => (x * 11) % 23), name: 'B' },
      ],
      'Spread',
    ],
  ];
  const uplot = [0, 1].map((i) => ({
    name: `uplot_${i}`,
    size: [820, 460] as const,
    html: `${css('uplot/dist/uPlot.min.css')}<div id="u"></div>${js('uplot/dist/uPlot.iife.min.js')}<script>new uPlot({title:'Server load',width:800,height:400,series:[{},{label:'cpu',stroke:'red',fill:${i ? "'#f003'" : 'undefined'}},{label:'ram',stroke:'blue'}]},[${JSON.stringify(xs.map((x) => 1.7e9 + x * 3600))},${JSON.stringify(xs.map((x) => (x * 17) % 29))},${JSON.stringify(xs.map((x) => 10 + ((x * 5) % 13)))}],document.getElementById('u'));window.done=1</script>`,
    ready: 'window.done===1',
  }));
  return [
    ...plotly.map(([name, data, title], i) => ({
      name: `plotly_${name}`,
      size: [
        [760, 480],
        [640, 520],
      ][i % 2] as [number, number],
      html: `<div id="p"></div>${js('plotly.js-dist-min/plotly.min.js')}<script>Plotly.newPlot('p',${JSON.stringify(data)},{title:{text:'${title}'},width:${i % 2 ? 620 : 740},height:460${i === 2 ? ",paper_bgcolor:'#111',plot_bgcolor:'#111',font:{color:'#ddd'}" : ''}}).then(()=>window.done=1)</script>`,
      ready: 'window.done===1',
    })),
    ...uplot,
  ];
}
