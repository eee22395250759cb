/** Changes of generated documents: the alt text becomes what was asked for, and nothing else changes. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import {
  applyEdits,
  type DocumentLanguage,
  edit,
  find,
  normaliseAlt,
  type TextEdit,
} from '../../../src/documents';
import { summarise } from './case-file';

/** Each `§` is an image file of its own; lines without one are what stands between. */
const FRAGMENTS: Readonly<Record<DocumentLanguage, readonly string[]>> = {
  markdown: [
    '![](§)',
    'Text ![old alt](§) and ![](<§>) more.',
    '- item ![x](§ "title")\n- [![y](§)](https://x.org)',
    '> quoted ![two\n> lines](§)',
    '| a | b |\n|---|---|\n| ![c](§) | <img src="§"> |',
    '<p align="center">\n  <img src="§"\n    width="3">\n</p>',
    "<img src='§' alt='old'>",
    ':::image type="content" source="§" alt-text="Old.":::',
    '## Heading ![](§)',
    'Plain *text* with `code ![](no.png)` and \\![x](y).',
    '```\n![](no.png)\n```',
    '<!-- <img src="no.png"> -->',
  ],
  mdx: [
    '![](§)',
    'Text ![old alt](§) more.',
    '<img src="§" />',
    'Line <img src="§" alt="old" /> end.',
    '<Figure>\n  <img\n    src="§"\n  />\n\n  ![x](§)\n</Figure>',
    '<img src="§" alt={\'old\'} />',
    '| a |\n|---|\n| ![c](§) <img src="§" /> |',
    '{/* <img src="no.png" /> */}',
    'Plain text.',
  ],
  html: [
    '<p><img src="§"> text</p>',
    '<img alt="old &amp; new" src="§">',
    "<div><a href='x'><img src='§' alt='old'></a></div>",
    '<img\n  src="§"\n  class="a"\n>',
    '<img src=§ alt=old>',
    '<figure><img src="§" alt><figcaption>Caption</figcaption></figure>',
    '<table><tr><td><img src="§"/></td></tr></table>',
    '<script>let a = "<img src=no.png>";</script>',
    '<!-- <img src="no.png"> -->',
  ],
  jsx: [
    'const a1 = <img src="§" />;',
    'const a2 = <div><img src="§" alt="old" /><img src="§" alt={"old"} /></div>;',
    "export const A = () => <p><Image src='§' alt='old' width={3} /></p>;",
    'const a3 = (\n  <img\n    src="§"\n    className="x"\n  />\n);',
    'const a4 = <img src="§" alt={`old`} />;',
    'const s = "<img src=no.png />"; // <img src="no.png" />',
  ],
  vue: [
    '<p><img src="§"> text</p>',
    '<img src="§" alt="old"/>',
    '<img src="§" :alt="\'old\'"/>',
    '<div v-if="a < b">{{ x }}<MyIcon /><img\n  src="§"\n></div>',
    '<!-- <img src="no.png"> -->',
  ],
  svelte: [
    '<p><img src="§"> text</p>',
    '{#if a < b}<img src="§" alt="old" />{/if}',
    '<img src="§" alt={"old"} on:load={() => { x = "}"; }} />',
    '<img\n  src="§"\n>',
    "{'<img src=no.png>'}",
  ],
  asciidoc: [
    'image::§[]',
    'image::§[Old alt,300]',
    'image::§[width=3,alt="Old, alt"]',
    'Text image:§[] and image:§[Old] end.',
    '* image:§["Old"] item',
    '.Title\n[#id]\nimage::§[Old]',
    '----\nimage::no.png[]\n----',
    '// image::no.png[]',
  ],
  restructuredtext: [
    '.. image:: §',
    '.. image:: §\n   :width: 3\n   :alt: old alt',
    '.. figure:: §\n   :alt: old\n     alt\n   :width: 3\n\n   Caption',
    '* item\n\n  .. image:: §\n     :width: 3',
    '.. |n§| image:: §',
    '::\n\n   .. image:: no.png',
    'Plain text.',
  ],
  typst: [
    '#image("§")',
    '#image("§", alt: "old \\" alt", width: 3cm)',
    '#figure(\n  image("§"),\n  caption: [Text with #image("§")],\n)',
    '= Heading\nText #box(image("§", alt: none)).',
    '`#image("no.png")` // #image("no.png")',
  ],
  latex: [
    '\\includegraphics{§}',
    'Text \\includegraphics[width=3cm]{§} and \\includegraphics[alt={old}, width=3cm]{§}.',
    '\\begin{figure}\n  \\includegraphics[\n    width=3cm, % note\n    alt=old alt\n  ]{§}\n  \\caption{Text}\n\\end{figure}',
    '\\includegraphics*[]{§}',
    '% \\includegraphics{no.png}',
    '\\begin{verbatim}\n\\includegraphics{no.png}\n\\end{verbatim}',
  ],
  org: [
    '[[file:§]]',
    '#+CAPTION: Text\n#+ATTR_HTML: :alt Old alt :width 3\n[[file:§]]',
    '#+ATTR_HTML: :width 3\n[[file:§]]',
    '  Text [[file:§]] end.',
    '* Heading',
    '#+BEGIN_SRC org\n[[file:no.png]]\n#+END_SRC',
  ],
  jupyter: [],
};

