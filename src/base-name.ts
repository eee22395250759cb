/** The file's name at the end of a URI's path. */
export function baseName({ path }: { readonly path: string }): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
