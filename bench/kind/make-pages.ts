/**
 * Held-out pictures by web programs that made no training picture: Monaco, xterm.js, rustdoc, Semantic UI,
 * water.css, Milligram, 98.css, Tabulator, Plotly, uPlot, nomnoml, state-machine-cat, MathJax,
 * Twemoji and Simple Icons.
 *
 *   npx tsx bench/kind/make-pages.ts OUT [KIND…]
 *
 * Packages are those of models/train-kind/package.json.
 */
import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join, normalize } from 'node:path';
import { chromium } from 'playwright-core';

const npmDir = process.env.KIND_NPM ?? join(__dirname, '../../models/train-kind/node_modules');
const rustDocs = process.env.RUST_DOCS ?? '';
const out = process.argv[2] ?? '';
const chosen = process.argv.slice(3);
const load = createRequire(join(npmDir, 'x.js'));

interface Shot {
  readonly name: string;
  readonly html?: string;
  readonly url?: string;
  readonly size: readonly [number, number];
  readonly selector?: string;
  readonly ready?: string;
}

const css = (path: string) => `<link rel="stylesheet" href="/npm/${path}">`;
const js = (path: string) => `<script src="/npm/${path}"></script>`;

// ---------------------------------------------------------------- code and terminals

const CODE: Record<string, string> = {
  rust:
    readText('/usr/share/doc/rust-demo.rs') ??
    `use std::collections::HashMap;\n\n#[derive(Debug, Clone)]\npub struct Cache<V> {\n    entries: HashMap<String, V>,\n    limit: usize,\n}\n\nimpl<V: Clone> Cache<V> {\n    pub fn new(limit: usize) -> Self {\n        Self { entries: HashMap::new(), limit }\n    }\n\n    pub fn get(&self, key: &str) -> Option<&V> {\n        self.entries.get(key)\n    }\n\n    pub fn put(&mut self, key: String, value: V) -> Result<(), String> {\n        if self.entries.len() >= self.limit {\n            return Err(format!("full: {}", self.limit));\n        }\n        self.entries.insert(key, value);\n        Ok(())\n    }\n}`,
  java: `package org.example.orders;\n\nimport java.util.List;\nimport java.util.stream.Collectors;\n\npublic final class OrderService {\n    private final OrderRepository repository;\n\n    public OrderService(OrderRepository repository) {\n        this.repository = repository;\n    }\n\n    public List<Order> findOpen(String customer) {\n        return repository.findAll().stream()\n            .filter(order -> order.isOpen())\n            .filter(order -> order.customer().equals(customer))\n            .collect(Collectors.toList());\n    }\n}`,
  go: `package main\n\nimport (\n\t"fmt"\n\t"net/http"\n)\n\ntype server struct {\n\tcount int\n}\n\nfunc (s *server) handle(w http.ResponseWriter, r *http.Request) {\n\ts.count++\n\tif err := r.ParseForm(); err != nil {\n\t\thttp.Error(w, err.Error(), http.StatusBadRequest)\n\t\treturn\n\t}\n\tfmt.Fprintf(w, "visit %d", s.count)\n}\n\nfunc main() {\n\ts := &server{}\n\thttp.HandleFunc("/", s.handle)\n\thttp.ListenAndServe(":8080", nil)\n}`,
  csharp: `using System;\nusing System.Linq;\n\nnamespace Shop.Reports\n{\n    public class SalesReport\n    {\n        public decimal Total { get; private set; }\n\n        public void Add(params decimal[] amounts)\n        {\n            foreach (var amount in amounts.Where(a => a > 0))\n            {\n                Total += amount;\n            }\n            Console.WriteLine($"Total: {Total:C}");\n        }\n    }\n}`,
};