const separators: Readonly<Partial<Record<DocumentLanguage, string>>> = {
  jsx: '\n',
  vue: '\n',
  svelte: '\n',
};

function documents(language: DocumentLanguage): fc.Arbitrary<string> {
  if (language === 'jupyter') return documents('markdown').map(notebook);
  return fc
    .record({
      parts: fc.array(fc.constantFrom(...FRAGMENTS[language]), { minLength: 1, maxLength: 6 }),
      crlf: fc.boolean(),
      bom: fc.boolean(),
      tail: fc.constantFrom('', '\n', '\n\n'),
    })
    .map(({ parts, crlf, bom, tail }) => {
      let n = 0;
      const body = parts
        // Names of constants and substitutions may not repeat.
        .map((part, index) => part.replace(/\ba\d\b|\bA\b(?= =)/g, (name) => `${name}_${index}`))
        .map((part) => part.replace(/\|n§\|/, `|n${n}|`).replace(/§/g, () => `img/p${n++}.png`))
        .join(separators[language] ?? '\n\n');
      const text = (language === 'vue' ? `<template>\n${body}\n</template>` : body) + tail;
      return (bom ? '\ufeff' : '') + (crlf ? text.replaceAll('\n', '\r\n') : text);
    });
}

function notebook(text: string): string {
  const source = text.replace(/^\ufeff/, '').split(/(?<=\n)/);
  return JSON.stringify(
    {
      cells: [
        { cell_type: 'code', source: '![](no.png)' },
        { cell_type: 'markdown', source },
      ],
    },
    null,
    1,
  );
}

const MARKS = [
  ...'[]()\\`*_~<>&{}"\'|!#$%^:;=+-,./?@ \n\tß1aé€😀',
  '](',
  '-->',
  '&amp;',
  '{{',
  '${',
  'https://x.org/',
  'www.a.b',
  '\\n',
  '::',
  ' :q ',
];
const altTexts = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.array(fc.constantFrom(...MARKS), { minLength: 1, maxLength: 14 }).map((marks) => marks.join('')),
  fc
    .array(fc.constantFrom('login', 'a_b', 'R&D', 'Über', '“quoted”', '50%', 'C:\\temp', 'x < y', '登录'), {
      minLength: 1,
      maxLength: 6,
    })
    .map((words) => words.join(' ')),
);

/** What a language cannot say in alt text, by its own rules. */
const UNSAYABLE: Readonly<Partial<Record<DocumentLanguage, RegExp>>> = {
  // Org has no way to escape its quotes; `""` is an empty value.
  org: /"/,
};

/** The alt text of the first image as GitHub reads it, with bare addresses made links. */
function altOnGitHub(node: Nodes): string | undefined {
  if (node.type === 'image') return node.alt ?? '';
  if (!('children' in node)) return undefined;
  for (const child of node.children) {
    const alt = altOnGitHub(child);
    if (alt !== undefined) return alt;
  }
  return undefined;
}

