/**
 * Which token may follow in a formula, so that braces, arguments, environments and `\left…\right` always
 * balance and what is written parses.
 *
 * Tokens are those of the formula model's canonical LaTeX: every argument stands in braces; environments
 * and delimiters of variable size are single tokens (`\begin{aligned}`, `\left(`).
 */

const ONE_ARGUMENT = commands(
  'mathbf mathrm mathcal mathbb mathfrak mathscr mathsf mathit mathtt overline underline hat widehat tilde ' +
    'widetilde vec overrightarrow overleftarrow dot ddot dddot check breve acute grave mathring overbrace ' +
    'underbrace operatorname boxed not pmod xrightarrow xleftarrow cancel widecheck',
);
const TWO_ARGUMENTS = commands('frac binom overset underset');
const TEXT = commands('text textbf textit textsf texttt');
/** What stands in a text argument: characters and `~`, nothing with a meaning in mathematics. */
const TEXT_CHARACTER = /^([^\\{}_^&$#%]|\\[%&#_])$/;
const LEFT = /^\\left([^a-zA-Z]|\\.)/;
const RIGHT = /^\\right([^a-zA-Z]|\\.)/;
const BEGIN = /^\\begin\{(.+)\}$/;
const END = /^\\end\{(.+)\}$/;
/** Special tokens of the model, such as `<pad>`. */
const SPECIAL = /^<.+>$/;

/** Scripts an atom carries already: LaTeX refuses a second one of the same kind. */
type Scripts = 'none' | 'sub' | 'sup' | 'both';

/** Arguments still to come, the first of them next; `after`: the atom's scripts when the last is closed. */
interface Pending {
  readonly kind: 'math' | 'root' | 'rows' | 'text' | 'columns';
  readonly count: number;
  readonly after: Scripts;
}

type Frame =
  | { readonly kind: 'group' | 'rows'; readonly remaining: number; readonly after: Scripts }
  | { readonly kind: 'text' | 'columns' | 'option' | 'left' }
  | { readonly kind: 'environment'; readonly name: string };

interface Fields {
  readonly frames: readonly Frame[];
  readonly pending: Pending | undefined;
  readonly scripts: Scripts;
  /** Whether the column specification has a column. */
  readonly filled: boolean;
  readonly length: number;
}

/** Immutable, so that alternatives can branch from a common beginning. */
export class LatexState {
  static readonly start = new LatexState({
    frames: [],
    pending: undefined,
    scripts: 'none',
    filled: false,
    length: 0,
  });

  private constructor(private readonly fields: Fields) {}

  /** Whether the formula may end here. */
  get complete(): boolean {
    const { frames, pending, length } = this.fields;
    return length > 0 && frames.length === 0 && pending === undefined;
  }

  /** Fewest tokens that bring the formula to an end. */
  get tokensToClose(): number {
    const { frames, pending, filled } = this.fields;
    const open = pending ? 2 * pending.count + Number(pending.kind === 'columns') : 0;
    return frames.reduce((sum, frame) => {
      if (frame.kind === 'columns') return sum + (filled ? 1 : 2);
      if (frame.kind === 'option') return sum + 3;
      return sum + 1 + ('remaining' in frame ? 2 * frame.remaining : 0);
    }, open);
  }

  /** The state after `token`, or undefined where the token may not stand. */
  push(token: string): LatexState | undefined {
    if (SPECIAL.test(token)) return undefined;
    const { pending } = this.fields;
    if (pending) return this.openArgument(pending, token);
    const top = this.fields.frames.at(-1);
    switch (top?.kind) {
      case 'text':
        if (token === '}') return this.close('none');
        return TEXT_CHARACTER.test(token) ? this.next({}) : undefined;
      case 'columns':
        if (token === '}') return this.fields.filled ? this.close('none') : undefined;
        return /^[lcr]$/.test(token) ? this.next({ filled: true }) : undefined;
      default:
        return this.inMath(token, top);
    }
  }

  private openArgument({ kind, count, after }: Pending, token: string): LatexState | undefined {
    if (kind === 'root' && token === '[') return this.enter({ kind: 'option' });
    if (token !== '{') return undefined;
    if (kind === 'text' || kind === 'columns') return this.enter({ kind });
    return this.enter({ kind: kind === 'rows' ? 'rows' : 'group', remaining: count - 1, after });
  }

  private inMath(token: string, top: Frame | undefined): LatexState | undefined {
    if (token === '}') return top && 'remaining' in top ? this.closeArgument(top) : undefined;
    if (token === ']' && top?.kind === 'option') {
      return this.next({ frames: this.fields.frames.slice(0, -1), pending: mathArguments(1) });
    }
    if (RIGHT.test(token)) return top?.kind === 'left' ? this.close('none') : undefined;
    const end = END.exec(token);
    if (end) return top?.kind === 'environment' && top.name === end[1] ? this.close('none') : undefined;
    if (token === '&') return mayHaveColumns(top) ? this.next({}) : undefined;
    if (token === '\\\\') {
      return top?.kind === 'environment' || top?.kind === 'rows' ? this.next({}) : undefined;
    }
    if (token === '_' || token === '^') return this.script(token === '_' ? 'sub' : 'sup');
    if (top?.kind === 'option' && breaksOption(token)) return undefined;
    return this.atom(token);
  }

  private script(script: 'sub' | 'sup'): LatexState | undefined {
    const { scripts } = this.fields;
    if (scripts === script || scripts === 'both') return undefined;
    return this.next({ pending: mathArguments(1, scripts === 'none' ? script : 'both') });
  }

  private atom(token: string): LatexState {
    if (token === '{') return this.enter({ kind: 'group', remaining: 0, after: 'none' });
    if (LEFT.test(token)) return this.enter({ kind: 'left' });
    const name = BEGIN.exec(token)?.[1];
    if (name) {
      const pending = name === 'array' ? ({ kind: 'columns', count: 1, after: 'none' } as const) : undefined;
      return this.next({
        frames: [...this.fields.frames, { kind: 'environment', name }],
        pending,
        filled: false,
      });
    }
    if (TEXT.has(token)) return this.next({ pending: { kind: 'text', count: 1, after: 'none' } });
    if (token === '\\sqrt') return this.next({ pending: { kind: 'root', count: 1, after: 'none' } });
    if (token === '\\substack') return this.next({ pending: { kind: 'rows', count: 1, after: 'none' } });
    if (ONE_ARGUMENT.has(token)) return this.next({ pending: mathArguments(1) });
    if (TWO_ARGUMENTS.has(token)) return this.next({ pending: mathArguments(2) });
    return this.next({});
  }

  private closeArgument({ remaining, after }: { remaining: number; after: Scripts }): LatexState {
    if (remaining === 0) return this.close(after);
    return this.next({ frames: this.fields.frames.slice(0, -1), pending: mathArguments(remaining, after) });
  }

  private enter(frame: Frame): LatexState {
    return this.next({ frames: [...this.fields.frames, frame] });
  }

  private close(scripts: Scripts): LatexState {
    return this.next({ frames: this.fields.frames.slice(0, -1), scripts });
  }

  /** One token on; what is not named is reset, but for the open frames. */
  private next(change: Partial<Fields>): LatexState {
    const { frames, filled, length } = this.fields;
    return new LatexState({
      frames,
      filled,
      pending: undefined,
      scripts: 'none',
      ...change,
      length: length + 1,
    });
  }
}

function mathArguments(count: number, after: Scripts = 'none'): Pending {
  return { kind: 'math', count, after };
}

/**
 * The first `]` ends an optional argument, whatever it belongs to, and KaTeX takes a group at its
 * beginning for the whole of it.
 */
function breaksOption(token: string): boolean {
  return LEFT.test(token) || BEGIN.test(token) || token === '\\sqrt' || token === '{';
}

/** `gathered` has one column; the argument of `\substack` too. */
function mayHaveColumns(top: Frame | undefined): boolean {
  return top?.kind === 'environment' && top.name !== 'gathered';
}

function commands(names: string): ReadonlySet<string> {
  return new Set(names.split(' ').map((name) => `\\${name}`));
}