function readText(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function monaco(): Shot[] {
  return Object.entries(CODE).flatMap(([language, code], i) =>
    ['vs', 'vs-dark', 'hc-black'].map((theme, t) => ({
      name: `monaco_${language}-${theme}`,
      size: [
        [720, 480],
        [980, 620],
        [560, 380],
      ][(i + t) % 3] as [number, number],
      html: `${css('monaco-editor/min/vs/editor/editor.main.css')}<style>html,body,#e{margin:0;height:100%}</style><div id="e"></div>${js('monaco-editor/min/vs/loader.js')}<script>require.config({paths:{vs:'/npm/monaco-editor/min/vs'}});require(['vs/editor/editor.main'],()=>{monaco.editor.create(document.getElementById('e'),{value:${JSON.stringify(code)},language:'${language}',theme:'${theme}',fontSize:${12 + t},minimap:{enabled:${t !== 1}},automaticLayout:true});setTimeout(()=>window.done=1,2500)})</script>`,
      ready: 'window.done===1',
    })),
  );
}

const SESSIONS = [
  '\x1b[32muser@host\x1b[0m:\x1b[34m~/app\x1b[0m$ npm install\r\nnpm ERR! code ERESOLVE\r\nnpm ERR! ERESOLVE unable to resolve dependency tree\r\nnpm ERR! \r\nnpm ERR! While resolving: app@1.0.0\r\nnpm ERR! Found: react@18.2.0\r\n\x1b[32muser@host\x1b[0m:\x1b[34m~/app\x1b[0m$ ',
  '$ cargo build\r\n   \x1b[32mCompiling\x1b[0m cache v0.1.0 (/home/user/cache)\r\n\x1b[31merror[E0382]\x1b[0m: borrow of moved value: `entries`\r\n  --> src/lib.rs:14:9\r\n   |\r\n14 |         entries.len()\r\n   |         ^^^^^^^ value borrowed here after move\r\n\r\nerror: could not compile `cache` due to previous error\r\n$ ',
  'PS C:\\Users\\dev> Get-Process | Select-Object -First 6\r\n\r\n Handles  NPM(K)    PM(K)      WS(K)     CPU(s)     Id ProcessName\r\n -------  ------    -----      -----     ------     -- -----------\r\n     412      23    18040      35212       1.20   4312 explorer\r\n     210      12     6020      14008       0.41   1980 svchost\r\n\r\nPS C:\\Users\\dev> ',
  '$ go test ./...\r\nok  \texample.com/app/cache\t0.012s\r\n--- FAIL: TestLogin (0.00s)\r\n    login_test.go:21: got 500, want 200\r\nFAIL\r\nFAIL\texample.com/app/auth\t0.034s\r\n$ ',
];
function xtermJs(): Shot[] {
  return SESSIONS.flatMap((text, i) =>
    [
      { background: '#1e1e1e', foreground: '#cccccc' },
      { background: '#ffffff', foreground: '#333333' },
    ].map((theme, t) => ({
      name: `xtermjs_${i}-${t}`,
      size: [
        [760, 420],
        [900, 360],
      ][(i + t) % 2] as [number, number],
      html: `${css('@xterm/xterm/css/xterm.css')}<style>html,body{margin:0;height:100%;background:${theme.background}}</style><div id="t"></div>${js('@xterm/xterm/lib/xterm.js')}<script>const t=new Terminal({rows:20,cols:92,fontFamily:'DejaVu Sans Mono',fontSize:${13 + t},theme:${JSON.stringify(theme)}});t.open(document.getElementById('t'));t.write(${JSON.stringify(text)},()=>setTimeout(()=>window.done=1,500))</script>`,
      ready: 'window.done===1',
    })),
  );
}

// ---------------------------------------------------------------- pages and dialogs

const RUST_PAGES = [
  'index.html',
  'std/vec/index.html',
  'std/string/struct.String.html',
  'book/ch01-00-getting-started.html',
  'book/ch04-01-what-is-ownership.html',
  'cargo/index.html',
  'std/keyword.for.html',
  'reference/expressions.html',
  'rust-by-example/hello.html',
  'error_codes/E0382.html',
  'rustc/what-is-rustc.html',
  'edition-guide/introduction.html',
];

const LOREM =
  'The harbour opened in the spring after three years of work. Boats of every size may moor for up to a week, and the old warehouse now houses a café, a sailing school and a small museum about the fishermen of the coast.';
const semanticPage = (dark: boolean) =>
  `${css('semantic-ui-css/semantic.min.css')}<body style="background:${dark ? '#1b1c1d' : '#fff'}"><div class="ui ${dark ? 'inverted' : ''} menu"><a class="header item">Harbour</a><a class="active item">Home</a><a class="item">Moorings</a><a class="item">Prices</a><div class="right menu"><div class="item"><div class="ui icon input"><input placeholder="Search..."></div></div><a class="item">Log in</a></div></div><div class="ui container"><h1 class="ui ${dark ? 'inverted' : ''} header">Welcome to the harbour</h1><p style="${dark ? 'color:#ddd' : ''}">${LOREM} ${LOREM}</p><div class="ui three stackable cards">${['Moorings', 'Café', 'Museum'].map((t) => `<div class="card"><div class="content"><div class="header">${t}</div><div class="meta">Open daily</div><div class="description">${LOREM.slice(0, 90)}</div></div><div class="extra content"><a>Read more</a></div></div>`).join('')}</div></div>`;

function webPages(): Shot[] {
  const plain = (sheet: string) =>
    `${css(sheet)}<nav><a href="#">Home</a> · <a href="#">Blog</a> · <a href="#">About</a></nav><h1>Sailing without wind</h1><p>12 May 2026</p><p>${LOREM}</p><h2>What to bring</h2><ul><li>Water</li><li>A hat</li></ul><p>${LOREM}</p><blockquote>${LOREM.slice(0, 60)}</blockquote><button>Subscribe</button><p>${LOREM} ${LOREM}</p>`;
  const shots: Shot[] = [
    { name: 'semantic_light', html: semanticPage(false), size: [1200, 800] },
    { name: 'semantic_dark', html: semanticPage(true), size: [1440, 700] },
    { name: 'semantic_phone', html: semanticPage(false), size: [390, 844] },
    { name: 'water_light', html: plain('water.css/out/light.min.css'), size: [1100, 900] },
    { name: 'water_dark', html: plain('water.css/out/dark.min.css'), size: [900, 700] },
    {
      name: 'milligram',
      html: `<style>body{padding:30px 15%}</style>${plain('milligram/dist/milligram.min.css')}`,
      size: [1200, 780],
    },
  ];
  if (rustDocs)
    shots.push(
      ...RUST_PAGES.filter((p) => existsSync(join(rustDocs, p))).map((p, i) => ({
        name: `rustdoc_${p.replaceAll(/\W+/g, '-')}`,
        url: `/rust/${p}`,
        size: [
          [1280, 800],
          [1000, 1000],
          [1600, 900],
        ][i % 3] as [number, number],
      })),
    );
  for (const name of readmes().slice(0, 6)) {
    const html = load('marked').parse(
      readFileSync(join(npmDir, name, 'README.md'), 'utf8')
        .slice(0, 9000)
        .replaceAll(/!?\[!?\[[^\]]*\]\([^)]*\)\]\([^)]*\)/g, ''),
    );
    shots.push({
      name: `github_${name.replaceAll('/', '-')}`,
      html: `${css('github-markdown-css/github-markdown.css')}<div style="background:#24292f;color:#fff;padding:16px 30px;font:14px Open Sans">☰ &nbsp; owner / <b>${name}</b> &nbsp; Pull requests &nbsp; Issues</div><div class="markdown-body" style="max-width:900px;margin:20px auto">${html}</div>`,
      size: [1280, 900],
    });
  }
  return shots;
}
const readmes = () =>
  ['uplot', 'nomnoml', 'lit', 'dompurify', 'dayjs', 'katex', 'marked'].filter((n) =>
    existsSync(join(npmDir, n, 'README.md')),
  );

