import { type CancellationToken, type RequestType, ResponseError } from 'vscode-jsonrpc';
import type { ModelFolders } from '../engine/tasks';
import { messageOf, PixelScribeError } from '../errors';
import {
  DescribeRequest,
  type DescribeResult,
  DiagramRequest,
  type DiagramResult,
  type EngineStatus,
  type ErrorData,
  ExtractTextRequest,
  type ImageParams,
  LatexRequest,
  type LatexResult,
  type LogParams,
  PreviewRequest,
  StatusRequest,
  TableRequest,
  type TableResult,
  type TextResult,
} from '../protocol';
import { EngineProcess, explainExit } from './engine-process';
import type { NodeRuntime } from './node-runtime';
import { RestartPolicy } from './restart-policy';

export type EngineState =
  | { readonly kind: 'stopped' | 'starting' | 'ready' | 'working' }
  | { readonly kind: 'broken'; readonly message: string };

export interface EngineClientOptions {
  readonly engineFile: string;
  /** Asked at each start, as settings may change. */
  readonly models: () => ModelFolders;
  readonly chooseNode: () => Promise<NodeRuntime>;
  readonly log: (entry: LogParams) => void;
  readonly onState?: (state: EngineState) => void;
  /** Unused for so long, the process is stopped to free its memory. */
  readonly idleMs?: number;
  /** A cancelled request that has not ended after so long costs the process its life. */
  readonly cancelGraceMs?: number;
  readonly restarts?: RestartPolicy;
}

/** A request broke off because the process ended. */
class EngineLost extends Error {}

/**
 * The engine as the host sees it. The process is started by the first request, restarted after a crash
 * and stopped when idle; a request that a crash interrupts is sent once more to a fresh process.
 */
export class EngineClient {
  private process: Promise<EngineProcess> | undefined;
  private live: EngineProcess | undefined;
  private disposed = false;
  /** How often it was stopped on purpose; tells whether that happened while something was awaited. */
  private stops = 0;
  private active = 0;
  private idleTimer: NodeJS.Timeout | undefined;
  private readonly restarts: RestartPolicy;

  constructor(private readonly options: EngineClientOptions) {
    this.restarts = options.restarts ?? new RestartPolicy();
  }

  extractText(params: ImageParams, token: CancellationToken): Promise<TextResult> {
    return this.request(ExtractTextRequest, params, token);
  }

  describe(params: ImageParams, token: CancellationToken): Promise<DescribeResult> {
    return this.request(DescribeRequest, params, token);
  }

  latex(params: ImageParams, token: CancellationToken): Promise<LatexResult> {
    return this.request(LatexRequest, params, token);
  }

  diagram(params: ImageParams, token: CancellationToken): Promise<DiagramResult> {
    return this.request(DiagramRequest, params, token);
  }

  table(params: ImageParams, token: CancellationToken): Promise<TableResult> {
    return this.request(TableRequest, params, token);
  }

  /** The picture as WebP. */
  preview(params: ImageParams, token: CancellationToken): Promise<Uint8Array> {
    return this.request(PreviewRequest, params, token);
  }

  /** Undefined while no process runs: asking does not start one. */
  async status(): Promise<EngineStatus | undefined> {
    return this.live?.connection.sendRequest(StatusRequest);
  }

  get pid(): number | undefined {
    return this.live?.pid;
  }

  /** Stops the process; the next request starts a fresh one, whatever happened before. */
  stop(): void {
    clearTimeout(this.idleTimer);
    this.restarts.reset();
    this.stops++;
    const { live } = this;
    this.process = undefined;
    this.live = undefined;
    live?.kill();
    this.setState({ kind: 'stopped' });
  }

  /** Starts a fresh process now, so that its state is seen at once. */
  async restart(): Promise<void> {
    this.stop();
    const engine = await this.start();
    await engine.connection.sendRequest(StatusRequest);
    this.setState({ kind: 'ready' });
  }

  dispose(): void {
    this.disposed = true;
    this.stop();
  }

