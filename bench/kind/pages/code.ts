/** Code in Monaco and sessions in xterm.js. */
import { css, js, readText, type Shot } from './shot';

const CODE: Record<string, string> = {
  rust:
    readText('/usr/share/doc/rust-demo.rs') ??
    `use std::collections::HashMap;\n\n#[derive(Debug, Clone)]\npub struct Cache<V> {\n    entries: HashMap<String, V>,\n    limit: usize,\n}\n\nimpl<V: Clone> Cache<V> {\n    pub fn new(limit: usize) -> Self {\n        Self { entries: HashMap::new(), limit }\n    }\n\n    pub fn get(&self, key: &str) -> Option<&V> {\n        self.entries.get(key)\n    }\n\n    pub fn put(&mut self, key: String, value: V) -> Result<(), String> {\n        if self.entries.len() >= self.limit {\n            return Err(format!("full: {}", self.limit));\n        }\n        self.entries.insert(key, value);\n        Ok(())\n    }\n}`,
  java: `package org.example.orders;\n\nimport java.util.List;\nimport java.util.stream.Collectors;\n\npublic final class OrderService {\n    private final OrderRepository repository;\n\n    public OrderService(OrderRepository repository) {\n        this.repository = repository;\n    }\n\n    public List<Order> findOpen(String customer) {\n        return repository.findAll().stream()\n            .filter(order -> order.isOpen())\n            .filter(order -> order.customer().equals(customer))\n            .collect(Collectors.toList());\n    }\n}`,
  go: `package main\n\nimport (\n\t"fmt"\n\t"net/http"\n)\n\ntype server struct {\n\tcount int\n}\n\nfunc (s *server) handle(w http.ResponseWriter, r *http.Request) {\n\ts.count++\n\tif err := r.ParseForm(); err != nil {\n\t\thttp.Error(w, err.Error(), http.StatusBadRequest)\n\t\treturn\n\t}\n\tfmt.Fprintf(w, "visit %d", s.count)\n}\n\nfunc main() {\n\ts := &server{}\n\thttp.HandleFunc("/", s.handle)\n\thttp.ListenAndServe(":8080", nil)\n}`,
  csharp: `using System;\nusing System.Linq;\n\nnamespace Shop.Reports\n{\n    public class SalesReport\n    {\n        public decimal Total { get; private set; }\n\n        public void Add(params decimal[] amounts)\n        {\n            foreach (var amount in amounts.Where(a => a > 0))\n            {\n                Total += amount;\n            }\n            Console.WriteLine($"Total: {Total:C}");\n        }\n    }\n}`,
};

export function monaco(): Shot[] {
  return Object.entries(CODE).flatMap(([language, code], i) =>
    ['vs', 'vs-dark', 'hc-black'].map((theme, t) => ({
      name: `monaco_${language}-${theme}`,
      size: [
        [720, 480],
        [980, 620],
        [560, 380],
      ][(i + t) % 3] as [number, number],
      html: `${css('monaco-editor/min/vs/editor/editor.main.css')}<style>html,body,#e{margin:0;height:100%}</style><div id="e"></div>${js('monaco-editor/min/vs/loader.js')}<script>require.config({paths:{vs:'/npm/monaco-editor/min/vs'}});require(['vs/editor/editor.main'],()=>{monaco.editor.create(document.getElementById('e'),{value:${JSON.stringify(code)},language:'${language}',theme:'${theme}',fontSize:${12 + t},minimap:{enabled:${t !== 1}},automaticLayout:true});setTimeout(()=>window.done=1,2500)})</script>`,
      ready: 'window.done===1',
    })),
  );
}

const SESSIONS = [
  '\x1b[32muser@host\x1b[0m:\x1b[34m~/app\x1b[0m$ npm install\r\nnpm ERR! code ERESOLVE\r\nnpm ERR! ERESOLVE unable to resolve dependency tree\r\nnpm ERR! \r\nnpm ERR! While resolving: app@1.0.0\r\nnpm ERR! Found: react@18.2.0\r\n\x1b[32muser@host\x1b[0m:\x1b[34m~/app\x1b[0m$ ',
  '$ cargo build\r\n   \x1b[32mCompiling\x1b[0m cache v0.1.0 (/home/user/cache)\r\n\x1b[31merror[E0382]\x1b[0m: borrow of moved value: `entries`\r\n  --> src/lib.rs:14:9\r\n   |\r\n14 |         entries.len()\r\n   |         ^^^^^^^ value borrowed here after move\r\n\r\nerror: could not compile `cache` due to previous error\r\n$ ',
  'PS C:\\Users\\dev> Get-Process | Select-Object -First 6\r\n\r\n Handles  NPM(K)    PM(K)      WS(K)     CPU(s)     Id ProcessName\r\n -------  ------    -----      -----     ------     -- -----------\r\n     412      23    18040      35212       1.20   4312 explorer\r\n     210      12     6020      14008       0.41   1980 svchost\r\n\r\nPS C:\\Users\\dev> ',
  '$ go test ./...\r\nok  \texample.com/app/cache\t0.012s\r\n--- FAIL: TestLogin (0.00s)\r\n    login_test.go:21: got 500, want 200\r\nFAIL\r\nFAIL\texample.com/app/auth\t0.034s\r\n$ ',
];
export function xtermJs(): Shot[] {
  return SESSIONS.flatMap((text, i) =>
    [
      { background: '#1e1e1e', foreground: '#cccccc' },
      { background: '#ffffff', foreground: '#333333' },
    ].map((theme, t) => ({
      name: `xtermjs_${i}-${t}`,
      size: [
        [760, 420],
        [900, 360],
      ][(i + t) % 2] as [number, number],
      html: `${css('@xterm/xterm/css/xterm.css')}<style>html,body{margin:0;height:100%;background:${theme.background}}</style><div id="t"></div>${js('@xterm/xterm/lib/xterm.js')}<script>const t=new Terminal({rows:20,cols:92,fontFamily:'DejaVu Sans Mono',fontSize:${13 + t},theme:${JSON.stringify(theme)}});t.open(document.getElementById('t'));t.write(${JSON.stringify(text)},()=>setTimeout(()=>window.done=1,500))</script>`,
      ready: 'window.done===1',
    })),
  );
}
