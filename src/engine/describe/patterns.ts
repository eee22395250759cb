/** What texts give away about the picture they stand in. */

/** A shell's or interpreter's prompt, and the command after it. Group 1 is the command. */
const PROMPTS: readonly RegExp[] = [
  /^\(?[\w.-]*\)?\s?[\w.-]+@[\w.-]+[:\s][^\s$#%>]{0,60}\s?[$#%>]\s*(.*)$/,
  /^\[[\w.-]+@[\w.-]+ [^\]]+\][$#%]\s*(.*)$/,
  /^PS [A-Za-z]:[^>]{0,80}>\s*(.*)$/,
  /^[A-Za-z]:\\[^>]{0,80}>\s*(.*)$/,
  /^(?:>>>|In \[\d+\]:|mysql>|sqlite>|irb.{0,20}>|\w+=[#>])\s+(.*)$/,
  /^➜\s+\S+\s+(?:git:\([^)]*\)\s*[✗x×]?\s*)?(.*)$/,
  /^(?:~|~?\/)[\w./-]*\s?[❯$>%]\s+(.*)$/,
  /^[❯λ]\s*(.*)$/,
  /^\$\s?([a-z.~/].*)$/,
  /^%\s([a-z.~/].*)$/,
];

/** The command typed on a line with a prompt, "" for an empty prompt, undefined for other lines. */
export function commandOf(line: string): string | undefined {
  const text = line.trim();
  for (const prompt of PROMPTS) {
    const match = prompt.exec(text);
    if (match) return match[1]!.trim();
  }
  return undefined;
}

const COMMANDS =
  /^(?:sudo )?(?:npm|npx|yarn|pnpm|node|git|docker|kubectl|python3?|pip3?|cargo|rustc|go|make|cmake|gcc|g\+\+|clang|java|javac|mvn|gradle|dotnet|ls|cd|cat|grep|find|curl|wget|ssh|apt(?:-get)?|brew|systemctl|terraform|ansible|pytest|tsc|deno|bun|rm|cp|mv|mkdir|chmod|echo|tail|df|ps|top|ping) /;

export const startsWithCommand = (line: string): boolean => COMMANDS.test(line.trim());

/** From what says most to what says least about a failure. */
const ERRORS: readonly { pattern: RegExp; weight: number }[] = [
  { pattern: /^(?:[\w.]+\.)?[A-Z]\w*(?:Error|Exception|Warning)\b: \S/, weight: 10 },
  { pattern: /\berror(?:\[\w+\]| [A-Z]{1,4}\d+)?: \S/i, weight: 9 },
  {
    pattern:
      /\b(?:ERR!|ERROR|FATAL)\]? .*(?:unable|cannot|could not|failed|not found|denied|missing|conflict)/i,
    weight: 9,
  },
  { pattern: /\bfatal: \S/i, weight: 9 },
  { pattern: /\bpanic(?:ked)?(?: at|:) ?\S/, weight: 9 },
  {
    pattern:
      /: command not found|is not recognized as|No such file or directory|Permission denied|Connection refused|Segmentation fault/i,
    weight: 8,
  },
  { pattern: /^make(?:\[\d+\])?: \*\*\*/, weight: 7 },
  { pattern: /^(?:FAILED|FAIL|✗|✘|--- FAIL)\b.*\S/, weight: 6 },
  { pattern: /\b[1-9]\d* (?:failed|failing|errors?)\b/i, weight: 5 },
  {
    pattern: /\b(?:failed|failure|unable to|cannot|could not|denied|refused|timed out|not found)\b/i,
    weight: 4,
  },
  { pattern: /\b(?:ERR!|ERROR|FATAL|CRITICAL)\b.*\S/, weight: 3 },
  { pattern: /^Traceback \(most recent call last\)/, weight: 2 },
];

/** How much a line of output looks like the message of a failure, 0 to 10. */
export function errorWeight(line: string): number {
  const text = line.trim();
  if (
    /\b0 (?:errors?|failed|failing)\b|\bcannot be undone\b/i.test(text) ||
    /^npm ERR! (?:code|errno|A complete log)\b/.test(text)
  )
    return 0;
  return ERRORS.find(({ pattern }) => pattern.test(text))?.weight ?? 0;
}

/** The message without what the program puts before every line. */
export function errorMessage(line: string): string {
  return line
    .trim()
    .replace(/^npm (?:ERR!|error)\s*/, '')
    .replace(/^\[?\d{4}-\d\d-\d\d[T ][\d:.,]+Z?\]?\s*/, '')
    .replace(/^\[?(?:ERROR|FATAL|CRITICAL)\]?:?\s+/, '');
}

export const SUCCESS =
  /\b(?:\d+ (?:passing|passed)|compiled successfully|build succeeded|BUILD SUCCESSFUL|added \d+ packages|successfully|up to date|nothing to commit|finished|0 errors)\b/i;

/** Texts as they stand on buttons and beside fields, found again where spaces were not read. */
class Vocabulary {
  private readonly known = new Map<string, string>();

  constructor(texts: string) {
    for (const text of texts.split('|')) this.known.set(squash(text), text);
  }

  /** How a text is properly spelt, undefined for texts that are not of the vocabulary. */
  find(text: string): string | undefined {
    const known = this.known.get(squash(text));
    if (known === undefined) return undefined;
    const plain = text
      .trim()
      .replace(/[_&]/g, '')
      .replace(/\s*[*:.…]+$/, '');
    if (plain.includes(' ') === known.includes(' ')) return plain;
    return known.charAt(0).toUpperCase() + known.slice(1);
  }
}

const squash = (text: string): string => text.toLowerCase().replace(/[\s_&.:*…?'’-]/g, '');

const BUTTONS = new Vocabulary(
  "ok|okay|cancel|yes|no|apply|close|save|don't save|save as|delete|remove|retry|ignore|abort|allow|deny|block|continue|quit|exit|next|back|previous|finish|submit|send|send message|sign in|sign up|log in|log on|register|create account|create|add|edit|open|browse|choose|select|upload|download|install|update|restart|restart now|later|not now|remind me later|skip|done|accept|decline|agree|confirm|reset|search|find|find next|replace|replace all|help|learn more|get started|subscribe|subscribe now|buy now|add to cart|checkout|pay|pay now|place order|submit order|keep|discard|overwrite|rename|copy|move|try again|reload|refresh|details|more info|more details|options|settings|preferences|change|connect|disconnect|print|export|import|run|stop|start|pause|resume|unlock|lock|enable|disable|got it|dismiss|reject|reject all|accept all|view|go|join|share|follow|post|publish|merge|commit|push|pull|sign out|log out|yes to all|no to all|end now|end task|wait|force quit|move to bin|move to trash|stop now|delete account|forgot password|compare|show details|report|trust|always allow|allow once|use anyway|proceed|advanced",
);
/** The text of a button as it is properly spelt, undefined for other texts. */
export const buttonText = (text: string): string | undefined => BUTTONS.find(text);

const FIELDS = new Vocabulary(
  'name|first name|last name|full name|your name|user name|username|file name|folder name|new name|display name|company name|cardholder name|email|e-mail|email address|e-mail address|your email|password|confirm password|repeat password|new password|current password|old password|phone|phone number|telephone|mobile|address|street|city|town|state|zip|zip code|postal code|postcode|country|region|company|organisation|organization|date|date of birth|birthday|subject|message|your message|comment|comments|remarks|title|description|note|notes|card number|expiry|expiry date|cvc|cvv|port|host|host name|server|database|path|url|website|language|time zone|timezone|gender|age|quantity|amount|login|find what|replace with|search for|look in|location|width|height|domain|proxy|theme|font|font size|encoding|category|priority|department|project name|repository|branch|token|api key',
);
/** The label of a field as it is properly spelt, undefined for other texts. */
export function fieldLabel(text: string): string | undefined {
  const known = FIELDS.find(text);
  if (known) return known;
  return /^[A-Z][\w' -]{1,28}:\s*\*?$/.test(text.trim()) ? text.trim().replace(/\s*:\s*\*?$/, '') : undefined;
}

export const isNumeric = (text: string): boolean =>
  /^[-−–+~<>≈]?\s*[$€£¥]?\s*\d[\d\s.,:/%]*\s*(?:[kKmMbB]|%|[°º]C?|ms|s|px|[eE][-+]?\d+)?$/.test(text.trim());

/** Letters and words of user interfaces around code. */
export const EDITOR_CHROME =
  /\b(?:EXPLORER|OUTLINE|TIMELINE|OPEN EDITORS|PROBLEMS|DEBUG CONSOLE|Ln \d+, ?Col \d+|UTF-8|Spaces: ?\d|Tab Size)\b/;
export const MENU_BAR = /\bFile\b.{0,6}\bEdi/;
export const URL_TEXT =
  /\bhttps?:\/\/\S+|\bwww\.[\w-]+\.\w+|^[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|app|gov|edu)(?:\/\S*)?$/i;

export const FILE_NAME =
  /(?:^|[\s/\\"'(])([\w][\w.-]*\.(?:tsx?|jsx?|mjs|cjs|py|rs|go|java|kt|kts|swift|cs|cpp|cc|cxx|c|h|hpp|rb|php|lua|pl|pm|sh|bash|ps1|sql|html?|s?css|less|json|ya?ml|toml|xml|md|vue|svelte|dart|scala|hs|ex|exs|r|jl|zig|ipynb|tf|gradle|cmake))(?=$|[\s"'),:×●])/i;
