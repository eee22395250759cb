// Reads LaTeX and writes it anew in canonical tokens: every argument and script in braces, one spelling for each thing.
import {
  DELIMITER,
  DROPPED,
  DROPPED_WITH_ARGUMENT,
  ENVIRONMENTS,
  FONT_SWITCHES,
  ONE_ARGUMENT,
  REFUSED,
  SYNONYMS,
  TEXT,
  TWO_ARGUMENTS,
} from './commands.mjs';
import { isSpace, NotCanonical, Tokens } from './tokens.mjs';
import { isUnit } from './unit.mjs';

/** `\\[2pt]`: a distance after a line break. */
const DISTANCE = /^\[\s*-?[0-9.]+\s*(pt|em|ex|mm|cm|in|mu|baselineskip|\\baselineskip|jot|\\jot)\s*$/;
/** In tokens; what is longer is a bracket of the formula. */
const LONGEST_DISTANCE = 12;

export class Reader {
  #in;

  constructor(tex) {
    this.#in = new Tokens(tex);
  }

  /** The whole input, with the `&` and `\\` of rows. */
  all() {
    return this.#rows();
  }

  // ---------------------------------------------------------------- lists and rows

  /**
   * What comes before a token that ends it, which stays; `{a \over b}` becomes a fraction.
   *
   * @param ends whether a token, or undefined for the end of the formula, does
   */
  #list(ends) {
    let tokens = [];
    let above;
    let infix;
    for (let next = this.#in.peek(); !ends(next); next = this.#in.peek()) {
      if (next === undefined) throw new NotCanonical('the formula ends early');
      if (next === '}' || next === '&' || next === '\\\\' || next.startsWith('\\end{')) {
        throw new NotCanonical(`unexpected ${next}`);
      }
      if (next === '\\over' || next === '\\atop' || next === '\\choose') {
        if (above) throw new NotCanonical(`a second ${next}`);
        this.#in.advance();
        [above, infix, tokens] = [tokens, next, []];
      } else tokens.push(...this.#scripted());
    }
    if (!above) return tokens;
    if (infix === '\\atop') throw new NotCanonical('\\atop');
    return [...braced(infix === '\\over' ? '\\frac' : '\\binom', above), '{', ...tokens, '}'];
  }

  /**
   * Cells and rows up to `end`, which stays; empty ones at the end are left out.
   *
   * @param end '}', '\end', or undefined for all that is left
   */
  #rows(end) {
    const tokens = [];
    for (;;) {
      const next = this.#in.peek();
      if (next === undefined) {
        if (end === undefined) break;
        throw new NotCanonical('the formula ends early');
      }
      if (end === '}' && next === '}') break;
      if (end === '\\end' && next.startsWith('\\end')) break;
      if (next === '&') {
        this.#in.advance();
        tokens.push('&');
      } else if (next === '\\\\' || next === '\\cr' || next === '\\newline') {
        this.#in.advance();
        this.#skipDistance();
        tokens.push('\\\\');
      } else if (next === '}') throw new NotCanonical('unexpected }');
      else tokens.push(...this.#scripted());
    }
    while (tokens.at(-1) === '\\\\' || tokens.at(-1) === '&') tokens.pop();
    return tokens;
  }

  #skipDistance() {
    this.#in.takeIf('*');
    if (this.#in.present !== '[') return;
    const ahead = this.#in.ahead(LONGEST_DISTANCE + 1);
    const length = ahead.indexOf(']');
    if (length > 0 && DISTANCE.test(ahead.slice(0, length).join(''))) this.#in.advance(length + 1);
  }

  // ---------------------------------------------------------------- one thing and its scripts

  /** The subscript comes first; primes are the first part of the superscript. */
  #scripted() {
    const first = this.#in.peek();
    const base = first === '_' || first === '^' || first === "'" ? [] : this.#atom();
    let sub;
    let sup;
    let primes = 0;
    for (;;) {
      const next = this.#in.peek();
      if (next === '\\limits' || next === '\\nolimits') this.#in.advance();
      else if (next === "'") {
        this.#in.advance();
        primes++;
      } else if (next === '_') {
        this.#in.advance();
        const script = this.#atom();
        if (sub) throw new NotCanonical('two subscripts');
        sub = script;
      } else if (next === '^') {
        this.#in.advance();
        const script = this.#atom();
        if (script.length > 0 && script.every((token) => token === '\\prime')) primes += script.length;
        else if (sup) throw new NotCanonical('two superscripts');
        else sup = script;
      } else break;
    }
    if (!sub && !sup && primes === 0) return base;
    const above = [...Array(primes).fill('\\prime'), ...(sup ?? [])];
    const scripts = [...(sub?.length ? braced('_', sub) : []), ...(above.length ? braced('^', above) : [])];
    if (base.length === 0) return scripts.length > 0 ? ['{', '}', ...scripts] : [];
    return [...(base.length > 1 && !isUnit(base) ? ['{', ...base, '}'] : base), ...scripts];
  }

  /** A character, a group, or a command with its arguments; empty for what is dropped. */
  #atom() {
    const next = this.#in.peek();
    if (next === '}' || next === '&' || next === '\\\\') throw new NotCanonical(`unexpected ${next}`);
    const written = this.#in.take();
    if (written === '{') return this.#group();
    const font = FONT_SWITCHES.get(written);
    if (font) {
      const rest = this.#list(endsGroup);
      return rest.length > 0 ? braced(font, rest) : [];
    }
    return this.#command(SYNONYMS.get(written) ?? written);
  }

  /** The rest of a group whose brace was taken. */
  #group() {
    const tokens = this.#list((token) => token === '}');
    this.#in.advance();
    return tokens;
  }

  #command(name) {
    if (name === ':=') return [':', '='];
    if (DROPPED.has(name)) return [];
    if (DROPPED_WITH_ARGUMENT.has(name)) {
      this.#skipArgument();
      return name === '\\textcolor' ? this.#atom() : [];
    }
    if (REFUSED.has(name) || name.charCodeAt(0) > 126) throw new NotCanonical(`the character ${name}`);
    if (TEXT.has(name)) {
      const text = this.#text();
      return text.length > 0 ? braced(name, text) : [];
    }
    if (name === '\\operatorname' || name === '\\operatorname*')
      return braced('\\operatorname', this.#atom());
    if (name === '\\sqrt') return this.#root();
    if (name === '\\xrightarrow' || name === '\\xleftarrow') {
      if (this.#in.peek() === '[') throw new NotCanonical('text below an arrow');
      return braced(name, this.#atom());
    }
    if (name === '\\substack') return this.#substack();
    if (ONE_ARGUMENT.has(name)) {
      const argument = this.#atom();
      return argument.length > 0 || name === '\\not' ? braced(name, argument) : [];
    }
    if (TWO_ARGUMENTS.has(name)) {
      const first = this.#atom();
      const second = this.#atom();
      return [...braced(name === '\\stackrel' ? '\\overset' : name, first), '{', ...second, '}'];
    }
    if (name === '\\left') return this.#fenced();
    if (name.startsWith('\\begin')) return this.#environment(name);
    if (name === '\\right' || name.startsWith('\\end')) throw new NotCanonical(`unexpected ${name}`);
    return [name];
  }

  // ---------------------------------------------------------------- commands of their own form

  #root() {
    if (!this.#in.takeIf('[')) return braced('\\sqrt', this.#atom());
    const degree = this.#list((token) => token === ']');
    this.#in.advance();
    return ['\\sqrt', '[', ...degree, ']', '{', ...this.#atom(), '}'];
  }

  #substack() {
    if (!this.#in.takeIf('{')) throw new NotCanonical('lines without braces');
    const rows = this.#rows('}');
    this.#in.advance();
    return braced('\\substack', rows);
  }

  #fenced() {
    const open = this.#delimiter();
    const body = this.#list((token) => token === '\\right');
    this.#in.advance();
    return [`\\left${open}`, ...body, `\\right${this.#delimiter()}`];
  }

  #delimiter() {
    const written = this.#in.take();
    const name = SYNONYMS.get(written) ?? written;
    if (!DELIMITER.test(name)) throw new NotCanonical(`the delimiter ${name}`);
    return { '<': '\\langle', '>': '\\rangle' }[name] ?? name;
  }

  #environment(begin) {
    const name = /\{(.+)\}/.exec(begin)?.[1];
    if (name === undefined || !ENVIRONMENTS.has(name)) throw new NotCanonical(`the environment ${name}`);
    const columns = name === 'array' ? ['{', ...this.#columns(), '}'] : [];
    const rows = this.#rows('\\end');
    if (!this.#in.take().endsWith(`{${name}}`)) throw new NotCanonical(`${name} does not end`);
    const canonical = canonicalEnvironment(ENVIRONMENTS.get(name), rows);
    return canonical === null ? rows : [`\\begin{${canonical}}`, ...columns, ...rows, `\\end{${canonical}}`];
  }

  /** The columns of an array, without the rules between them. */
  #columns() {
    if (this.#in.takeIf('[')) while (this.#in.take() !== ']');
    if (!this.#in.takeIf('{')) throw new NotCanonical('an array without columns');
    const columns = [];
    for (let next = this.#in.take(); next !== '}'; next = this.#in.take()) {
      if (/^[lcr]$/.test(next)) columns.push(next);
      else if (next !== '|') throw new NotCanonical(`the column ${next}`);
    }
    return columns;
  }

  /** The characters of text, `~` for a space. */
  #text() {
    if (!this.#in.takeIf('{')) return [this.#in.take()];
    const text = [];
    for (let depth = 1; depth > 0; ) {
      const next = this.#in.takeAny();
      if (next === '{') depth++;
      else if (next === '}') depth--;
      else if (isSpace(next) || next === '~' || next === '\\ ') text.push('~');
      else if (next === '$' || next.startsWith('\\')) throw new NotCanonical(`${next} in text`);
      else text.push(next);
    }
    while (text[0] === '~') text.shift();
    while (text.at(-1) === '~') text.pop();
    return text;
  }

  /** A group, an option and what follows it, or a distance. */
  #skipArgument() {
    const first = this.#in.peek();
    if (first === '{') {
      let depth = 0;
      do {
        if (this.#in.present === '{') depth++;
        if (this.#in.present === '}') depth--;
        this.#in.advance();
      } while (depth > 0 && this.#in.present !== undefined);
    } else if (first === '[') {
      while (this.#in.present !== undefined && this.#in.present !== ']') this.#in.advance();
      this.#in.advance();
      this.#skipArgument();
    } else {
      while (/^[-0-9.a-z]$/.test(this.#in.present ?? '')) this.#in.advance();
    }
  }
}

function braced(name, argument) {
  return [name, '{', ...argument, '}'];
}

/** Up to where a font switch holds: the end of its group, cell, row or environment. */
function endsGroup(token) {
  return (
    token === undefined || ['}', '&', '\\\\', '\\right', '$'].includes(token) || token.startsWith('\\end')
  );
}

/** Rows that are aligned at nothing are gathered, and a single one needs no environment. */
function canonicalEnvironment(environment, rows) {
  if (environment !== 'aligned' && environment !== 'gathered') return environment;
  if (rows.includes('&')) return 'aligned';
  return rows.includes('\\\\') ? 'gathered' : null;
}
