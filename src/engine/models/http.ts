/**
 * One GET over HTTP with redirects, proxies and a limit on silence.
 *
 * `http` and `https` are imported without the `node:` prefix on purpose: VS Code replaces exactly these two names in the
 * extension host by versions that know its proxy settings (`http.proxy`, `http.noProxy`, PAC files) and the system's
 * certificates. Outside VS Code the proxy comes from HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY.
 */
// biome-ignore lint/style/useNodejsImportProtocol: see above
import http from 'http';
import { HttpProxyAgent } from 'http-proxy-agent';
// biome-ignore lint/style/useNodejsImportProtocol: see above
import https from 'https';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';

const MAX_REDIRECTS = 10;

export interface HttpResponse {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /**
   * Throws when the connection breaks, or when it stays silent for `stallMs`. Has to be read to its end, left by
   * `break`, which closes the connection, or dropped by `close`.
   */
  readonly body: AsyncIterable<Buffer>;
  close(): void;
  /** After redirects. */
  readonly url: URL;
}

export interface HttpOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** How long nothing may arrive, neither a connection nor a byte. */
  readonly stallMs: number;
  /** `environment` outside VS Code; inside it the editor picks the proxy. */
  readonly proxy: 'environment' | 'editor';
  /** 10 unless told. */
  readonly maxRedirects?: number;
  /** Throws for an address that is not to be asked; called for every redirect too. */
  readonly checkAddress?: (url: URL) => void;
  /** Stands in for the system's name resolution; a proxy resolves names itself. */
  readonly lookup?: http.RequestOptions['lookup'];
}

/** The server was silent for too long. */
export class StallError extends Error {
  readonly code = 'ESTALLED';
}

/** The server's redirects cannot be followed; trying again would not help. */
export class RedirectError extends Error {
  readonly code = 'EREDIRECT';
}

/** @throws the socket's error, {@link StallError}, {@link RedirectError}, or the signal's reason */
export async function get(address: URL, options: HttpOptions): Promise<HttpResponse> {
  let url = address;
  const { maxRedirects = MAX_REDIRECTS } = options;
  for (let hop = 0; hop <= maxRedirects; hop++) {
    options.checkAddress?.(url);
    const message = await getOnce(url, options);
    const status = message.statusCode ?? 0;
    const { location } = message.headers;
    if (![301, 302, 303, 307, 308].includes(status) || location === undefined) {
      return {
        status,
        headers: message.headers,
        body: chunks(message, url, options.stallMs),
        close: () => message.destroy(),
        url,
      };
    }
    message.destroy();
    url = redirected(url, location);
  }
  throw new RedirectError(`${address.host} redirects too often`);
}

function redirected(from: URL, location: string): URL {
  let to: URL;
  try {
    to = new URL(location, from);
  } catch {
    throw new RedirectError(`${from.host} redirects to an address that cannot be read`);
  }
  if (to.protocol !== 'https:' && (to.protocol !== 'http:' || from.protocol === 'https:')) {
    throw new RedirectError(`${from.host} redirects to an unencrypted address on ${to.host}`);
  }
  return to;
}

function getOnce(url: URL, options: HttpOptions): Promise<http.IncomingMessage> {
  const { headers, signal, stallMs, proxy, lookup } = options;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const request = (url.protocol === 'https:' ? https : http).get(url, {
      headers: { 'user-agent': 'pixelscribe', accept: '*/*', 'accept-encoding': 'identity', ...headers },
      agent: proxy === 'environment' ? proxyAgent(url) : undefined,
      ...(lookup && { lookup }),
    });
    const timer = setTimeout(() => request.destroy(stall(url, stallMs)), stallMs);
    const onAbort = () => request.destroy(signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    request.once('close', () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    });
    // Stays for the life of the request: a socket can fail again after the answer has begun.
    request.on('error', reject);
    request.once('response', (message) => {
      clearTimeout(timer);
      resolve(message);
    });
  });
}

async function* chunks(message: http.IncomingMessage, url: URL, stallMs: number): AsyncGenerator<Buffer> {
  const iterator: AsyncIterator<Buffer> = message[Symbol.asyncIterator]();
  try {
    for (;;) {
      // Only time spent waiting for the server counts, not the time the reader takes to write to the disk.
      const timer = setTimeout(() => message.destroy(stall(url, stallMs)), stallMs);
      let next: IteratorResult<Buffer>;
      try {
        next = await iterator.next();
      } finally {
        clearTimeout(timer);
      }
      if (next.done) return;
      yield next.value;
    }
  } finally {
    message.destroy();
  }
}

function stall(url: URL, stallMs: number): StallError {
  return new StallError(`nothing arrived from ${url.host} for ${Math.round(stallMs / 1000)} s`);
}

function proxyAgent(url: URL): http.Agent | undefined {
  const proxy = getProxyForUrl(url.href);
  if (proxy === '') return undefined;
  return url.protocol === 'https:' ? new HttpsProxyAgent(proxy) : new HttpProxyAgent(proxy);
}