function dialogs(): Shot[] {
  const window98 = (title: string, body: string, buttons: string[]) =>
    `${css('98.css/dist/98.css')}<body style="margin:0;background:#008080"><div id="s" style="display:inline-block;padding:14px;background:#008080"><div class="window" style="width:340px"><div class="title-bar"><div class="title-bar-text">${title}</div><div class="title-bar-controls"><button aria-label="Minimize"></button><button aria-label="Close"></button></div></div><div class="window-body">${body}<section class="field-row" style="justify-content:flex-end">${buttons.map((b) => `<button>${b}</button>`).join('')}</section></div></div></div>`;
  const semantic = (body: string) =>
    `${css('semantic-ui-css/semantic.min.css')}<div id="s" style="padding:24px;width:460px">${body}</div>`;
  const fields = (names: string[]) =>
    names
      .map((n) => `<div class="field"><label>${n}</label><input type="text" placeholder="${n}"></div>`)
      .join('');
  const shot = (name: string, html: string): Shot => ({ name, html, size: [760, 800], selector: '#s' });
  return [
    shot(
      '98_error',
      window98('Error', '<p>Disk A: is not formatted. Do you want to format it now?</p>', ['Yes', 'No']),
    ),
    shot(
      '98_find',
      window98(
        'Find',
        '<div class="field-row"><label>Find what:</label><input type="text"></div><div class="field-row"><input type="checkbox" id="c"><label for="c">Match case</label></div>',
        ['Find Next', 'Cancel'],
      ),
    ),
    shot(
      '98_display',
      window98(
        'Display Properties',
        '<fieldset><legend>Colors</legend><div class="field-row"><input type="radio" id="a" checked><label for="a">256 Colors</label></div><div class="field-row"><input type="radio" id="b"><label for="b">True Color</label></div></fieldset>',
        ['OK', 'Cancel', 'Apply'],
      ),
    ),
    shot(
      '98_login',
      window98(
        'Log on',
        '<div class="field-row-stacked"><label>User name</label><input type="text"></div><div class="field-row-stacked"><label>Password</label><input type="password" value="abcdef"></div>',
        ['OK', 'Cancel'],
      ),
    ),
    shot(
      'semantic_form',
      semantic(
        `<form class="ui form"><h4 class="ui dividing header">Shipping information</h4>${fields(['Name', 'Street', 'Postal code', 'City'])}<button class="ui primary button">Submit order</button></form>`,
      ),
    ),
    shot(
      'semantic_login',
      semantic(
        `<h2 class="ui teal header">Log in to your account</h2><form class="ui large form"><div class="ui stacked segment">${fields(['E-mail address', 'Password'])}<button class="ui fluid large teal button">Login</button></div></form><div class="ui message">New to us? <a>Sign up</a></div>`,
      ),
    ),
    shot(
      'semantic_modal',
      semantic(
        `<div class="ui small modal visible active" style="position:static;display:block;width:420px"><div class="header">Delete your account</div><div class="content"><p>Are you sure you want to delete your account?</p></div><div class="actions"><div class="ui negative button">No</div><div class="ui positive button">Yes</div></div></div>`,
      ),
    ),
    shot(
      'semantic_survey',
      semantic(
        `<form class="ui form"><div class="grouped fields"><label>How often do you travel?</label>${['Never', 'Once a year', 'Every month'].map((t) => `<div class="field"><div class="ui radio checkbox"><input type="radio"><label>${t}</label></div></div>`).join('')}</div><div class="field"><label>Remarks</label><textarea rows="3"></textarea></div><button class="ui button">Send</button></form>`,
      ),
    ),
    shot(
      'water_form',
      `${css('water.css/out/light.min.css')}<div id="s" style="padding:20px;width:480px"><h2>Contact</h2><label>Your name</label><input><label>Message</label><textarea></textarea><button>Send message</button></div>`,
    ),
    shot(
      'water_dark',
      `${css('water.css/out/dark.min.css')}<div id="s" style="padding:20px;width:420px"><h2>Settings</h2><label>Language</label><select><option>English</select><label><input type="checkbox" checked> Send reports</label><br><button>Save</button> <button>Cancel</button></div>`,
    ),
    shot(
      'shoelace_dialog',
      `${css('@shoelace-style/shoelace/dist/themes/light.css')}<script type="module" src="/npm/@shoelace-style/shoelace/cdn/shoelace-autoloader.js"></script><div id="s" style="padding:30px;width:420px;background:#888"><div style="background:#fff;padding:20px;border-radius:6px;font-family:Open Sans"><h3>Rename file</h3><sl-input label="New name" value="report.pdf"></sl-input><br><sl-button variant="primary">Rename</sl-button> <sl-button>Cancel</sl-button></div></div>`,
    ),
    shot(
      'milligram_form',
      `${css('milligram/dist/milligram.min.css')}<div id="s" style="padding:20px;width:460px"><h3>Register</h3><label>Full name</label><input type="text"><label>Country</label><select><option>Portugal</select><label>Comment</label><textarea></textarea><input class="button-primary" type="submit" value="Send"></div>`,
    ),
  ];
}

