/**
 * Property tests draw the same examples in every run, so that a change is judged by what it changes.
 * `FAST_CHECK_SEED=random` (or a number) looks further.
 */
import fc from 'fast-check';

const seed = process.env.FAST_CHECK_SEED;
if (seed !== 'random') fc.configureGlobal({ seed: seed ? Number(seed) : 1 });
