/** Random but plausible conversations, from a seed: what the renderers draw and the reader should read back. */
import type { MessageHead } from '../../../src/protocol';
import { pick, type Random } from '../spec';

export interface SpecParticipant {
  readonly id: string;
  readonly label: string;
  readonly actor: boolean;
}
export interface SpecMessage {
  readonly kind: 'message';
  /** Indices of participants; the same twice for a message to itself. */
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly dashed: boolean;
  readonly head: MessageHead;
  readonly activate: boolean;
  readonly deactivate: boolean;
}
export interface SpecNote {
  readonly kind: 'note';
  readonly position: 'over' | 'left of' | 'right of';
  readonly over: readonly number[];
  readonly text: string;
}
export type SpecStep =
  | SpecMessage
  | SpecNote
  | { readonly kind: 'frame'; readonly keyword: 'loop' | 'alt' | 'opt'; readonly label: string }
  | { readonly kind: 'else'; readonly label: string }
  | { readonly kind: 'end' };

export interface SequenceSpec {
  readonly title: string;
  readonly participants: readonly SpecParticipant[];
  readonly steps: readonly SpecStep[];
}

const NAMES =
  'Alice|Bob|Browser|Web server|Database|Client|API gateway|Auth service|Cache|Worker|Message queue|User|Mobile app|Payment provider|Order service|Mail server|Logger|Scheduler|Billing|Inventory|Admin|Search index|DNS|CDN|Controller|View|Model|Parser'.split(
    '|',
  );
const REQUESTS =
  'Hello Bob, how are you?|GET /index.html|Log in|login(user, password)|Place order|POST /orders|Query rows|SELECT * FROM users|Authenticate|Fetch token|validate(token)|Send email|Publish event|Reserve stock|Charge card|Ping|open connection|Render page|Upload file|getUser(id)|createInvoice()|Check balance|Refresh|Start job|Read config|Retry request|Subscribe|Cancel order|Update profile|Lookup host'.split(
    '|',
  );
const REPLIES =
  'OK|200 OK|404 Not Found|Great!|token|access granted|rows|Order confirmed|Invalid password|session id|Done|true|error: timeout|HTML page|user record|ack|Payment accepted|empty result|cached value|job id 42|Not authorised|connected'.split(
    '|',
  );
const THOUGHTS =
  'Check input|Hash password|Write log|Compute total|parse()|Validate fields|Retry|Sort results|Fight against bugs|Update state'.split(
    '|',
  );
const NOTES =
  'Bob thinks a long time|Rate limited|Uses TLS 1.3|Session starts here|Only for admins|Cached for 60 s|Idempotent|A typical interaction|Runs in background|See RFC 6749'.split(
    '|',
  );
const CONDITIONS =
  'Every minute|is valid|user exists|cache miss|until done|3 times|is sick|is well|in stock|otherwise|on failure|for each item|HealthCheck'.split(
    '|',
  );
const TITLES = 'Sign in|Order flow|Checkout|Token refresh|Cache lookup|Payment'.split('|');

/** 2 to 7 participants, 3 to 18 messages, with notes, frames and activations in some. */
export function makeSequence(next: Random, kinds: { readonly heads: readonly MessageHead[] }): SequenceSpec {
  const count = 2 + Math.floor(next() ** 1.4 * 6);
  const names = [...NAMES];
  const participants = Array.from({ length: count }, (_, i) => {
    const label = names.splice(Math.floor(next() * names.length), 1)[0] as string;
    return { id: `P${i}`, label, actor: next() < 0.15 };
  });
  const steps: SpecStep[] = [];
  const total = 3 + Math.floor(next() ** 1.3 * 16);
  const framed = next() < 0.5;
  const noted = next() < 0.5;
  const activated = next() < 0.4;
  const plainHeads = next() < 0.5;
  const calls: { from: number; to: number; active: boolean }[] = [];
  let frame: { keyword: string; left: number; elses: number; depth: number } | undefined;
  let at = Math.floor(next() * count);
  for (let sent = 0; sent < total; ) {
    if (framed && !frame && next() < 0.2) {
      const keyword = pick(next, ['loop', 'alt', 'opt'] as const);
      steps.push({ kind: 'frame', keyword, label: pick(next, CONDITIONS) });
      frame = { keyword, left: 1 + Math.floor(next() * 3), elses: 0, depth: calls.length };
    }
    const head = plainHeads || next() < 0.75 ? 'filled' : pick(next, kinds.heads);
    const roll = next();
    const call = calls.at(-1);
    if (roll < 0.12) {
      steps.push({
        kind: 'message',
        from: at,
        to: at,
        label: pick(next, THOUGHTS),
        dashed: false,
        head: 'filled',
        activate: false,
        deactivate: false,
      });
    } else if (call && roll < 0.5 && calls.length > (frame?.depth ?? 0)) {
      calls.pop();
      steps.push({
        kind: 'message',
        from: call.to,
        to: call.from,
        label: pick(next, REPLIES),
        dashed: next() < 0.9,
        head,
        activate: false,
        deactivate: call.active,
      });
      at = call.from;
    } else {
      let to = at;
      while (to === at)
        to =
          next() < 0.7
            ? Math.max(0, Math.min(count - 1, at + (next() < 0.6 ? 1 : -1)))
            : Math.floor(next() * count);
      // Inside an alternative a bar may be ended once too often: there only messages stand.
      const active = activated && !frame && next() < 0.6;
      steps.push({
        kind: 'message',
        from: at,
        to,
        label: pick(next, REQUESTS),
        dashed: next() < 0.08,
        head,
        activate: active,
        deactivate: false,
      });
      calls.push({ from: at, to, active });
      at = to;
    }
    sent++;
    if (noted && next() < 0.15) {
      const position = pick(next, ['over', 'left of', 'right of'] as const);
      const first = Math.floor(next() * count);
      const over = position === 'over' && first + 1 < count && next() < 0.4 ? [first, first + 1] : [first];
      steps.push({ kind: 'note', position, over, text: pick(next, NOTES) });
    }
    if (frame && --frame.left <= 0) {
      if (frame.keyword === 'alt' && frame.elses < 1 + Math.floor(next() * 2)) {
        steps.push({ kind: 'else', label: pick(next, CONDITIONS) });
        frame.elses++;
        frame.left = 1 + Math.floor(next() * 2);
      } else {
        steps.push({ kind: 'end' });
        frame = undefined;
      }
    }
  }
  if (frame) steps.push({ kind: 'end' });
  while (calls.length > 0) {
    const call = calls.pop()!;
    if (!call.active) continue;
    steps.push({
      kind: 'message',
      from: call.to,
      to: call.from,
      label: pick(next, REPLIES),
      dashed: true,
      head: 'filled',
      activate: false,
      deactivate: true,
    });
  }
  return { title: next() < 0.2 ? pick(next, TITLES) : '', participants, steps };
}
