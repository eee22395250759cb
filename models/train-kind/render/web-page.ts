/** Web pages: articles, documentation, landing pages, shops, dashboards, mail and search results, with and without a browser window. */

import { localPhotos } from './local-photos';
import {
  chance,
  colour,
  type Generator,
  hsl,
  int,
  name,
  paragraph,
  pick,
  type Rng,
  SANS,
  SERIF,
  sentence,
  times,
  title,
  word,
} from './random';

const FRAMEWORKS = ['own', 'own', 'bootstrap', 'bootswatch', 'pico', 'bulma'];
const THEMES =
  'cerulean cosmo cyborg darkly flatly journal litera lumen lux materia minty morph pulse quartz sandstone simplex sketchy slate solar spacelab superhero united vapor yeti zephyr'.split(
    ' ',
  );

function framework(rng: Rng, dark: boolean): string {
  const kind = pick(rng, FRAMEWORKS);
  const link = (path: string) => `<link rel="stylesheet" href="/npm/${path}">`;
  if (kind === 'bootstrap') return link('bootstrap/dist/css/bootstrap.min.css');
  if (kind === 'bootswatch') return link(`bootswatch/dist/${pick(rng, THEMES)}/bootstrap.min.css`);
  if (kind === 'pico') return link('@picocss/pico/css/pico.min.css');
  if (kind === 'bulma') return link('bulma/css/bulma.min.css');
  const font = chance(rng, 0.8) ? pick(rng, SANS) : pick(rng, SERIF);
  return `<style>body{font:${int(rng, 13, 18)}px/1.55 '${font}';background:${dark ? '#16181d' : pick(rng, ['#fff', '#fff', '#fafafa', '#f4f1ea'])};color:${dark ? '#ddd' : '#222'};margin:0}a{color:${colour(rng)}}</style>`;
}

/** A photo where there are some, else a coloured block. */
function picture(rng: Rng, width: string, height: number): string {
  const photos = localPhotos();
  if (photos.length > 0 && chance(rng, 0.7)) {
    return `<img src="/file${pick(rng, photos)}" style="width:${width};height:${height}px;object-fit:cover;display:block;border-radius:${pick(rng, [0, 0, 6, 12])}px">`;
  }
  return `<div style="width:${width};height:${height}px;background:linear-gradient(${int(rng, 0, 180)}deg,${colour(rng)},${colour(rng)})"></div>`;
}

const nav = (rng: Rng): string =>
  `<header style="display:flex;gap:24px;padding:${int(rng, 10, 22)}px ${int(rng, 16, 60)}px;align-items:center;background:${chance(rng, 0.5) ? colour(rng, [20, 80], [20, 45]) : 'transparent'};${chance(rng, 0.5) ? 'border-bottom:1px solid #8884' : ''}"><b style="font-size:1.2em">${title(rng, 1, 2)}</b>${times(int(rng, 3, 7), () => `<a href="#">${title(rng, 1, 1)}</a>`).join('')}<span style="margin-left:auto;display:flex;gap:10px">${chance(rng, 0.5) ? `<input placeholder="Search…" style="max-width:200px">` : ''}<button class="btn btn-primary button is-primary">${pick(rng, ['Sign in', 'Get started', 'Log in', 'Subscribe', 'Sign up'])}</button></span></header>`;

const card = (rng: Rng): string =>
  `<div class="card box" style="padding:14px;border:1px solid #8883;border-radius:8px">${chance(rng, 0.6) ? picture(rng, '100%', int(rng, 90, 200)) : ''}<h4>${title(rng)}</h4><p>${sentence(rng)}</p>${chance(rng, 0.5) ? `<b>$${int(rng, 3, 300)}.99</b> ` : ''}<a href="#">${pick(rng, ['Read more', 'Add to cart', 'Details', 'Learn more →'])}</a></div>`;

