export const BUNDLE: string;
export function collectStrings(): Record<string, string>;
