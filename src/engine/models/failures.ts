/** Turns errors of the network and the disk into sentences that name the next step. */
import { messageOf, PixelScribeError } from '../../errors';
import { formatBytes, formatSeconds } from './format';
import { RedirectError } from './http';
import { errorCode, StatusError } from './retry';

const KEPT = 'What has arrived is kept: the next attempt goes on from there.';

const CERTIFICATE_CODES = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** @param host of the hub or mirror */
export function downloadError(error: unknown, title: string, host: string, folder: string): PixelScribeError {
  if (error instanceof PixelScribeError) return error;
  const failed = (message: string) => new PixelScribeError('download-failed', message, { cause: error });
  if (error instanceof StatusError) return failed(statusMessage(error, title));
  if (error instanceof RedirectError) return failed(`${title}: ${error.message}. Check the mirror.`);
  const code = errorCode(error) ?? '';
  if (CERTIFICATE_CODES.has(code)) {
    return failed(
      `${title}: the certificate of ${host} is not trusted (${code}). If your network inspects connections, add its certificate with the environment variable NODE_EXTRA_CA_CERTS, or import the model from a folder.`,
    );
  }
  const onDisk = diskError(error, folder);
  if (onDisk) return onDisk;
  const reason = messageOf(error);
  return failed(
    `${title} could not be downloaded from ${host}: ${reason}. ${KEPT} Check the connection, the proxy (HTTPS_PROXY) and the mirror.`,
  );
}

function statusMessage({ status, host, retryAfterMs }: StatusError, title: string): string {
  switch (status) {
    case 401:
    case 403:
      return `${host} refuses to hand out ${title} (${status}). If your network filters downloads, set a mirror or import the model from a folder.`;
    case 404:
    case 410:
      return `${host} does not have ${title} (${status}). Check the mirror; it needs the same paths as the hub.`;
    case 407:
      return `The proxy asks for a user name and a password (407). Put them into HTTPS_PROXY, or into http.proxy in VS Code. ${KEPT}`;
    case 429:
      return `${host} asks to wait${retryAfterMs === undefined ? '' : ` ${formatSeconds(retryAfterMs / 1000)}`} before the next download (429). ${KEPT}`;
    default:
      return `${host} cannot deliver ${title} at the moment (${status}). ${KEPT}`;
  }
}

/** @returns undefined for what is not the disk's fault */
function diskError(error: unknown, folder: string): PixelScribeError | undefined {
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new PixelScribeError(
        'disk-full',
        `The disk that holds ${folder} is full. ${KEPT} Free some space, or choose another folder with the setting pixelscribe.models.folder or --models-dir.`,
        { cause: error },
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'EEXIST':
    case 'EBUSY':
      return new PixelScribeError(
        'folder-not-writable',
        `${folder} cannot be written to (${errorCode(error)}). If a model is in use, stop the engine first; otherwise choose another folder with the setting pixelscribe.models.folder or --models-dir.`,
        { cause: error },
      );
    default:
      return undefined;
  }
}

/** For work on the disk alone. */
export function folderError(error: unknown, folder: string): unknown {
  return error instanceof PixelScribeError ? error : (diskError(error, folder) ?? error);
}

export function notEnoughSpace(needed: number, free: number, folder: string): PixelScribeError {
  return new PixelScribeError(
    'disk-full',
    `${formatBytes(needed)} are needed in ${folder}, and ${formatBytes(free)} are free. Free some space, or choose another folder with the setting pixelscribe.models.folder or --models-dir.`,
  );
}