const BODIES: Record<string, (rng: Rng) => string> = {
  landing: (rng) =>
    `<section style="padding:${int(rng, 40, 110)}px 60px;text-align:${pick(rng, ['center', 'left'])};background:${chance(rng, 0.5) ? `linear-gradient(${int(rng, 0, 180)}deg,${colour(rng)},${colour(rng)})` : 'transparent'}"><h1 style="font-size:${int(rng, 34, 64)}px">${title(rng, 3, 6)}</h1><p style="font-size:1.2em">${sentence(rng)}</p><button class="btn btn-primary button is-primary">Get started</button> <button>Learn more</button></section><div style="display:grid;grid-template-columns:repeat(${int(rng, 2, 4)},1fr);gap:24px;padding:30px 60px">${times(int(rng, 3, 8), () => card(rng)).join('')}</div>`,
  article: (rng) =>
    `<main style="display:flex;gap:40px;max-width:${int(rng, 700, 1200)}px;margin:24px auto;padding:0 20px"><article style="flex:1"><h1>${title(rng, 3, 7)}</h1><p style="opacity:.6">By ${name(rng)} · ${int(rng, 1, 28)} March 2026 · ${int(rng, 2, 12)} min read</p>${chance(rng, 0.6) ? picture(rng, '100%', int(rng, 180, 340)) : ''}${times(int(rng, 2, 4), () => `<h2>${title(rng)}</h2><p>${paragraph(rng)}</p><p>${paragraph(rng)}</p>`).join('')}</article>${chance(rng, 0.5) ? `<aside style="width:240px"><h4>Related</h4>${times(6, () => `<p><a href="#">${title(rng, 3, 6)}</a></p>`).join('')}</aside>` : ''}</main>`,
  docs: (rng) =>
    `<div style="display:flex"><nav style="width:${int(rng, 180, 290)}px;padding:20px;border-right:1px solid #8884">${times(int(rng, 8, 24), () => `<div style="padding:4px 0 4px ${int(rng, 0, 2) * 14}px"><a href="#">${title(rng, 1, 3)}</a></div>`).join('')}</nav><main style="flex:1;padding:20px 40px"><h1>${title(rng)}</h1><p>${paragraph(rng)}</p><h2>${title(rng)}</h2><ul>${times(5, () => `<li>${sentence(rng)}</li>`).join('')}</ul><pre style="background:#8882;padding:12px">npm install ${word(rng)}\nimport ${word(rng)} from '${word(rng)}';</pre><h2>${title(rng)}</h2><p>${paragraph(rng)}</p>${chance(rng, 0.3) ? `<table class="table"><tr><th>Option<th>Type<th>Description${times(5, () => `<tr><td>${word(rng)}<td>string<td>${sentence(rng)}`).join('')}</table>` : ''}</main></div>`,
  shop: (rng) =>
    `<div style="padding:24px 40px"><h2>${title(rng)}</h2><div style="display:grid;grid-template-columns:repeat(${int(rng, 3, 6)},1fr);gap:18px">${times(int(rng, 8, 20), () => card(rng)).join('')}</div></div>`,
  dashboard: (rng) =>
    `<div style="display:flex;min-height:100vh"><nav style="width:200px;padding:18px;background:${hsl(int(rng, 200, 260), 25, 18)};color:#ccc">${times(9, () => `<div style="padding:9px">▪ ${title(rng, 1, 2)}</div>`).join('')}</nav><main style="flex:1;padding:24px"><h2>Overview</h2><div style="display:grid;grid-template-columns:repeat(4,1fr);gap:16px">${times(4, () => `<div class="card box" style="padding:16px;border:1px solid #8883"><small>${title(rng, 1, 2)}</small><h3>${int(rng, 100, 99999).toLocaleString()}</h3><span style="color:green">▲ ${int(rng, 1, 30)}%</span></div>`).join('')}</div><div style="display:flex;gap:16px;margin-top:18px"><div class="card box" style="flex:2;padding:16px;border:1px solid #8883"><h4>${title(rng)}</h4><svg width="100%" height="220" viewBox="0 0 400 200"><polyline fill="none" stroke="${colour(rng)}" stroke-width="2" points="${times(12, (i) => `${i * 36},${int(rng, 20, 180)}`).join(' ')}"/></svg></div><div class="card box" style="flex:1;padding:16px;border:1px solid #8883"><h4>Recent activity</h4>${times(6, () => `<p>${name(rng)} – ${word(rng)}</p>`).join('')}</div></div></main></div>`,
  search: (rng) =>
    `<div style="max-width:700px;padding:20px 60px"><input value="${word(rng)} ${word(rng)}" style="width:100%;padding:10px;border-radius:20px;border:1px solid #8886"><p style="opacity:.6">About ${int(rng, 1000, 999999).toLocaleString()} results</p>${times(7, () => `<div style="margin:18px 0"><small>https://${word(rng)}.example.com › ${word(rng)}</small><br><a href="#" style="font-size:1.25em">${title(rng, 3, 7)}</a><br>${sentence(rng)} ${sentence(rng)}</div>`).join('')}</div>`,
  mail: (rng) =>
    `<div style="display:flex"><nav style="width:180px;padding:14px"><button class="button btn btn-primary">Compose</button>${'Inbox,Starred,Sent,Drafts,Spam,Bin'
      .split(',')
      .map((t) => `<div style="padding:7px">${t}</div>`)
      .join(
        '',
      )}</nav><main style="flex:1">${times(int(rng, 10, 22), () => `<div style="display:flex;gap:16px;padding:9px 12px;border-bottom:1px solid #8883"><b style="width:130px">${name(rng)}</b><span style="flex:1;white-space:nowrap;overflow:hidden">${title(rng, 2, 5)} – <span style="opacity:.6">${sentence(rng)}</span></span><small>${int(rng, 1, 12)}:${int(rng, 10, 59)}</small></div>`).join('')}</main></div>`,
  forum: (rng) =>
    `<main style="max-width:900px;margin:20px auto">${times(int(rng, 3, 7), () => `<div style="display:flex;gap:14px;padding:16px;border-bottom:1px solid #8884"><div style="width:44px;height:44px;border-radius:22px;background:${colour(rng)};flex:none"></div><div><b>${name(rng)}</b> <small>${int(rng, 1, 20)} h ago</small><p>${paragraph(rng, 1, 4)}</p><small>▲ ${int(rng, 0, 400)} · Reply · Share</small></div></div>`).join('')}</main>`,
};

