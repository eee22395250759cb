/** Dialogs and forms in the looks of Windows 7 and XP, Windows 11, macOS, GNOME, KDE, Material and the web. */
import {
  capital,
  chance,
  colour,
  type Generator,
  int,
  name,
  pick,
  type Rng,
  sentence,
  times,
  title,
  word,
} from './random';

const BUTTONS = [
  ['OK', 'Cancel'],
  ['Yes', 'No'],
  ['OK'],
  ['Save', "Don't Save", 'Cancel'],
  ['Retry', 'Cancel'],
  ['Delete', 'Cancel'],
  ['Close'],
  ['Apply', 'Cancel', 'OK'],
  ['Back', 'Next', 'Cancel'],
  ['Abort', 'Retry', 'Ignore'],
  ['Allow', 'Deny'],
  ['Continue', 'Quit'],
];
const MESSAGES: ((rng: Rng) => string)[] = [
  (rng) => `Do you want to save the changes you made to "${word(rng)}.${pick(rng, ['docx', 'txt', 'ts'])}"?`,
  (rng) => `The file "${word(rng)}.${word(rng)}" could not be found.`,
  (rng) => `Are you sure you want to delete this ${word(rng)}? This action cannot be undone.`,
  (rng) => `${capital(word(rng))} has stopped working. ${sentence(rng)}`,
  (rng) => `Cannot connect to ${word(rng)}.example.com: connection refused (0x8007000${int(rng, 1, 9)}).`,
  (rng) => sentence(rng),
  (rng) =>
    `An update is available for ${title(rng, 1, 2)}. Restart now to install version ${int(rng, 1, 20)}.${int(rng, 0, 9)}?`,
];
const FIELDS =
  'First name,Last name,Email,Password,Confirm password,Phone,Address,City,Postal code,Country,Company,Card number,Expiry date,User name,Host,Port,Path,Title,Message,Date of birth,Subject,Server,Database,Width,Height,Language,Time zone'.split(
    ',',
  );

function field(rng: Rng, stacked: boolean): string {
  const label = pick(rng, FIELDS);
  const control = pick(rng, [
    `<input type="text" value="${chance(rng, 0.4) ? name(rng) : ''}" placeholder="${chance(rng, 0.4) ? label : ''}">`,
    `<input type="password" value="${chance(rng, 0.5) ? 'secret12' : ''}">`,
    `<select><option>${title(rng, 1, 2)}</select>`,
    `<input type="text">`,
    `<input type="number" value="${int(rng, 1, 99)}">`,
    `<textarea rows="${int(rng, 2, 4)}"></textarea>`,
    `<input type="range">`,
  ]);
  return `<div class="field-row" style="${stacked ? 'display:block' : 'display:flex;align-items:center;gap:10px'};margin:9px 0"><label style="min-width:${int(rng, 80, 130)}px;display:inline-block">${label}${chance(rng, 0.4) ? ':' : ''}${chance(rng, 0.2) ? ' <span style="color:#c00">*</span>' : ''}</label>${stacked ? '<br>' : ''}${control}</div>`;
}
let unique = 0;
const check = (rng: Rng): string => {
  const id = `c${unique++}`;
  const type = pick(rng, ['checkbox', 'checkbox', 'radio']);
  return `<div class="field-row" style="margin:6px 0"><input type="${type}" id="${id}" ${chance(rng, 0.5) ? 'checked' : ''}><label for="${id}"> ${title(rng, 2, 5)}</label></div>`;
};

/** What stands inside: a message, or fields, or settings. */
function content(rng: Rng): { html: string; form: boolean } {
  const form = chance(rng, 0.55);
  if (!form) {
    const icon = pick(rng, ['⚠', 'ℹ', '✖', '?', '']);
    return {
      form,
      html: `<div style="display:flex;gap:16px;align-items:flex-start;padding:${int(rng, 8, 24)}px">${icon ? `<span style="font-size:${int(rng, 24, 40)}px;color:${colour(rng)}">${icon}</span>` : ''}<div>${chance(rng, 0.4) ? `<b style="font-size:1.15em">${title(rng, 2, 5)}</b>` : ''}<p>${pick(rng, MESSAGES)(rng)}</p>${chance(rng, 0.3) ? check(rng) : ''}${chance(rng, 0.15) ? `<progress value="${int(rng, 5, 95)}" max="100" style="width:100%"></progress>` : ''}</div></div>`,
    };
  }
  const stacked = chance(rng, 0.5);
  return {
    form,
    html: `<div style="padding:${int(rng, 8, 20)}px">${chance(rng, 0.3) ? `<p>${sentence(rng)}</p>` : ''}${times(int(rng, 2, 8), () => field(rng, stacked)).join('')}${times(int(rng, 0, 4), () => check(rng)).join('')}</div>`,
  };
}

