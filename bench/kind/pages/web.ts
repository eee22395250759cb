/** Web pages and dialogs. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { css, npmDir, rustDocs, type Shot } from './shot';

const load = createRequire(join(npmDir, 'x.js'));

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

export function webPages(): Shot[] {
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

export function dialogs(): Shot[] {
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
