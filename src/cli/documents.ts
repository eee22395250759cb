/** The commands on documents; a bundle of its own, so that other commands do not load the parsers. */
export { type Describe, run as fix } from './fix';
export { run as lint } from './lint';