function browserWindow(rng: Rng): string {
  const dark = chance(rng, 0.3);
  const back = dark ? '#35363a' : pick(rng, ['#dee1e6', '#f0f0f4', '#e8e8e8']);
  return `<div style="font:13px Noto Sans;background:${back};color:${dark ? '#ddd' : '#333'}"><div style="display:flex;padding:8px 8px 0">${times(int(rng, 1, 5), (i) => `<div style="width:190px;padding:8px 12px;border-radius:8px 8px 0 0;background:${i === 0 ? (dark ? '#202124' : '#fff') : 'transparent'}">${title(rng, 1, 3)} <span style="float:right">×</span></div>`).join('')}</div><div style="display:flex;gap:14px;padding:7px 12px;background:${dark ? '#202124' : '#fff'}">← → ⟳ <div style="flex:1;border-radius:14px;background:#8883;padding:3px 14px">https://www.${word(rng)}.example.com/${word(rng)}</div> ★ ⋮</div></div>`;
}

export const webPage: Generator = (rng) => {
  const dark = chance(rng, 0.2);
  const kind = pick(rng, Object.keys(BODIES));
  const mobile = chance(rng, 0.1);
  const attributes = dark ? ' data-bs-theme="dark" data-theme="dark"' : ' data-theme="light"';
  return {
    source: `html-${kind}`,
    html: `<!doctype html><html${attributes}><meta name="viewport" content="width=device-width">${framework(rng, dark)}<body>${chance(rng, 0.4) ? browserWindow(rng) : ''}${nav(rng)}${BODIES[kind]!(rng)}</body></html>`,
    widthPx: mobile ? int(rng, 360, 430) : int(rng, 900, 1920),
    heightPx: mobile ? int(rng, 640, 900) : int(rng, 500, 1200),
  };
};
