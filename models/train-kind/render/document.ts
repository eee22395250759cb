/** Printed pages: reports, letters, papers in two columns, invoices, CVs, receipts and book pages. Scanning is simulated later. */

import { localPhotos } from './local-photos';
import {
  capital,
  chance,
  type Generator,
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
} from './random';

const figure = (rng: Rng): string => {
  const photos = localPhotos();
  if (photos.length > 0 && chance(rng, 0.5))
    return `<figure style="text-align:center"><img src="/file${pick(rng, photos)}" style="width:60%;height:180px;object-fit:cover"><figcaption><small>Figure ${int(rng, 1, 9)}. ${sentence(rng)}</small></figcaption></figure>`;
  return `<figure><table style="width:100%;border-collapse:collapse;border-top:1.5px solid;border-bottom:1.5px solid">${times(int(rng, 3, 6), () => `<tr>${times(4, () => `<td style="padding:2px 6px">${int(rng, 1, 999)}</td>`).join('')}</tr>`).join('')}</table><figcaption><small>Table ${int(rng, 1, 9)}. ${sentence(rng)}</small></figcaption></figure>`;
};

const PAGES: Record<string, (rng: Rng) => string> = {
  paper: (rng) =>
    `<h1 style="text-align:center;font-size:1.7em">${title(rng, 5, 10)}</h1><p style="text-align:center">${name(rng)}, ${name(rng)}</p><div style="columns:2;column-gap:28px;text-align:justify"><p><b>Abstract.</b> <i>${paragraph(rng, 4, 8)}</i></p>${times(int(rng, 3, 6), (i) => `<h3>${i + 1} ${title(rng)}</h3>${times(int(rng, 2, 4), () => `<p>${paragraph(rng, 3, 8)}</p>`).join('')}${chance(rng, 0.25) ? figure(rng) : ''}`).join('')}</div>`,
  report: (rng) =>
    `<h1>${title(rng, 2, 6)}</h1>${times(int(rng, 2, 5), (i) => `<h2>${i + 1}. ${title(rng)}</h2>${times(int(rng, 1, 4), () => `<p style="text-align:justify">${paragraph(rng, 3, 8)}</p>`).join('')}${chance(rng, 0.3) ? `<ul>${times(4, () => `<li>${sentence(rng)}</li>`).join('')}</ul>` : ''}${chance(rng, 0.2) ? figure(rng) : ''}`).join('')}`,
  letter: (rng) =>
    `<p style="text-align:right">${name(rng)}<br>${int(rng, 1, 99)} ${title(rng, 1, 1)} Street<br>${int(rng, 1, 28)} May 2026</p><p>${name(rng)}<br>${title(rng, 2, 2)} Ltd.</p><p>Dear ${name(rng)},</p>${times(int(rng, 2, 5), () => `<p>${paragraph(rng, 2, 6)}</p>`).join('')}<p>Yours sincerely,</p><br><p>${name(rng)}</p>`,
  invoice: (rng) =>
    `<div style="display:flex;justify-content:space-between"><h1>INVOICE</h1><p>No. ${int(rng, 1000, 9999)}<br>Date: ${int(rng, 1, 28)}.0${int(rng, 1, 9)}.2026</p></div><p>Bill to:<br>${name(rng)}<br>${int(rng, 1, 99)} ${title(rng, 1, 1)} Road</p><table style="width:100%;border-collapse:collapse"><tr style="border-bottom:1px solid"><th align="left">Item<th align="right">Qty<th align="right">Price</tr>${times(int(rng, 3, 9), () => `<tr><td style="padding:6px 0">${title(rng, 2, 4)}<td align="right">${int(rng, 1, 9)}<td align="right">${int(rng, 5, 900)}.00</tr>`).join('')}</table><p style="text-align:right"><b>Total: ${int(rng, 100, 9999)}.00</b></p><p>${sentence(rng)}</p>`,
  cv: (rng) =>
    `<h1>${name(rng)}</h1><p>${sentence(rng)}</p>${['Experience', 'Education', 'Skills', 'Languages'].map((h) => `<h2 style="border-bottom:1px solid #999">${h}</h2>${times(int(rng, 2, 3), () => `<p><b>${title(rng, 2, 4)}</b> <span style="float:right">20${int(rng, 10, 26)} – 20${int(rng, 10, 26)}</span><br>${sentence(rng)} ${sentence(rng)}</p>`).join('')}`).join('')}`,
  book: (rng) =>
    `<p style="text-align:center"><small>${int(rng, 2, 400)} &nbsp; ${title(rng, 2, 5).toUpperCase()}</small></p>${times(int(rng, 6, 12), () => `<p style="text-align:justify;text-indent:1.5em;margin:0">${paragraph(rng, 4, 10)}</p>`).join('')}`,
  receipt: (rng) =>
    `<div style="text-align:center"><b>${title(rng, 2, 3).toUpperCase()}</b><br>${int(rng, 1, 99)} ${capital(title(rng, 1, 1))} St.</div><hr>${times(int(rng, 4, 14), () => `<div>${title(rng, 1, 2).toUpperCase()}<span style="float:right">${int(rng, 1, 60)}.${int(rng, 10, 99)}</span></div>`).join('')}<hr><b>TOTAL<span style="float:right">${int(rng, 20, 300)}.${int(rng, 10, 99)}</span></b><p style="text-align:center">THANK YOU</p>`,
};

export const documentPage: Generator = (rng) => {
  const kind = pick(rng, [
    'paper',
    'paper',
    'report',
    'report',
    'report',
    'letter',
    'letter',
    'invoice',
    'cv',
    'book',
    'receipt',
  ]);
  const receipt = kind === 'receipt';
  const widthPx = receipt ? int(rng, 300, 420) : int(rng, 700, 1000);
  const heightPx = receipt
    ? int(rng, 420, 900)
    : chance(rng, 0.8)
      ? Math.round(widthPx * Math.SQRT2)
      : int(rng, 400, 900);
  const margin = receipt ? 18 : int(rng, 50, 110);
  return {
    source: `html-${kind}`,
    html: `<!doctype html><style>html,body{margin:0}body{height:100vh;overflow:hidden;box-sizing:border-box;padding:${margin}px;background:${pick(rng, ['#fff', '#fff', '#fff', '#fdfbf5'])};color:#111;font:${int(rng, 12, 17)}px/${pick(rng, [1.25, 1.4, 1.6])} '${chance(rng, 0.7) ? pick(rng, SERIF) : pick(rng, SANS)}'}</style>${PAGES[kind]!(rng)}`,
    widthPx,
    heightPx,
  };
};