  /** @throws PixelScribeError with the engine's code, `cancelled`, `engine-stopped` or `engine-start-failed`. */
  async request<R>(
    type: RequestType<ImageParams, R, ErrorData>,
    params: ImageParams,
    token: CancellationToken,
  ): Promise<R> {
    clearTimeout(this.idleTimer);
    this.active++;
    const { stops } = this;
    try {
      try {
        return await this.attempt(type, params, token);
      } catch (error) {
        if (!(error instanceof EngineLost) || token.isCancellationRequested) throw error;
        if (stops !== this.stops) throw stopped();
        this.options.log({ level: 'warn', message: `${error.message} Trying once more.` });
        return await this.attempt(type, params, token);
      }
    } catch (error) {
      throw toUserError(error, token);
    } finally {
      if (--this.active === 0) {
        if (this.live) this.setState({ kind: 'ready' });
        this.idleTimer = setTimeout(() => this.stop(), this.options.idleMs ?? 10 * 60_000);
        this.idleTimer.unref?.();
      }
    }
  }

  private async attempt<R>(
    type: RequestType<ImageParams, R, ErrorData>,
    params: ImageParams,
    token: CancellationToken,
  ): Promise<R> {
    const engine = await this.start();
    if (token.isCancellationRequested) throw new PixelScribeError('cancelled', 'Cancelled.');
    this.setState({ kind: 'working' });
    let grace: NodeJS.Timeout | undefined;
    const onCancel = token.onCancellationRequested(() => {
      grace = setTimeout(() => engine.kill(), this.options.cancelGraceMs ?? 5000);
    });
    try {
      const lost = engine.exited.then((exit) => Promise.reject(new EngineLost(explainExit(exit))));
      // The connection may report a dead process first, in words that say nothing: prefer the exit's.
      const answer = engine.connection.sendRequest(type, params, token).catch((error: unknown) => {
        if (error instanceof ResponseError && (error.data as ErrorData | undefined)?.code) throw error;
        return lost;
      });
      return await Promise.race([answer, lost]);
    } finally {
      clearTimeout(grace);
      onCancel.dispose();
    }
  }

  private start(): Promise<EngineProcess> {
    if (this.disposed) throw new PixelScribeError('cancelled', 'Cancelled.');
    const { stops } = this;
    this.process ??= this.spawn(stops).catch((error: unknown) => {
      // What was stopped on purpose is neither the present process nor broken.
      if (stops === this.stops) {
        this.process = undefined;
        this.setState({ kind: 'broken', message: messageOf(error) });
      }
      throw error;
    });
    return this.process;
  }

  private async spawn(stops: number): Promise<EngineProcess> {
    await this.restarts.wait();
    this.setState({ kind: 'starting' });
    const { engineFile, models, log } = this.options;
    const runtime = await this.options.chooseNode();
    if (stops !== this.stops) throw stopped();
    const engine = new EngineProcess(engineFile, models(), runtime, log);
    log({
      level: 'info',
      message: `engine ${engine.pid} started with ${runtime.reason} (${runtime.execPath})`,
    });
    this.live = engine;
    void engine.exited.then((exit) => {
      const reason = engine.killed ? 'stopped by the extension' : explainExit(exit);
      log({ level: 'info', message: `engine ${engine.pid} ended: ${reason}` });
      if (this.live !== engine) return; // stopped on purpose
      this.live = undefined;
      this.process = undefined;
      if (!engine.killed) this.restarts.crashed();
      this.setState(
        this.restarts.exhausted ? { kind: 'broken', message: explainExit(exit) } : { kind: 'stopped' },
      );
    });
    return engine;
  }

  private setState(state: EngineState): void {
    this.options.onState?.(state);
  }
}

function stopped(): PixelScribeError {
  return new PixelScribeError('engine-stopped', 'The engine was stopped. Try again to start it.');
}

function toUserError(error: unknown, token: CancellationToken): unknown {
  if (error instanceof PixelScribeError) return error;
  if (token.isCancellationRequested) return new PixelScribeError('cancelled', 'Cancelled.');
  if (error instanceof EngineLost) return new PixelScribeError('engine-stopped', error.message);
  if (error instanceof ResponseError) {
    const data = error.data as ErrorData | undefined;
    return new PixelScribeError(data?.code ?? 'internal', error.message);
  }
  return error;
}
