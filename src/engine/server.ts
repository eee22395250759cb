import {
  type CancellationToken,
  ErrorCodes,
  type MessageConnection,
  type RequestType,
  ResponseError,
} from 'vscode-jsonrpc';
import { messageOf, PixelScribeError } from '../errors';
import {
  DescribeRequest,
  DiagramRequest,
  type EngineStatus,
  type ErrorData,
  ExtractTextRequest,
  type ImageParams,
  type ImageSource,
  LatexRequest,
  LogNotification,
  PreviewRequest,
  StatusRequest,
  TableRequest,
} from '../protocol';
import { Queue } from './queue';
import type { Tasks } from './tasks';
import { previewImage } from './tasks/preview';

/** Answers requests on any connection: it knows neither the transport nor the process it runs in. */
export function startServer(connection: MessageConnection, tasks: Tasks): void {
  const queue = new Queue();

  function serve<R>(
    type: RequestType<ImageParams, R, ErrorData>,
    work: (source: ImageSource, signal: AbortSignal, params: ImageParams) => Promise<R>,
  ): void {
    connection.onRequest(type, async (params, token) => {
      const signal = toSignal(token);
      try {
        return await queue.add(params.priority, signal, () => work(params.source, signal, params));
      } catch (error) {
        const answer = toResponseError(error, signal);
        if (answer.data?.code === 'internal') {
          const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
          void connection.sendNotification(LogNotification, { level: 'error', message });
        }
        return answer;
      }
    });
  }

  serve(ExtractTextRequest, tasks.extractText);
  serve(DescribeRequest, tasks.describe);
  serve(LatexRequest, tasks.latex);
  serve(DiagramRequest, tasks.diagram);
  serve(TableRequest, tasks.table);
  serve(PreviewRequest, previewImage);
  connection.onRequest(
    StatusRequest,
    (): EngineStatus => ({
      pid: process.pid,
      node: process.versions.electron
        ? `Electron ${process.versions.electron}`
        : `Node ${process.versions.node}`,
      rssBytes: process.memoryUsage.rss(),
      loadedModels: tasks.loadedModels(),
    }),
  );
  connection.listen();
}

function toSignal(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  const cancel = () => controller.abort(new PixelScribeError('cancelled', 'Cancelled.'));
  if (token.isCancellationRequested) cancel();
  else token.onCancellationRequested(cancel);
  return controller.signal;
}

function toResponseError(error: unknown, signal: AbortSignal): ResponseError<ErrorData> {
  if (signal.aborted)
    return new ResponseError(ErrorCodes.PendingResponseRejected, 'Cancelled.', { code: 'cancelled' });
  if (error instanceof PixelScribeError) {
    return new ResponseError(ErrorCodes.InternalError, error.message, { code: error.code });
  }
  const reason = messageOf(error);
  return new ResponseError(ErrorCodes.InternalError, `The engine could not finish: ${reason}`, {
    code: 'internal',
  });
}