describe('changing alt text in generated documents', () => {
  for (const language of Object.keys(FRAGMENTS) as DocumentLanguage[]) {
    it(`${language}: the alt text is what was asked for, and all else stays`, async function () {
      this.timeout(30_000);
      await fc.assert(
        fc.asyncProperty(documents(language), fc.nat(), altTexts, async (text, choice, alt) => {
          fc.pre(!UNSAYABLE[language]?.test(alt));
          const before = await find({ language, text });
          if (before.length === 0) return;
          assert.ok(
            !before.some((one) => one.target.value.includes('no.png')),
            'an image in code or in a comment',
          );
          const index = choice % before.length;
          const reference = before[index]!;
          const edits = edit(reference, { kind: 'set-alt', alt });
          assert.ok(edits, 'every generated image can be changed');
          assertOnlyAltChanges(text, edits, reference.alt.range);
          const changed = applyEdits(text, edits);
          const after = await find({ language, text: changed });
          assert.equal(after[index]?.alt.value, normaliseAlt(alt));
          const others = (references: typeof after) =>
            references.filter((_, i) => i !== index).map((one) => summarise(one).replace(/ “.*”/, ''));
          assert.deepEqual(others(after), others(before));
          if (text.includes('\r\n')) assert.doesNotMatch(changed, /(?<!\r)\n/);
        }),
        { numRuns: 150 },
      );
    });
  }
});

/** Pieces of every language's syntax, put together in any order. */
const SYNTAX = [
  '![',
  '](',
  ')',
  '[',
  ']',
  '<img src="',
  '"',
  "'",
  '>',
  '/>',
  '<',
  '</p>',
  '<p>',
  '<script>',
  '</script>',
  '{',
  '}',
  '{/*',
  '*/}',
  '{{',
  '}}',
  'import a from "b"',
  '---',
  '\n',
  '\r\n',
  ' ',
  '    ',
  ':',
  'image::',
  'a.png',
  '.. image::',
  ':alt:',
  '::',
  '|',
  '----',
  '#image(',
  '#',
  '$',
  '`',
  '```',
  '\\',
  '\\includegraphics[',
  '\\begin{figure}',
  '\\end{figure}',
  '\\verb|',
  '%',
  '&',
  '[[file:',
  ']]',
  '#+ATTR_HTML: :alt ',
  '#+BEGIN_SRC',
  '<template>',
  '</template>',
  ':alt="',
  '<!--',
  '-->',
  '\u0000',
  '\ufeff',
  '😀',
  '\ud83d',
  ':::image source="',
  '{"cells":[{"cell_type":"markdown","source":["',
  '"]}]}',
  ',',
  '=',
  'alt=',
  '@',
  '~',
  '^',
  '*',
  '_',
  '//',
  '/*',
];

describe('documents that make no sense', () => {
  for (const language of Object.keys(FRAGMENTS) as DocumentLanguage[]) {
    it(`${language}: are read without an error, and changes stay within them`, async function () {
      this.timeout(60_000);
      await fc.assert(
        fc.asyncProperty(fc.array(fc.constantFrom(...SYNTAX), { maxLength: 40 }), async (parts) => {
          const text = parts.join('');
          for (const reference of await find({ language, text })) {
            for (const change of [
              { kind: 'set-alt', alt: 'A “door”' },
              { kind: 'mark-decorative' },
              { kind: 'add-long-description', text: 'Long.' },
            ] as const) {
              const edits = edit(reference, change);
              if (edits) applyEdits(text, edits);
            }
          }
        }),
        { numRuns: 300 },
      );
    });
  }
});

describe('alt text in Markdown', () => {
  it('survives what GitHub makes of bare addresses', async () => {
    await fc.assert(
      fc.asyncProperty(altTexts, async (alt) => {
        const text = '![](a.png)';
        const [reference] = await find({ language: 'markdown', text });
        const changed = applyEdits(text, edit(reference!, { kind: 'set-alt', alt })!);
        const tree = fromMarkdown(changed, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
        assert.equal(altOnGitHub(tree), normaliseAlt(alt));
      }),
      { numRuns: 500 },
    );
  });
});

/** Whatever goes is alt text, or white space and quotes around it; references keep their labels. */
function assertOnlyAltChanges(
  text: string,
  edits: readonly TextEdit[],
  range: { start: number; end: number } | undefined,
): void {
  for (const { start, end } of edits) {
    if (start === end || text.slice(start, end) === 'none') continue;
    assert.ok(range, 'something went though there was no alt text');
    const outside =
      text.slice(start, Math.max(start, range.start)) + text.slice(Math.min(end, range.end), end);
    assert.match(outside, /^\s*$/);
  }
}
