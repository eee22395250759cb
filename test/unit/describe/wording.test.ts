import assert from 'node:assert/strict';
import { detectLanguage } from '../../../src/engine/describe/code-language';
import { labelValue } from '../../../src/engine/describe/kinds/chart';
import { gridOf } from '../../../src/engine/describe/layout';
import { colourName } from '../../../src/engine/describe/measure/palette';
import { buttonText, commandOf, errorWeight, fieldLabel } from '../../../src/engine/describe/patterns';
import { clip, count, fitting, list, quote, tidy, withArticle } from '../../../src/engine/describe/wording';
import { makeReading } from './make-reading';

describe('Wording', () => {
  it('cuts at a word and closes with an ellipsis', () => {
    assert.equal(clip('the quick brown fox', 12), 'the quick…');
    assert.equal(clip('short', 12), 'short');
    assert.ok([...clip('x'.repeat(50), 20)].length <= 20);
  });

  it('quotes in typographic quotes, one inside the other', () => {
    assert.equal(quote('say "hi" now'), '“say ‘hi’ now”');
    assert.equal(quote('two\n lines'), '“two lines”');
  });

  it('lists with commas and "and", and counts what is left out', () => {
    assert.equal(list(['a']), 'a');
    assert.equal(list(['a', 'b']), 'a and b');
    assert.equal(list(['a', 'b', 'c']), 'a, b and c');
    assert.equal(list(['a', 'b', 'c', 'd', 'e'], 2), 'a, b and 3 more');
    // "and 1 more" is no shorter than the item itself.
    assert.equal(list(['a', 'b', 'c'], 2), 'a, b and c');
  });

  it('counts in words up to ten', () => {
    assert.equal(count(1, 'row'), 'one row');
    assert.equal(count(12, 'row'), '12 rows');
  });

  it('chooses articles', () => {
    assert.equal(withArticle('icon'), 'an icon');
    assert.equal(withArticle('chart'), 'a chart');
  });

  it('takes the first wording that fits', () => {
    assert.equal(fitting(['x'.repeat(200), 'shorter']), 'shorter.');
    assert.ok([...fitting(['long words '.repeat(30)])].length <= 150);
  });

  it('drops the signs that icons and window buttons are read as', () => {
    assert.equal(tidy('Error  口区'), 'Error');
    assert.equal(tidy('■ West ▲'), 'West');
    assert.equal(tidy('設定を保存'), '設定を保存');
  });
});

describe('Texts that give something away', () => {
  it('finds the command after the prompts of many shells', () => {
    const commands: Record<string, string> = {
      'user@host:~/app$ npm install': 'npm install',
      '[root@web ~]# systemctl status': 'systemctl status',
      'PS C:\\Users\\dev> dotnet build': 'dotnet build',
      'C:\\work>dir': 'dir',
      '>>> print(1)': 'print(1)',
      '➜  app git:(main) ✗ git push': 'git push',
      '~/src ❯ cargo test': 'cargo test',
      '$ ls -la': 'ls -la',
    };
    for (const [line, command] of Object.entries(commands)) assert.equal(commandOf(line), command, line);
    assert.equal(commandOf('total 24'), undefined);
    assert.equal(commandOf('price in $ and €'), undefined);
  });

  it('weighs messages of failures by how much they say', () => {
    assert.ok(
      errorWeight("TypeError: Cannot read properties of undefined (reading 'x')") > errorWeight('1 failed'),
    );
    assert.ok(errorWeight('fatal: not a git repository') > 4);
    assert.ok(errorWeight('bash: foo: command not found') > 4);
    assert.equal(errorWeight('0 errors, 0 warnings'), 0);
    assert.equal(errorWeight('This action cannot be undone.'), 0);
    assert.equal(errorWeight('All tests passed'), 0);
  });

  it('spells buttons and fields properly', () => {
    assert.equal(buttonText('Cancel'), 'Cancel');
    assert.equal(buttonText('_OK'), 'OK');
    assert.equal(buttonText('Findnext'), 'Find next');
    assert.equal(buttonText('Harbour'), undefined);
    assert.equal(fieldLabel('Postalcode'), 'Postal code');
    assert.equal(fieldLabel('Boat length: *'), 'Boat length');
    assert.equal(fieldLabel('The harbour opened in the spring.'), undefined);
  });

  it('reads numbers on axes', () => {
    assert.equal(labelValue('1,500'), 1500);
    assert.equal(labelValue('−0.5'), -0.5);
    assert.equal(labelValue('20%'), 20);
    assert.equal(labelValue('3k'), 3000);
    assert.equal(labelValue('Jan'), undefined);
    assert.equal(labelValue('12:30'), undefined);
  });
});

describe('Layout', () => {
  it('puts texts side by side into one row, and words with a word space between them into one cell', () => {
    const { lines } = makeReading([
      { text: 'Price', x: 400, y: 11 },
      { text: 'First', x: 20, y: 10, width: 40 },
      { text: 'name', x: 66, y: 10, width: 40 },
      { text: 'Anna', x: 20, y: 50 },
    ]);
    const rows = gridOf(lines.map(({ words: _, ...line }) => line));
    assert.deepEqual(
      rows.map((row) => row.map((cell) => cell.text)),
      [['First name', 'Price'], ['Anna']],
    );
  });
});

