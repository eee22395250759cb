/** Entry point of a process of the pool: reads batches of strips, one after the other, until its parent is gone. */
import { loadAlphabet } from './networks';
import { type BatchSteps, RecogniserNetwork, type StripBatch } from './recogniser-network';

/** To the process. */
export interface BatchRequest extends StripBatch {
  readonly id: number;
}

/** From the process. */
export type BatchReply =
  | ({ readonly id: number } & BatchSteps)
  | { readonly id: number; readonly error: string };

async function main(folder: string, threads: number): Promise<void> {
  const network = await RecogniserNetwork.load(folder, await loadAlphabet(folder), threads);
  process.on('message', async ({ id, ...batch }: BatchRequest) => {
    try {
      process.send?.({ id, ...(await network.run(batch)) } satisfies BatchReply);
    } catch (error) {
      process.send?.({ id, error: String(error) } satisfies BatchReply);
    }
  });
}

const [, , folder, threads] = process.argv;
if (!process.send || !folder || !threads) {
  console.error('This process reads text for PixelScribe’s inference process, which starts it.');
  process.exit(2);
}
process.once('disconnect', () => process.exit(0));
main(folder, Number(threads)).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