const buttonsOf = (rng: Rng, form: boolean): string[] =>
  form
    ? pick(rng, [
        ['OK', 'Cancel'],
        ['Submit'],
        ['Save'],
        ['Sign in'],
        ['Register', 'Cancel'],
        ['Apply', 'Reset'],
        ['Create account'],
        ['Next', 'Back'],
      ])
    : pick(rng, BUTTONS);

type Look = (rng: Rng, heading: string, body: string, buttons: string[]) => string;

const row = (buttons: string[], style: string, each: (b: string, i: number) => string) =>
  `<div style="display:flex;gap:8px;padding:12px;${style}">${buttons.map(each).join('')}</div>`;

const LOOKS: Record<string, Look> = {
  windows7: (_rng, heading, body, buttons) =>
    `<link rel="stylesheet" href="/npm/7.css/dist/7.css"><div class="window active" style="max-width:100%"><div class="title-bar"><div class="title-bar-text">${heading}</div><div class="title-bar-controls"><button aria-label="Close"></button></div></div><div class="window-body has-space">${body}${row(buttons, 'justify-content:flex-end', (b) => `<button>${b}</button>`)}</div></div>`,
  xp: (_rng, heading, body, buttons) =>
    `<link rel="stylesheet" href="/npm/xp.css/dist/XP.css"><div class="window"><div class="title-bar"><div class="title-bar-text">${heading}</div><div class="title-bar-controls"><button aria-label="Close"></button></div></div><div class="window-body">${body}${row(buttons, 'justify-content:flex-end', (b) => `<button>${b}</button>`)}</div></div>`,
  windows11: (rng, heading, body, buttons) => {
    const dark = chance(rng, 0.4);
    return `<div class="w" style="background:${dark ? '#2b2b2b' : '#fff'};color:${dark ? '#fff' : '#1a1a1a'};border-radius:8px;border:1px solid #8886;box-shadow:0 8px 30px #0004;font:14px 'Open Sans',Noto Sans;overflow:hidden"><div style="padding:10px 16px;display:flex;justify-content:space-between"><span>${heading}</span><span>✕</span></div>${body}${row(buttons, `background:${dark ? '#202020' : '#f3f3f3'}`, (b, i) => `<button style="flex:1;padding:6px 20px;border:1px solid #8885;border-radius:4px;background:${i === 0 ? '#0067c0' : dark ? '#333' : '#fff'};color:${i === 0 || dark ? '#fff' : '#222'}">${b}</button>`)}</div>`;
  },
  mac: (rng, heading, body, buttons) => {
    const dark = chance(rng, 0.4);
    return `<div class="w" style="background:${dark ? '#323232' : '#ececec'};color:${dark ? '#eee' : '#222'};border-radius:10px;box-shadow:0 10px 40px #0006;font:13px Lato,Roboto;overflow:hidden">${chance(rng, 0.5) ? `<div style="padding:10px;text-align:center;border-bottom:1px solid #0002">${['#ff5f57', '#febc2e', '#28c840'].map((c) => `<span style="float:left;width:12px;height:12px;border-radius:6px;background:${c};margin-right:8px"></span>`).join('')}<b>${heading}</b></div>` : `<div style="text-align:center;padding-top:18px"><b>${heading}</b></div>`}${body}${row([...buttons].reverse(), 'justify-content:flex-end', (b) => `<button style="padding:4px 18px;border-radius:6px;border:0;background:${b === buttons[0] ? '#0a7aff' : dark ? '#666' : '#fff'};color:${b === buttons[0] || dark ? '#fff' : '#222'}">${b}</button>`)}</div>`;
  },
  gnome: (rng, heading, body, buttons) => {
    const dark = chance(rng, 0.4);
    return `<div class="w" style="background:${dark ? '#383838' : '#fafafa'};color:${dark ? '#fff' : '#333'};border-radius:14px;box-shadow:0 6px 24px #0005;font:15px Noto Sans;overflow:hidden"><div style="text-align:center;padding:20px 20px 4px;font-weight:bold;font-size:1.2em">${heading}</div>${body}<div style="display:flex;border-top:1px solid #8884">${buttons.map((b, i) => `<div style="flex:1;text-align:center;padding:14px;border-left:${i ? '1px solid #8884' : 0};font-weight:bold;color:${i === 0 ? '#1c71d8' : 'inherit'}">${b}</div>`).join('')}</div></div>`;
  },
  material: (rng, heading, body, buttons) => {
    const accent = colour(rng);
    return `<style>.m input[type=text],.m input[type=password],.m select,.m textarea{border:0;border-bottom:1px solid #999;padding:8px 2px;background:#8881}</style><div class="w m" style="background:${pick(rng, ['#fff', '#fffbfe', '#2b2930'])};color:${'#777'};border-radius:${pick(rng, [4, 28])}px;padding:14px;box-shadow:0 8px 28px #0004;font:16px Roboto,Open Sans"><h2 style="font-weight:500;margin:8px 20px">${heading}</h2>${body}${row([...buttons].reverse(), 'justify-content:flex-end', (b) => `<button style="border:0;background:none;color:${accent};font:500 14px Roboto;padding:8px 12px;text-transform:${pick(rng, ['uppercase', 'none'])}">${b}</button>`)}</div>`;
  },
  bootstrap: (_rng, heading, body, buttons) =>
    `<link rel="stylesheet" href="/npm/bootstrap/dist/css/bootstrap.min.css"><div class="modal-content bg-white text-dark border rounded"><div class="modal-header p-3 border-bottom"><h5 class="modal-title">${heading}</h5><button class="btn-close"></button></div><div class="modal-body">${body.replaceAll('<input type="text"', '<input class="form-control" type="text"').replaceAll('<select', '<select class="form-select"').replaceAll('<textarea', '<textarea class="form-control"')}</div><div class="modal-footer p-3 border-top gap-2">${buttons.map((b, i) => `<button class="btn btn-${i === 0 ? 'primary' : 'secondary'}">${b}</button>`).join('')}</div></div>`,
  webform: (rng, heading, body, buttons) =>
    `<style>.f input:not([type=checkbox]):not([type=radio]),.f select,.f textarea{width:100%;box-sizing:border-box;padding:8px;border:1px solid #bbb;border-radius:${pick(rng, [0, 4, 8])}px;background:#fff}</style><div class="f" style="background:#fff;color:#222;padding:24px;border-radius:8px;${chance(rng, 0.5) ? 'box-shadow:0 3px 16px #0003' : 'border:1px solid #ddd'};font:15px ${pick(rng, ['Lato', 'Open Sans', 'DejaVu Sans', 'Liberation Sans'])}"><h2>${heading}</h2>${body}${buttons.map((b, i) => `<button style="padding:10px 22px;border:0;border-radius:5px;margin:4px;${i === 0 ? `background:${colour(rng)};color:#fff` : ''}">${b}</button>`).join('')}</div>`,
};