describe('Colour names', () => {
  const names: [string, number, number, number][] = [
    ['black', 10, 10, 12],
    ['white', 252, 252, 252],
    ['dark grey', 60, 60, 60],
    ['grey', 130, 130, 130],
    ['light grey', 210, 212, 210],
    ['red', 220, 30, 30],
    ['orange', 250, 140, 20],
    ['yellow', 250, 220, 40],
    ['green', 40, 160, 60],
    ['blue', 40, 90, 220],
    ['dark blue', 10, 20, 90],
    ['light blue', 160, 200, 250],
    ['purple', 130, 50, 200],
    ['pink', 240, 90, 180],
    ['brown', 110, 70, 35],
    ['beige', 235, 220, 190],
    ['turquoise', 40, 190, 180],
    ['olive', 110, 110, 20],
  ];
  for (const [name, r, g, b] of names) {
    it(`calls rgb(${r}, ${g}, ${b}) ${name}`, () => assert.equal(colourName(r, g, b), name));
  }
});

describe('Language of code', () => {
  const samples: Record<string, string> = {
    TypeScript:
      "import { readFile } from 'node:fs/promises';\nexport interface User {\n  name: string;\n}\nconst load = async (id: number): Promise<User> => ({ name: '' });",
    JavaScript:
      "const express = require('express');\nconst app = express();\napp.get('/', (req, res) => {\n  res.send('hi');\n});\nmodule.exports = app;",
    Python:
      'import os\n\ndef main(path):\n    for name in os.listdir(path):\n        if name is None:\n            print(name)\n',
    Rust: 'use std::collections::HashMap;\nfn main() {\n    let mut map: HashMap<String, u32> = HashMap::new();\n    println!("{}", map.len());\n}',
    Go: 'package main\n\nimport "fmt"\n\nfunc main() {\n\tx := 3\n\tfmt.Println(x)\n}',
    Java: 'package org.example;\nimport java.util.List;\npublic class Main {\n  public static void main(String[] args) {\n    System.out.println("x");\n  }\n}',
    'C#': 'using System;\nnamespace App\n{\n  public class Program\n  {\n    public string Name { get; set; }\n    static void Main() { Console.WriteLine("x"); }\n  }\n}',
    'C++':
      '#include <iostream>\n#include <vector>\nint main() {\n  std::vector<int> v;\n  std::cout << v.size();\n}',
    C: '#include <stdio.h>\n#define MAX 10\nint main(void) {\n  char *p = NULL;\n  printf("%p", p);\n  return 0;\n}',
    Kotlin:
      'data class User(val name: String)\nfun main() {\n  val users = listOf(User("a"))\n  println(users)\n}',
    Swift:
      'import SwiftUI\nstruct ContentView: View {\n  @State private var on = false\n  var body: some View { Text("x") }\n}',
    Ruby: 'require \'json\'\nclass User\n  attr_accessor :name\n  def greet\n    puts "hi"\n  end\nend',
    PHP: '<?php\nfunction greet($name) {\n  echo "Hi $name";\n}\n$user->name = "x";',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the code is the input
    'Shell script': '#!/bin/bash\nset -e\nif [ -f "$1" ]; then\n  echo "${1}"\nfi',
    PowerShell: 'param([string]$Name)\nGet-ChildItem | Where-Object { $_.Length -gt 10 }\nWrite-Host $Name',
    SQL: 'SELECT name, count(*) FROM users\nLEFT JOIN orders ON users.id = orders.user_id\nGROUP BY name ORDER BY 2;',
    HTML: '<!DOCTYPE html>\n<html>\n<body>\n<div class="a"><a href="#">x</a></div>\n</body>\n</html>',
    CSS: '.button {\n  color: red;\n  padding: 4px 8px;\n}\n@media (max-width: 600px) {\n  body { margin: 0; }\n}',
    JSON: '{\n  "name": "app",\n  "version": "1.0.0",\n  "private": true,\n  "scripts": {\n    "test": "mocha"\n  }\n}',
    YAML: 'name: CI\non: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: npm test',
    Dockerfile: 'FROM node:20 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["node", "index.js"]',
    Lua: 'local M = {}\nlocal function add(a, b)\n  if a == nil then\n    return b\n  end\n  return a .. b\nend\nreturn M',
    Perl: 'use strict;\nuse warnings;\nmy $name = shift @_;\nsub greet {\n  my ($x) = @_;\n  print "hi" if $x =~ /a/;\n}',
    R: 'library(ggplot2)\ndata <- data.frame(x = 1:10)\nggplot(data, aes(x)) + geom_bar()',
    LaTeX:
      '\\documentclass{article}\n\\usepackage{amsmath}\n\\begin{document}\n\\section{One}\n\\end{document}',
  };
  for (const [language, code] of Object.entries(samples)) {
    it(`tells ${language}`, () => assert.equal(detectLanguage(code), language));
  }

  it('says nothing of prose', () => {
    assert.equal(detectLanguage('The harbour opened in the spring.\nBoats may moor for a week.'), undefined);
  });

  it('lets the name of the file decide where the text leaves it open', () => {
    assert.equal(detectLanguage('return x;', 'main.c'), 'C');
  });
});
