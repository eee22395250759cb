/** Icons and logos from open icon sets, as lines, solid shapes and on coloured tiles. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmDir, workDir } from '../paths';
import { chance, colour, type Generator, int, pick, type Rng } from './random';

const SETS = [
  ['lucide', join(npmDir, 'lucide-static/icons')],
  ['tabler', join(npmDir, '@tabler/icons/icons/outline')],
  ['tabler', join(npmDir, '@tabler/icons/icons/filled')],
  ['bootstrap', join(npmDir, 'bootstrap-icons/icons')],
  ['fontawesome', join(npmDir, '@fortawesome/fontawesome-free/svgs/solid')],
  ['fontawesome', join(npmDir, '@fortawesome/fontawesome-free/svgs/brands')],
  ['breeze', join(workDir, 'debs/breeze-icon-theme/usr/share/icons/breeze/apps/48')],
  ['breeze', join(workDir, 'debs/breeze-icon-theme/usr/share/icons/breeze/places/64')],
  ['elementary', join(workDir, 'debs/elementary-icon-theme/usr/share/icons/elementary/apps/128')],
  ['elementary', join(workDir, 'debs/elementary-icon-theme/usr/share/icons/elementary/mimes/128')],
] as const;

function svg(rng: Rng): [string, string] {
  const [source, dir] = pick(rng, SETS);
  const files = readdirSync(dir).filter((f) => f.endsWith('.svg'));
  return [source, readFileSync(join(dir, pick(rng, files)), 'utf8')];
}

export const iconPage: Generator = (rng) => {
  const [source, text] = svg(rng);
  const size = pick(rng, [16, 24, 32, 48, 64, 96, 128, 192, 256, 400, 512]);
  const drawn = source === 'breeze' || source === 'elementary';
  const tile = !drawn && chance(rng, 0.4);
  const back = tile
    ? chance(rng, 0.5)
      ? colour(rng)
      : `linear-gradient(${int(rng, 0, 180)}deg,${colour(rng)},${colour(rng)})`
    : pick(rng, ['#fff', '#fff', '#fff', '#1e1e1e', '#f0f0f0']);
  const ink = tile || back === '#1e1e1e' ? '#fff' : pick(rng, ['#000', '#333', '#666', colour(rng)]);
  const pad = Math.round(size * pick(rng, [0, 0.05, 0.15, 0.3]));
  const around = chance(rng, 0.3) ? Math.round(size * 0.2) : 0;
  return {
    source,
    html: `<!doctype html><style>body{margin:0}#shot{display:inline-block;background:#fff;padding:${around}px;line-height:0}#tile{padding:${pad}px;background:${back};border-radius:${tile ? pick(rng, [0, size * 0.2, size]) : 0}px;color:${ink};display:inline-block}#tile>svg{width:${size}px;height:${size}px;${drawn ? '' : `color:${ink};${text.includes('stroke=') ? '' : `fill:${ink}`}`}}</style><div id="shot"><div id="tile">${text.replace(/<\?xml[^>]*>|<!DOCTYPE[^>]*>/g, '')}</div></div>`,
    widthPx: 1200,
    heightPx: 1200,
    selector: '#shot',
  };
};
