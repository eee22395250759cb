/** Random but plausible class and entity models, from a seed: what the renderers draw and the reader should read back. */
import type { Cardinality, DiagramDirection, EntityAttribute, RelationKind } from '../../../src/protocol';
import { pick, type Random } from '../spec';

export interface SpecClass {
  readonly id: string;
  readonly name: string;
  /** Empty where there is none. */
  readonly stereotype: string;
  readonly attributes: readonly string[];
  readonly methods: readonly string[];
}
export interface SpecRelation {
  /** Indices of classes; `to` has the triangle, the diamond or the arrow. */
  readonly from: number;
  readonly to: number;
  readonly kind: RelationKind;
  readonly label: string;
  readonly fromMultiplicity: string;
  readonly toMultiplicity: string;
}
export interface ClassSpec {
  readonly direction: DiagramDirection;
  readonly classes: readonly SpecClass[];
  readonly relations: readonly SpecRelation[];
}

export interface SpecEntity {
  readonly id: string;
  readonly name: string;
  readonly attributes: readonly EntityAttribute[];
}
export interface SpecEntityRelation {
  readonly from: number;
  readonly to: number;
  readonly fromCardinality: Cardinality;
  readonly toCardinality: Cardinality;
  readonly identifying: boolean;
  readonly label: string;
}
export interface EntitySpec {
  readonly direction: DiagramDirection;
  readonly entities: readonly SpecEntity[];
  readonly relations: readonly SpecEntityRelation[];
}

const CLASSES =
  'Animal|Duck|Fish|Zebra|Shape|Circle|Square|Customer|Order|OrderLine|Product|Payment|Invoice|Account|BankAccount|User|Session|Logger|Repository|UserRepository|Controller|OrderController|Service|PaymentService|Event|EventBus|Handler|Parser|Token|Node|Tree|Visitor|Builder|Factory|Observer|Subject|Vehicle|Car|Engine|Wheel|Person|Student|Course|Teacher|Address|Cart|Item|Database|Connection|Config|Cache|Message|Queue|Worker|Renderer|Window|Button|Widget|Document|Page'.split(
    '|',
  );
const FIELDS =
  'name|id|age|email|price|total|status|createdAt|items|owner|balance|weight|color|title|count|width|height|address|phone|isActive|token|url|path|level|score|size|items|parent|children|timeout'.split(
    '|',
  );
const TYPES = 'String|int|bool|float|Date|double|long|List~String~|UUID|Address|int[]'.split('|');
const METHODS =
  'save|load|getName|setName|run|stop|close|open|draw|area|eat|swim|pay|cancel|validate|parse|toString|notify|update|add|remove|find|findById|execute|render|connect|send|receive|clone|accept|visit'.split(
    '|',
  );
const PARAMETERS = '||||id|name|String name|int amount|event|x, y|key, value|Order order'.split('|');
const RETURNS = '|||void|bool|String|int|Order|double'.split('|');
const STEREOTYPES = ['interface', 'abstract', 'enumeration', 'service'] as const;
const CONSTANTS = 'RED|GREEN|BLUE|OPEN|CLOSED|PENDING|ACTIVE|FAILED|SMALL|LARGE'.split('|');
const VERBS =
  'uses|has|owns|places|contains|creates|notifies|extends|implements|manages|depends on|sends|belongs to|calls|reads'.split(
    '|',
  );
const COUNTS = ['1', '0..1', '0..*', '1..*', '*', '2..5', 'n', '4'] as const;
const KINDS: readonly RelationKind[] = [
  'inheritance',
  'inheritance',
  'realization',
  'composition',
  'aggregation',
  'association',
  'association',
  'dependency',
  'link',
];

function members(next: Random): { attributes: string[]; methods: string[] } {
  const visible = next() < 0.8;
  const typed = next() < 0.85;
  const mark = (): string => (visible ? pick(next, ['+', '+', '-', '-', '#', '~']) : '');
  const unique = <T>(count: number, make: () => T): T[] => {
    const made = new Set<T>();
    for (let i = 0; i < count; i++) made.add(make());
    return [...made];
  };
  const attributes = unique(Math.floor(next() * 5), () => {
    const field = pick(next, FIELDS);
    return `${mark()}${typed ? `${pick(next, TYPES)} ` : ''}${field}`;
  });
  const methods = unique(Math.floor(next() * 5), () => {
    const result = typed ? pick(next, RETURNS) : '';
    return `${mark()}${pick(next, METHODS)}(${pick(next, PARAMETERS)})${result ? ` ${result}` : ''}`;
  });
  return { attributes, methods };
}