// ---------------------------------------------------------------- tables, charts, diagrams

function tables(): Shot[] {
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

function charts(): Shot[] {
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

const MACHINES = [
  'initial, off, on, final; initial => off; off => on: switch; on => off: switch; on => final: burn out;',
  'idle, loading, ready, failed; idle => loading: fetch; loading => ready: ok; loading => failed: error; failed => loading: retry;',
  'draft, review, published, archived; draft => review: submit; review => draft: reject; review => published: accept; published => archived: expire;',
  'closed, listening, open; closed => listening: bind; listening => open: accept; open => closed: close;',
];

function diagrams(drawings: readonly string[]): Shot[] {
  const nomnoml = [
    '[Pirate|eyeCount: Int|raid();pillage()]\n[Pirate]->[Jolly Roger]\n[Pirate]<-:>[Captain]',
    '[<start>st]->[<state>plunder]\n[plunder]->[<choice>more loot]\n[more loot]->[st]\n[more loot] no ->[<end>e]',
    '[Customer]->[Order]\n[Order]->[Invoice]\n[Order]->[Line item]\n[Line item]->[Product]',
    '[<frame>Decorator|[<abstract>Component||+ operation()]\n[Client] depends --> [Component]\n[Decorator|- next: Component] decorates -> [Component]]',
    '#direction: right\n[Source]->[Build]\n[Build]->[Test]\n[Test]->[Release]',
  ];
  const mermaid = [
    'gitGraph\ncommit\nbranch develop\ncommit\ncommit\ncheckout main\nmerge develop',
    'C4Context\nPerson(a,"Customer")\nSystem(b,"Banking")\nRel(a,b,"Uses")',
    'journey\ntitle My day\nsection Work\nMake tea: 5: Me\nGo up: 3: Me',
    'timeline\ntitle Releases\n2023 : Beta\n2024 : First release : Plug-ins\n2025 : Cloud',
    'kanban\n  Todo\n    a[Write docs]\n  Done\n    b[Fix tests]',
    'quadrantChart\ntitle Reach\nx-axis Low --> High\ny-axis Few --> Many\nA: [0.3, 0.6]\nB: [0.45, 0.23]',
    'requirementDiagram\nrequirement login {\nid: 1\ntext: users log in\n}\nelement form {\ntype: page\n}\nform - satisfies -> login',
    'block-beta\ncolumns 2\na["Web"] b["API"]\nc["Cache"] d["DB"]\na --> b\nb --> d',
  ];
  return [
    ...nomnoml.map((text, i) => ({
      name: `nomnoml_${i}`,
      size: [900, 800] as const,
      selector: '#d',
      html: `<div id="d" style="display:inline-block;padding:8px"></div>${js('graphre/dist/graphre.js')}${js('nomnoml/dist/nomnoml.js')}<script>d.innerHTML=nomnoml.renderSvg(${JSON.stringify(text)});window.done=1</script>`,
      ready: 'window.done===1',
    })),
    ...mermaid.map((text, i) => ({
      name: `mermaid-other_${i}`,
      size: [900, 900] as const,
      selector: '#d',
      html: `<div id="d" style="display:inline-block;padding:8px"></div>${js('mermaid/dist/mermaid.min.js')}<script>mermaid.initialize({startOnLoad:false});mermaid.render('g',${JSON.stringify(text)}).then(r=>{d.innerHTML=r.svg;window.done=1})</script>`,
      ready: 'window.done===1',
    })),
    ...drawings.map((svg, i) => ({
      name: `smcat_${i}`,
      size: [900, 700] as const,
      selector: '#d',
      html: `<div id="d" style="display:inline-block;padding:8px">${svg}</div>`,
    })),
  ];
}

function formulas(): Shot[] {
  const tex = [
    'x = \\frac{-b \\pm \\sqrt{b^2-4ac}}{2a}',
    '\\oint_C \\mathbf{E}\\cdot d\\mathbf{l} = -\\frac{d\\Phi_B}{dt}',
    '\\prod_{p} \\frac{1}{1-p^{-s}} = \\sum_{n=1}^\\infty \\frac{1}{n^s}',
    'A = \\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\end{bmatrix}',
    'i\\hbar\\frac{\\partial}{\\partial t}\\Psi = \\hat{H}\\Psi',
    'P(A\\mid B) = \\frac{P(B\\mid A)P(A)}{P(B)}',
  ];
  return tex.map((text, i) => ({
    name: `mathjax_${i}`,
    size: [900, 400] as const,
    selector: '#f',
    html: `<div id="f" style="display:inline-block;padding:${4 + 5 * i}px;font-size:${16 + 5 * i}px">$$${text.replaceAll('&', '&amp;')}$$</div><script>MathJax={svg:{fontCache:'none'},startup:{pageReady:()=>MathJax.startup.defaultPageReady().then(()=>window.done=1)}}</script>${js('mathjax-full/es5/tex-svg.js')}`,
    ready: 'window.done===1',
  }));
}

function icons(): Shot[] {
  const sample = (dir: string, n: number) => {
    const all = readdirSync(join(npmDir, dir))
      .filter((f) => f.endsWith('.svg'))
      .sort();
    return Array.from({ length: n }, (_, i) => join(dir, all[Math.floor(((i + 0.5) * all.length) / n)]!));
  };
  const twemoji = existsSync(join(npmDir, '@twemoji/svg')) ? sample('@twemoji/svg', 8) : [];
  return [...twemoji, ...sample('simple-icons/icons', 8)].map((file, i) => ({
    name: `${file.includes('twemoji') ? 'twemoji' : 'simple-icons'}_${file.split('/').pop()!.slice(0, -4)}`,
    size: [600, 600] as const,
    selector: '#i',
    html: `<div id="i" style="display:inline-block;line-height:0;padding:${[0, 6, 20][i % 3]}px"><img src="/npm/${file}" width="${[48, 128, 256, 64][i % 4]}"></div>`,
  }));
}

// ---------------------------------------------------------------- taking the pictures

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
};

async function main(): Promise<void> {
  // The package is published as an ES module only.
  const smcat = (await import(join(npmDir, 'state-machine-cat/dist/index.mjs'))) as {
    render(text: string, options: object): Promise<string>;
  };
  const drawings = await Promise.all(MACHINES.map((text) => smcat.render(text, { outputType: 'svg' })));
  const sets: Record<string, Shot[]> = {
    code: monaco(),
    terminal: xtermJs(),
    'web-page': webPages(),
    dialog: dialogs(),
    table: tables(),
    chart: charts(),
    diagram: diagrams(drawings),
    formula: formulas(),
    icon: icons(),
  };
  let html = '';
  const server = createServer((request, response) => {
    const url = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (url === '/page')
      return void response.setHeader('content-type', TYPES['.html']!).end(`<!doctype html>${html}`);
    const file = url.startsWith('/npm/')
      ? join(npmDir, normalize(url.slice(5)))
      : url.startsWith('/rust/')
        ? join(rustDocs, normalize(url.slice(6)))
        : '';
    if (!existsSync(file)) return void response.writeHead(404).end();
    response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const pages = await Promise.all(
    [1, 2, 1.25].map(async (deviceScaleFactor) =>
      (await browser.newContext({ deviceScaleFactor })).newPage(),
    ),
  );
  for (const [kind, shots] of Object.entries(sets)) {
    if (chosen.length > 0 && !chosen.includes(kind)) continue;
    mkdirSync(join(out, kind), { recursive: true });
    for (const [i, shot] of shots.entries()) {
      const page = pages[i % pages.length]!;
      try {
        html = shot.html ?? '';
        await page.setViewportSize({ width: shot.size[0], height: shot.size[1] });
        await page.goto(`${origin}${shot.url ?? '/page'}`, { waitUntil: 'load' });
        if (shot.ready) await page.waitForFunction(shot.ready, undefined, { timeout: 15000 });
        await page.waitForTimeout(200);
        await (shot.selector ? page.locator(shot.selector) : page).screenshot({
          path: join(out, kind, `${shot.name}.png`),
          timeout: 10000,
        });
      } catch (error) {
        console.error(kind, shot.name, String(error).split('\n')[0]);
      }
    }
    console.log(kind, shots.length);
  }
  await browser.close();
  server.close();
}

void main();