export const dialogPage: Generator = (rng) => {
  const look = pick(rng, Object.keys(LOOKS));
  const { html, form } = content(rng);
  const heading = form
    ? pick(rng, [
        'Sign in',
        'Create account',
        'Settings',
        'Contact us',
        'Connection',
        'Preferences',
        'New project',
        'Checkout',
        'Options',
        title(rng, 1, 3),
      ])
    : pick(rng, [
        'Error',
        'Warning',
        'Confirm',
        'Save changes?',
        title(rng, 1, 3),
        title(rng, 1, 2),
        'Software Update',
      ]);
  const widthPx = int(rng, 300, 620);
  const around = pick(rng, ['none', 'margin', 'margin', 'scrim']);
  const background =
    around === 'scrim'
      ? pick(rng, ['#777', '#3a3a3a', '#999', '#0a4a7a', colour(rng)])
      : pick(rng, ['#fff', '#eee', '#f5f5f5', '#222', '#ddd', '#5a7d9a']);
  const pad = around === 'none' ? 0 : int(rng, 8, around === 'scrim' ? 160 : 40);
  return {
    source: `css-${look}`,
    html: `<!doctype html><body style="margin:0;background:${background}"><div id="shot" style="display:inline-block;padding:${pad}px;background:${background}"><div style="width:${widthPx}px">${LOOKS[look]!(rng, heading, html, buttonsOf(rng, form))}</div></div></body>`,
    widthPx: widthPx + 2 * pad + 10,
    heightPx: 1000,
    selector: '#shot',
  };
};
