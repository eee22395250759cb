/** Checks of what comes from a page: what it saved may be of an older version. */

export type Fields = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
export const isString = (value: unknown): value is string => typeof value === 'string';
export const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
export const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value);
export const isOneOf = (value: unknown, allowed: readonly string[]) =>
  isString(value) && allowed.includes(value);
export const isOptional = (value: unknown, check: (value: unknown) => boolean) =>
  value === undefined || check(value);
export const isList = (value: unknown, check: (item: unknown) => boolean) =>
  Array.isArray(value) && value.every(check);
