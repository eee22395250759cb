/** Diagrams, formulas and icons. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { js, npmDir, type Shot } from './shot';

export const MACHINES = [
  'initial, off, on, final; initial => off; off => on: switch; on => off: switch; on => final: burn out;',
  'idle, loading, ready, failed; idle => loading: fetch; loading => ready: ok; loading => failed: error; failed => loading: retry;',
  'draft, review, published, archived; draft => review: submit; review => draft: reject; review => published: accept; published => archived: expire;',
  'closed, listening, open; closed => listening: bind; listening => open: accept; open => closed: close;',
];

export function diagrams(drawings: readonly string[]): Shot[] {
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

export function formulas(): Shot[] {
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

export function icons(): Shot[] {
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
