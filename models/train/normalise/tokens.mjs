// LaTeX cut into tokens, read from left to right.

/** The formula has no canonical form. */
export class NotCanonical extends Error {}

const SPACE = /^\s+$/;

/** Commands, `\begin{…}` and `\end{…}`, single characters, runs of space. */
function lex(tex) {
  return (
    tex.match(/\\begin\s*\{[a-zA-Z*]+\}|\\end\s*\{[a-zA-Z*]+\}|\\[a-zA-Z]+\*?|\\[^a-zA-Z]|[^\s]|\s+/g) ?? []
  );
}

export class Tokens {
  #tokens;
  #at = 0;

  constructor(tex) {
    this.#tokens = lex(tex);
  }

  /** The token at the present place, a space too; undefined at the end. */
  get present() {
    return this.#tokens[this.#at];
  }

  advance(count = 1) {
    this.#at += count;
  }

  /** The tokens from the present place on, at most so many. */
  ahead(count) {
    return this.#tokens.slice(this.#at, this.#at + count);
  }

  /** The next token that is no space; undefined at the end. */
  peek() {
    while (isSpace(this.present)) this.#at++;
    return this.present;
  }

  /** @throws NotCanonical at the end */
  take() {
    this.peek();
    return this.takeAny();
  }

  /**
   * A space too.
   *
   * @throws NotCanonical at the end
   */
  takeAny() {
    const token = this.present;
    if (token === undefined) throw new NotCanonical('the formula ends early');
    this.#at++;
    return token;
  }

  takeIf(wanted) {
    if (this.peek() !== wanted) return false;
    this.#at++;
    return true;
  }
}

export function isSpace(token) {
  return token !== undefined && SPACE.test(token);
}