/** 2 to 12 classes: a tree of relations with some more, as class diagrams are. Members are in Mermaid's notation. */
export function makeClasses(next: Random): ClassSpec {
  const count = 2 + Math.floor(next() ** 1.5 * 11);
  const names = [...CLASSES];
  const classes = Array.from({ length: count }, (_, i): SpecClass => {
    const name = names.splice(Math.floor(next() * names.length), 1)[0] as string;
    const stereotype = next() < 0.2 ? pick(next, STEREOTYPES) : '';
    if (stereotype === 'enumeration') {
      const attributes = [...new Set([pick(next, CONSTANTS), pick(next, CONSTANTS), pick(next, CONSTANTS)])];
      return { id: `c${i}`, name, stereotype, attributes, methods: [] };
    }
    return { id: `c${i}`, name, stereotype, ...members(next) };
  });
  const counted = next() < 0.5;
  const labelled = next() < 0.5 ? 0.5 : 0.1;
  const pairs = new Set<string>();
  const relations: SpecRelation[] = [];
  const add = (a: number, b: number): void => {
    if (a === b || pairs.has(`${a} ${b}`) || pairs.has(`${b} ${a}`)) return;
    pairs.add(`${a} ${b}`);
    const kind = pick(next, KINDS);
    const many = counted && !['inheritance', 'realization', 'dependency'].includes(kind) && next() < 0.7;
    relations.push({
      from: a,
      to: b,
      kind,
      label: next() < labelled ? pick(next, VERBS) : '',
      fromMultiplicity: many ? pick(next, COUNTS) : '',
      toMultiplicity: many && next() < 0.8 ? pick(next, COUNTS) : '',
    });
  };
  for (let i = 1; i < count; i++) add(i, Math.max(0, i - 1 - Math.floor(next() * 4)));
  for (let i = 0; i < count * 0.25; i++) add(Math.floor(next() * count), Math.floor(next() * count));
  return { direction: next() < 0.75 ? 'TD' : 'LR', classes, relations };
}

const ENTITIES =
  'CUSTOMER|ORDER|LINE_ITEM|PRODUCT|DELIVERY_ADDRESS|INVOICE|PAYMENT|users|orders|products|categories|reviews|Author|Book|Publisher|Student|Course|Enrollment|Department|Employee|PROJECT|TASK|posts|comments|tags|accounts|sessions|Car|Driver|Hotel|Room|Booking'.split(
    '|',
  );
const COLUMNS =
  'id|name|email|created_at|customer_id|order_id|price|quantity|status|title|city|street|user_id|product_id|total|phone|isbn|year|amount|currency|code|notes|birth_date'.split(
    '|',
  );
const COLUMN_TYPES = 'int|string|varchar|date|float|text|bool|uuid|bigint|timestamp|decimal'.split('|');
const COMMENTS = 'unique per shop|in euro|ISO 4217|may be empty|hashed|the primary key'.split('|');
const CARDINALITIES: readonly Cardinality[] = ['exactly-one', 'zero-or-one', 'one-or-more', 'zero-or-more'];
const ENTITY_VERBS = 'places|contains|has|belongs to|uses|writes|owns|is in|allows|covers'.split('|');

/** 2 to 9 entities. */
export function makeEntities(next: Random): EntitySpec {
  const count = 2 + Math.floor(next() ** 1.4 * 8);
  const names = [...ENTITIES];
  const keyed = next() < 0.7;
  const commented = next() < 0.2;
  const entities = Array.from({ length: count }, (_, i): SpecEntity => {
    const name = names.splice(Math.floor(next() * names.length), 1)[0] as string;
    const columns = [...COLUMNS];
    const size = next() < 0.12 ? 0 : 1 + Math.floor(next() * 6);
    const attributes = Array.from({ length: size }, (_, k): EntityAttribute => {
      const column =
        k === 0 && next() < 0.7
          ? 'id'
          : (columns.splice(Math.floor(next() * columns.length), 1)[0] as string);
      if (column === 'id') columns.splice(columns.indexOf('id'), 1);
      return {
        type: pick(next, COLUMN_TYPES),
        name: column,
        keys: keyed ? (column === 'id' ? ['PK'] : column.endsWith('_id') ? ['FK'] : []) : [],
        comment: commented && next() < 0.4 ? pick(next, COMMENTS) : '',
      };
    });
    return { id: `e${i}`, name, attributes };
  });
  const pairs = new Set<string>();
  const relations: SpecEntityRelation[] = [];
  const add = (a: number, b: number): void => {
    if (a === b || pairs.has(`${a} ${b}`) || pairs.has(`${b} ${a}`)) return;
    pairs.add(`${a} ${b}`);
    relations.push({
      from: a,
      to: b,
      fromCardinality: pick(next, CARDINALITIES),
      toCardinality: pick(next, CARDINALITIES),
      identifying: next() < 0.7,
      label: next() < 0.8 ? pick(next, ENTITY_VERBS) : '',
    });
  };
  for (let i = 1; i < count; i++) add(Math.max(0, i - 1 - Math.floor(next() * 3)), i);
  for (let i = 0; i < count * 0.2; i++) add(Math.floor(next() * count), Math.floor(next() * count));
  return { direction: next() < 0.75 ? 'TD' : 'LR', entities, relations };
}
