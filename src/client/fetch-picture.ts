/** Downloads a picture that a document shows by its address, within limits. */
import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { get, type HttpOptions, type HttpResponse } from '../engine/models/http';
import { messageOf, PixelScribeError } from '../errors';
import { isPrivateAddress } from './private-addresses';

export interface FetchPictureOptions {
  /** `public`: addresses on the internet; `any`: also those of the own machine and network. */
  readonly network: 'public' | 'any';
  readonly proxy: HttpOptions['proxy'];
  readonly signal: AbortSignal;
  readonly maxBytes?: number;
  /** For everything together. */
  readonly timeoutMs?: number;
}

const MAX_BYTES = 20 * 1024 * 1024;
const TIMEOUT_MS = 20_000;
const MAX_REDIRECTS = 5;

/** What servers send for files they do not know. */
const UNTYPED = /^(?:application\/octet-stream|binary\/octet-stream)$/i;

class PrivateAddressError extends Error {
  readonly code = 'EPRIVATE';
}

/**
 * @param address `https:`, `http:`, or without a protocol (`//host/a.png`)
 * @throws PixelScribeError `download-failed`, `image-too-large`, `not-an-image` or `cancelled`; the message names
 *   the address and the next step
 */
export async function fetchPicture(address: string, options: FetchPictureOptions): Promise<Uint8Array> {
  const { maxBytes = MAX_BYTES, timeoutMs = TIMEOUT_MS, signal } = options;
  const url = parse(address);
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await get(url, {
      headers: { accept: 'image/*' },
      proxy: options.proxy,
      signal: AbortSignal.any([signal, timeout]),
      stallMs: timeoutMs,
      maxRedirects: MAX_REDIRECTS,
      ...(options.network === 'public' && { checkAddress: refusePrivate, lookup: publicLookup }),
    });
    return await read(response, url, maxBytes, AbortSignal.any([signal, timeout]));
  } catch (error) {
    if (error instanceof PixelScribeError) throw error;
    if (signal.aborted) throw new PixelScribeError('cancelled', 'Cancelled.');
    if (timeout.aborted) {
      throw failed(url, `it did not arrive within ${timeoutMs / 1000} seconds`, { cause: error });
    }
    throw failed(url, messageOf(error), { cause: error });
  }
}

function parse(address: string): URL {
  let url: URL | undefined;
  try {
    url = new URL(address.startsWith('//') ? `https:${address}` : address);
  } catch {
    // Said below.
  }
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    throw new PixelScribeError(
      'download-failed',
      `${shorten(address)} is no web address. Check it, or write the alt text by hand.`,
    );
  }
  return url;
}

async function read(
  response: HttpResponse,
  url: URL,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { status, headers, body } = response;
  const type = headers['content-type']?.split(';')[0]?.trim() ?? '';
  try {
    if (status !== 200) throw failed(url, `the server answers with status ${status}`);
    if (type !== '' && !/^image\//i.test(type) && !UNTYPED.test(type)) {
      throw new PixelScribeError(
        'not-an-image',
        `${shorten(url.href)} is no picture: the server says that it is ${type}. Check the address.`,
      );
    }
    if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge(url, maxBytes);
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of body) {
      signal.throwIfAborted();
      bytes += chunk.length;
      if (bytes > maxBytes) throw tooLarge(url, maxBytes);
      chunks.push(chunk);
    }
    return new Uint8Array(Buffer.concat(chunks));
  } finally {
    response.close();
  }
}

/** Addresses that are written as numbers are not looked up. */
function refusePrivate({ hostname }: URL): void {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0 && isPrivateAddress(bare)) throw privateAddress(bare);
}

/** The name is checked by what it stands for at the moment it is used; asking twice could get two answers. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  dnsLookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    const refused = addresses?.find(({ address }) => isPrivateAddress(address));
    const [first] = addresses ?? [];
    if (error || refused || !first) callback(error ?? privateAddress(hostname), '', 0);
    else if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

function privateAddress(host: string): PrivateAddressError {
  return new PrivateAddressError(
    `${host} is an address of this machine or of a private network, which the setting pixelscribe.network.images leaves out`,
  );
}

function tooLarge(url: URL, maxBytes: number): PixelScribeError {
  const limit = Math.round(maxBytes / 1024 / 1024);
  return new PixelScribeError(
    'image-too-large',
    `${shorten(url.href)} is larger than ${limit} MB. Download it and make it smaller, or write the alt text by hand.`,
  );
}

function failed(url: URL, reason: string, options?: ErrorOptions): PixelScribeError {
  return new PixelScribeError(
    'download-failed',
    `${shorten(url.href)} could not be downloaded: ${reason}. Check the address and the connection, or write the alt text by hand.`,
    options,
  );
}

/** Addresses can be as long as data. */
function shorten(address: string): string {
  return address.length <= 120 ? address : `${address.slice(0, 119)}…`;
}
