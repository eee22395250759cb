/** A model hub on loopback that misbehaves on request. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import http from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** What happens to the next request of a file, instead of a plain answer. */
export type Fault =
  /** The connection breaks after so many bytes. */
  | { readonly kind: 'cut'; readonly after: number }
  /** The answer stops after so many bytes, and the connection stays open. */
  | { readonly kind: 'stall'; readonly after: number }
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Record<string, string> }
  /** Right length, one bit wrong. */
  | { readonly kind: 'wrong-bytes' }
  /** `Content-Length` and body differ from the published length. */
  | { readonly kind: 'length'; readonly bytes: number }
  /** Without `Content-Length`, ended properly, but early. */
  | { readonly kind: 'chunked'; readonly bytes: number }
  | { readonly kind: 'redirect'; readonly to: string };

export interface LoggedRequest {
  readonly path: string;
  readonly host: string | undefined;
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
  readonly status: number;
}

export class HubServer {
  readonly files = new Map<string, Buffer>();
  readonly faults = new Map<string, Fault[]>();
  readonly log: LoggedRequest[] = [];
  ranges = true;
  etags = true;
  listing: 'lfs' | 'git' | 'none' | 'login-page' = 'lfs';
  /** Pause between pieces of 16 KiB, to have time to interfere. */
  pauseMs = 0;
  readonly #server: http.Server;

  constructor(
    readonly repo: string,
    readonly revision: string,
    server: (handler: http.RequestListener) => http.Server = (handler) => http.createServer(handler),
  ) {
    this.#server = server((request, response) => void this.#answer(request, response));
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  fault(path: string, ...faults: Fault[]): void {
    this.faults.set(path, [...(this.faults.get(path) ?? []), ...faults]);
  }

  requestsFor(path: string): LoggedRequest[] {
    return this.log.filter((request) => request.path === path);
  }

  async #answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://hub');
    const path = this.#fileOf(pathname);
    const { range, 'if-range': ifRange, host } = request.headers;
    response.once('close', () =>
      this.log.push({ path, host, range, ifRange: ifRange?.toString(), status: response.statusCode }),
    );
    if (pathname === `/api/models/${this.repo}/tree/${this.revision}`) return this.#list(response);
    const content = this.files.get(path);
    if (!content) return void response.writeHead(404).end();
    const fault = this.faults.get(path)?.shift();
    if (fault?.kind === 'status') return void response.writeHead(fault.status, fault.headers).end('busy');
    if (fault?.kind === 'redirect') return void response.writeHead(302, { location: fault.to }).end();
    if (fault?.kind === 'length') {
      response.writeHead(200, { 'content-length': fault.bytes });
      return void response.end(Buffer.alloc(fault.bytes, 'x'));
    }
    if (fault?.kind === 'chunked') {
      response.writeHead(200);
      return void response.end(content.subarray(0, fault.bytes));
    }
    const etag = `"${createHash('md5').update(content).digest('hex')}"`;
    if (this.etags) response.setHeader('etag', etag);
    const start = this.#rangeStart(range, ifRange?.toString(), etag);
    if (start >= content.length && start > 0) {
      return void response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
    }
    response.writeHead(start > 0 ? 206 : 200, {
      'content-length': content.length - start,
      ...(start > 0 ? { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` } : {}),
    });
    let body = content.subarray(start);
    if (fault?.kind === 'wrong-bytes') {
      body = Buffer.from(body);
      body[body.length >> 1]! ^= 1;
    }
    const end = fault?.kind === 'cut' || fault?.kind === 'stall' ? fault.after : body.length;
    for (let at = 0; at < end && !response.destroyed; at += 16384) {
      await new Promise((resolve) => response.write(body.subarray(at, Math.min(end, at + 16384)), resolve));
      if (this.pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, this.pauseMs));
    }
    if (fault?.kind === 'cut') {
      // A reset would take with it what the client has not read yet.
      await new Promise((resolve) => setTimeout(resolve, fault.after > 0 ? 50 : 0));
      response.destroy();
    }
    if (fault?.kind !== 'cut' && fault?.kind !== 'stall') response.end();
  }

  #rangeStart(range: string | undefined, ifRange: string | undefined, etag: string): number {
    if (!this.ranges || range === undefined || (ifRange !== undefined && ifRange !== etag)) return 0;
    const match = /^bytes=(\d+)-$/.exec(range);
    assert.ok(match, `range ${range}`);
    return Number(match[1]);
  }

  #fileOf(pathname: string): string {
    const prefix = `/${this.repo}/resolve/${this.revision}/`;
    return decodeURIComponent(pathname.startsWith(prefix) ? pathname.slice(prefix.length) : pathname);
  }

  #list(response: http.ServerResponse): void {
    if (this.listing === 'none') return void response.writeHead(404).end();
    if (this.listing === 'login-page') return void response.end('<html>Please sign in</html>');
    const entries = [...this.files].map(([path, content]) => {
      const gitOid = createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
      const entry = { type: 'file', path, size: content.length, oid: gitOid };
      return this.listing === 'lfs' && path.endsWith('.onnx')
        ? { ...entry, lfs: { oid: sha256(content), size: content.length, pointerSize: 134 } }
        : entry;
    });
    response.end(JSON.stringify([{ type: 'directory', path: 'onnx', size: 0, oid: '0' }, ...entries]));
  }
}

export function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** An HTTP proxy for plain requests and for CONNECT; every host name leads to loopback. */
export class ProxyServer {
  readonly requests: string[] = [];
  readonly #server: http.Server;
  readonly #tunnels = new Set<Duplex>();

  constructor(readonly credentials?: string) {
    this.#server = http.createServer((request, response) => {
      this.requests.push(`${request.method} ${request.url}`);
      if (!this.#allowed(request)) return void response.writeHead(407).end();
      const target = new URL(request.url ?? '');
      const options = { host: '127.0.0.1', port: target.port, path: target.pathname + target.search };
      const forward = http.get({ ...options, headers: request.headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      forward.on('error', () => response.destroy());
    });
    this.#server.on('connect', (request, socket, head) => {
      this.requests.push(`CONNECT ${request.url}`);
      if (!this.#allowed(request)) {
        return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      }
      const upstream: Socket = connect(Number(request.url?.split(':')[1]), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        upstream.write(head);
        upstream.pipe(socket).pipe(upstream);
      });
      this.#tunnels.add(socket).add(upstream);
      upstream.on('error', () => socket.destroy());
      socket.on('error', () => upstream.destroy());
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    for (const socket of this.#tunnels) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://${this.credentials ? `${this.credentials}@` : ''}127.0.0.1:${port}`;
  }

  #allowed(request: http.IncomingMessage): boolean {
    if (!this.credentials) return true;
    const expected = `Basic ${Buffer.from(this.credentials).toString('base64')}`;
    return request.headers['proxy-authorization'] === expected;
  }
}
