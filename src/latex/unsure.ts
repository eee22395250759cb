/** Below this probability that all of a formula is right, people and agents are told before it is used. */
export const UNSURE_BELOW = 0.5;
