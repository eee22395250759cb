/** Pictures by their address: limits of what is fetched, and from where. */
import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { type FetchPictureOptions, fetchPicture } from '../../../src/client/fetch-picture';
import { isPrivateAddress } from '../../../src/client/private-addresses';
import { get } from '../../../src/engine/models/http';
import { PixelScribeError } from '../../../src/errors';

const PICTURE = Buffer.alloc(3000, 7);

describe('pictures by their address', () => {
  let server: http.Server;
  let origin: string;
  const asked: string[] = [];

  before(async () => {
    server = http.createServer((request, response) => {
      const path = request.url ?? '/';
      asked.push(path);
      const hops = /^\/hops\/(\d+)$/.exec(path);
      if (path === '/a.png') response.writeHead(200, { 'content-type': 'image/png' }).end(PICTURE);
      else if (path === '/untyped') response.writeHead(200).end(PICTURE);
      else if (path === '/octets')
        response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(PICTURE);
      else if (path === '/page')
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<p>');
      else if (path === '/chunks') {
        response.writeHead(200, { 'content-type': 'image/png' });
        for (let n = 0; n < 10; n++) response.write(PICTURE);
        response.end();
      } else if (path === '/stall') response.writeHead(200, { 'content-type': 'image/png' }).write('x');
      else if (path === '/to-file') response.writeHead(302, { location: 'file:///etc/hostname' }).end();
      else if (hops) {
        const left = Number(hops[1]) - 1;
        response.writeHead(302, { location: left > 0 ? `/hops/${left}` : '/a.png' }).end();
      } else response.writeHead(404, { 'content-type': 'image/png' }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    asked.length = 0;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const fetchIt = (path: string, options: Partial<FetchPictureOptions> = {}) =>
    fetchPicture(path.startsWith('/') ? origin + path : path, {
      network: 'any',
      proxy: 'environment',
      signal: new AbortController().signal,
      ...options,
    });
  const refuses = async (code: string, message: RegExp, attempt: Promise<unknown>) => {
    await assert.rejects(attempt, (error: unknown) => {
      assert.ok(error instanceof PixelScribeError);
      assert.equal(error.code, code, error.message);
      assert.match(error.message, message);
      return true;
    });
  };

  it('are fetched, also after redirects and where the server does not know the type', async () => {
    for (const path of ['/a.png', '/untyped', '/octets', '/hops/5']) {
      assert.deepEqual(Buffer.from(await fetchIt(path)), PICTURE, path);
    }
  });

  it('are left where they are beyond the limits', async () => {
    await refuses('download-failed', /redirects too often.*write the alt text by hand/, fetchIt('/hops/6'));
    await refuses('image-too-large', /a\.png is larger than/, fetchIt('/a.png', { maxBytes: 2999 }));
    await refuses('image-too-large', /chunks is larger than/, fetchIt('/chunks', { maxBytes: 20_000 }));
    await refuses('not-an-image', /the server says that it is text\/html/, fetchIt('/page'));
    await refuses('download-failed', /status 404/, fetchIt('/missing'));
    await refuses(
      'download-failed',
      /did not arrive within 0\.3 seconds/,
      fetchIt('/stall', { timeoutMs: 300 }),
    );
    await refuses('download-failed', /unencrypted address/, fetchIt('/to-file'));
    await refuses('download-failed', /is no web address/, fetchIt('ftp://example.org/a.png'));
  });

  it('stop coming when the user cancels', async () => {
    const controller = new AbortController();
    const attempt = fetchIt('/stall', { signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    await refuses('cancelled', /Cancelled/, attempt);
  });

  it('are not asked for on this machine or a private network unless that is allowed', async () => {
    const { port } = new URL(origin);
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1']) {
      const attempt = fetchIt(`http://${host}:${port}/a.png`, { network: 'public' });
      await refuses('download-failed', /private network.*pixelscribe\.network\.images/, attempt);
    }
    assert.deepEqual(asked, []);
  });

  it('are checked again after every redirect', async () => {
    const seen: string[] = [];
    const checkAddress = ({ pathname }: URL) => {
      seen.push(pathname);
      if (pathname === '/a.png') throw new Error('not there');
    };
    const attempt = get(new URL(`${origin}/hops/2`), { proxy: 'environment', stallMs: 5000, checkAddress });
    await assert.rejects(attempt, /not there/);
    assert.deepEqual(seen, ['/hops/2', '/hops/1', '/a.png']);
    assert.deepEqual(asked, ['/hops/2', '/hops/1']);
  });

  it('have addresses on the internet, or not', () => {
    const privates = '10.1.2.3 172.31.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 255.255.255.255';
    for (const address of [
      ...privates.split(' '),
      '::',
      'fe80::1%eth0',
      'fd00::1',
      '::ffff:10.0.0.1',
      '64:ff9b::a00:1',
    ])
      assert.equal(isPrivateAddress(address), true, address);
    for (const address of ['1.1.1.1', '172.32.0.1', '193.0.0.1', '2606:4700::1111', '::ffff:1.1.1.1'])
      assert.equal(isPrivateAddress(address), false, address);
  });
});
