/** The tokens that set programming languages apart, with how much each says. */

export interface Language {
  readonly name: string;
  /** Each match of a pattern adds its weight, at most three times a pattern. */
  readonly signs: readonly (readonly [RegExp, number])[];
}

export const LANGUAGES: readonly Language[] = [
  {
    name: 'TypeScript',
    signs: [
      [/\b(?:const|let|readonly|private|public)\s+\w+\??\s*:\s*[A-Za-z]/g, 3],
      [/\binterface\s+\w+(?:<[^>]*>)?\s*(?:extends\s+\w+\s*)?\{/g, 2],
      [/\)\s*:\s*(?:Promise<|void\b|string\b|number\b|boolean\b|\w+\[\])/g, 3],
      [/\bimport\s+type\b|\bas\s+const\b|\bexport\s+(?:type|interface|enum)\b/g, 3],
      [/\w+\??:\s*(?:string|number|boolean|unknown|void|any|never)\b/g, 2],
      [/\b(?:const|let)\s+[\w{[]|=>|\bawait\s|===|!==/g, 1],
      [/\bimport\s+.*\bfrom\s+['"]/g, 1],
    ],
  },
  {
    name: 'JavaScript',
    signs: [
      [/\b(?:const|let|var)\s+[\w{[][^:]*=/g, 2],
      [/=>\s*[{(\w]|===|!==/g, 1.5],
      [/\bfunction\s*\*?\s*\w*\s*\([\w\s,={}.]*\)\s*\{/g, 2],
      [/\brequire\(['"]|\bmodule\.exports\b|\bconsole\.\w+\(/g, 2],
      [/\bimport\s+.*\bfrom\s+['"]|\bexport\s+default\b/g, 1.5],
      [/\bdocument\.\w+|\bwindow\.\w+|\basync\s+function|\btypeof\s/g, 1.5],
    ],
  },
  {
    name: 'Python',
    signs: [
      [/^\s*(?:\d+\s+)?def\s+\w+\s*\(.*\)?\s*(?:->.*)?:?\s*$/gm, 3],
      [/^\s*(?:\d+\s+)?class\s+\w+(?:\([\w., ]*\))?:\s*$/gm, 3],
      [/^\s*(?:\d+\s+)?(?:from\s+[\w.]+\s+import|import\s+[\w.]+(?:\s+as\s+\w+)?\s*$)/gm, 2.5],
      [/\bself\.\w+|\bself,|__\w+__/g, 2],
      [/^\s*(?:\d+\s+)?(?:if|elif|for|while|with|try|except|else)\b[^{};]*:\s*$/gm, 1.5],
      [/\bNone\b|\bTrue\b|\bFalse\b|\belif\b|\bprint\(|"""|\blambda\s/g, 1],
    ],
  },
  {
    name: 'Rust',
    signs: [
      [/\b(?:pub\s+)?fn\s+\w+\s*(?:<[^>]*>)?\s*\(/g, 3],
      [/\blet\s+mut\b|&mut\s|&self\b|\bimpl\b.*\{|#\[derive|\bmatch\s+\w+.*\{/g, 2.5],
      [/\buse\s+(?:std|crate|super|\w+)::/g, 2.5],
      [/\b(?:Some|Ok|Err|None)\(|\.unwrap\(\)|\bprintln!|\bvec!|->\s*(?:Result|Option|Self)\b/g, 2],
    ],
  },
  {
    name: 'Go',
    signs: [
      [/^\s*(?:\d+\s+)?package\s+\w+\s*$/gm, 3],
      [/\bfunc\s+(?:\(\w+\s+\*?\w+\)\s*)?\w+\s*\(/g, 3],
      [/:=/g, 1.5],
      [/\bif\s+err\s*!=\s*nil\b|\bfmt\.\w+|\bdefer\s|\bgo\s+func|\bchan\s|\bmake\(/g, 2.5],
      [/^\s*(?:\d+\s+)?type\s+\w+\s+(?:struct|interface)\b/gm, 3],
    ],
  },
  {
    name: 'Java',
    signs: [
      [/\bpublic\s+(?:final\s+|abstract\s+|static\s+)*(?:class|interface|enum|record)\b/g, 2.5],
      [/\bimport\s+(?:static\s+)?(?:java|javax|org|com)\.[\w.*]+;/g, 3],
      [/^\s*(?:\d+\s+)?package\s+[\w.]+;/gm, 3],
      [/\bSystem\.out\.|@Override\b|\bpublic\s+static\s+void\s+main/g, 3],
      [
        /\b(?:private|protected|public)\s+(?:static\s+)?(?:final\s+)?(?:String|int|List<|Map<|boolean|void|long|double)/g,
        1.5,
      ],
      [/\bthrows\s+\w+|\bnew\s+\w+<.*>\(|\bString\s+\w+/g, 1],
    ],
  },
  {
    name: 'C#',
    signs: [
      [/^\s*(?:\d+\s+)?using\s+[A-Z][\w.]*;/gm, 3],
      [/^\s*(?:\d+\s+)?namespace\s+[A-Z][\w.]*/gm, 2.5],
      [/\{\s*get;|\bset;\s*\}|\bConsole\.Write|\bstring\.\w+|\bforeach\s*\(|\$"/g, 2.5],
      [
        /\b(?:public|private|internal)\s+(?:async\s+|static\s+|override\s+|readonly\s+)*(?:Task|string|bool|decimal|var|IEnumerable)\b/g,
        2,
      ],
    ],
  },
  {
    name: 'C++',
    signs: [
      [/#include\s*<(?:iostream|vector|string|map|memory|algorithm|cstd\w+|c?math)>/g, 3],
      [/\bstd::\w+|\bcout\s*<<|\bcin\s*>>/g, 2.5],
      [/\btemplate\s*<|\btypename\s|\bnamespace\s+\w+\s*\{|\bnullptr\b|\bconstexpr\b|\bvirtual\s/g, 2.5],
      [/\w+::\w+\s*\(/g, 1.5],
      [/\bclass\s+\w+\s*(?:final\s*)?(?::\s*public\s+\w+\s*)?\{/g, 1],
    ],
  },
  {
    name: 'C',
    signs: [
      [/#include\s*[<"][\w/]+\.h[>"]/g, 2.5],
      [/^\s*(?:\d+\s+)?#\s*(?:define|ifdef|ifndef|endif|undef)\b/gm, 2],
      [/\b(?:static\s+|extern\s+|unsigned\s+)*(?:int|char|void|long|size_t|double)\s+\*?\w+\s*\(/g, 1.5],
      [/\bprintf\s*\(|\bmalloc\s*\(|\bsizeof\s*\(|\bstruct\s+\w+\s*\*|->\w+|\btypedef\s/g, 1.5],
      [/\b(?:char|void|int)\s*\*\s*\w+|\bNULL\b/g, 1],
    ],
  },
  {
    name: 'Kotlin',
    signs: [
      [/\bfun\s+(?:\w+\.)?\w+\s*\(/g, 3],
      [/\b(?:val|var)\s+\w+\s*(?::\s*\w+\??\s*)?=/g, 1.5],
      [/\bdata\s+class\b|\bcompanion\s+object\b|\bwhen\s*(?:\(.*\))?\s*\{|\?:|\bprintln\(|\blistOf\(/g, 2],
    ],
  },
  {
    name: 'Swift',
    signs: [
      [/\bfunc\s+\w+\s*\(.*\)\s*(?:throws\s*)?(?:->\s*\w+)?\s*\{/g, 2],
      [
        /\bguard\s+let\b|\bif\s+let\b|\bimport\s+(?:UIKit|SwiftUI|Foundation)\b|@State\b|\bsome\s+View\b/g,
        3.5,
      ],
      [/\b(?:let|var)\s+\w+\s*:\s*\[?[A-Z]\w*\]?\??\s*(?:=|\{|$)/gm, 1.5],
      [/\bextension\s+\w+|\bprotocol\s+\w+\s*[:{]/g, 1.5],
    ],
  },
  {
    name: 'Ruby',
    signs: [
      [/^\s*(?:\d+\s+)?end\s*$/gm, 1.5],
      [/^\s*(?:\d+\s+)?def\s+(?:self\.)?\w+[?!]?(?:\s*\(.*\))?\s*$/gm, 2],
      [
        /\bputs\s|\battr_(?:accessor|reader)\b|\brequire\s+['"]|\bdo\s*\|\w+\||\.each\b|\bunless\s|\bmodule\s+[A-Z]/g,
        2,
      ],
      [/(?:^|\s):\w+\s*=>|@\w+\s*=/g, 1.5],
    ],
  },
  {
    name: 'PHP',
    signs: [
      [/<\?php/g, 5],
      [/\$\w+\s*(?:=|->|\[)/g, 1.5],
      [/\bfunction\s+\w+\s*\([^)]*\$\w+/g, 3],
      [/\becho\s|\$this->|\buse\s+[A-Z]\w*\\|::class\b/g, 2],
    ],
  },
  {
    name: 'Shell script',
    signs: [
      [/^\s*(?:\d+\s+)?#!\s*\/(?:usr\/)?bin\/(?:env\s+)?(?:ba|z|da)?sh\b/gm, 6],
      [/^\s*(?:\d+\s+)?(?:fi|done|esac)\s*$/gm, 2.5],
      [/\bif\s+\[\[?\s|;\s*then\b|;\s*do\b|\$\{\w+[:}]|\$\(\w/g, 2],
      [/^\s*(?:\d+\s+)?(?:export|local|set -[eux]+|echo|source)\b/gm, 1.5],
    ],
  },
  {
    name: 'PowerShell',
    signs: [
      [/\b(?:Get|Set|New|Write|Remove|Invoke|Import)-[A-Z]\w+/g, 2.5],
      [/\bparam\s*\(|\$_\.\w+|-(?:eq|ne|like|gt|lt)\s/g, 2],
    ],
  },
  {
    name: 'SQL',
    signs: [
      [/\bSELECT\b[\s\S]{1,200}?\bFROM\b/gi, 3],
      [/\b(?:CREATE|ALTER|DROP)\s+(?:TABLE|INDEX|VIEW)\b|\bINSERT\s+INTO\b|\bUPDATE\s+\w+\s+SET\b/gi, 3],
      [/\b(?:LEFT|INNER|OUTER)?\s*JOIN\b|\bGROUP\s+BY\b|\bORDER\s+BY\b|\bPRIMARY\s+KEY\b|\bVARCHAR\b/g, 2],
    ],
  },
  {
    name: 'HTML',
    signs: [
      [/<!DOCTYPE\s+html/gi, 5],
      [
        /<\/?(?:div|span|html|head|body|script|p|a|ul|li|table|form|button|section|meta|link|h[1-6])\b[^>]*>?/gi,
        2,
      ],
      [/\b(?:class|href|src|id)="/g, 1],
    ],
  },
  {
    name: 'CSS',
    signs: [
      [/^\s*(?:\d+\s+)?[.#@:\w][^{};()=]*\{\s*$/gm, 1],
      [
        /\b(?:color|margin|padding|display|font-size|font-family|background(?:-color)?|border(?:-radius)?|width|height|position|flex)\s*:\s*[^;{]+;/g,
        2,
      ],
      [/@media\b|!important|\b\d+(?:px|rem|em|vh)\b|@import\s/g, 1],
    ],
  },
  {
    name: 'JSON',
    signs: [
      [/^\s*(?:\d+\s+)?"[^"]+"\s*:\s*(?:"|\d|\[|\{|true|false|null)/gm, 2],
      [/^\s*(?:\d+\s+)?[{}[\]],?\s*$/gm, 0.4],
    ],
  },
  {
    name: 'YAML',
    signs: [
      [/^\s*(?:\d+\s+)?(?:- )?[\w.-]+:\s*(?:[\w"'/.$[{|>-][^;{}()]*)?$/gm, 1],
      [/^\s*(?:\d+\s+)?-\s+(?:name|uses|run|image|id):/gm, 2],
      [/^\s*(?:\d+\s+)?(?:apiVersion|kind|metadata|spec|jobs|steps|services|version):/gm, 2.5],
    ],
  },
  {
    name: 'XML',
    signs: [
      [/<\?xml\b/g, 6],
      [/<\/?[\w-]+:[\w-]+|xmlns(?::\w+)?=/g, 2],
      [
        /<\/(?!(?:div|span|html|head|body|script|p|a|ul|li|table|form|button|section|h[1-6])\b)[\w.-]+>/g,
        1.5,
      ],
    ],
  },
  {
    name: 'Dockerfile',
    signs: [
      [/^\s*(?:\d+\s+)?FROM\s+[\w./-]+(?::[\w.-]+)?(?:\s+AS\s+\w+)?\s*$/gm, 3],
      [/^\s*(?:\d+\s+)?(?:RUN|COPY|WORKDIR|ENTRYPOINT|CMD|EXPOSE|ENV)\s+\S/gm, 2],
    ],
  },
  {
    name: 'Lua',
    signs: [
      [/\blocal\s+(?:function\s+)?\w+/g, 2.5],
      [/\bthen\s*$|\belseif\b|~=|\.\.\s*["\w]|\bnil\b/gm, 1.5],
      [/^\s*(?:\d+\s+)?end[,)]?\s*$/gm, 1],
    ],
  },
  {
    name: 'Perl',
    signs: [
      [/\bmy\s+[$@%]\w+/g, 3],
      [/^\s*(?:\d+\s+)?(?:use\s+(?:strict|warnings)|sub\s+\w+\s*\{|package\s+[\w:]+;)/gm, 3],
      [/\$_\b|=~|\bqw\(|@_\b/g, 1.5],
    ],
  },
  {
    name: 'R',
    signs: [
      [/\w+\s*<-\s*\S/g, 2],
      [/\blibrary\(\w+\)|%>%|\bggplot\(|\bdata\.frame\(|<-\s*function\(/g, 3],
    ],
  },
  {
    name: 'LaTeX',
    signs: [
      [/\\(?:begin|end)\{\w+\*?\}|\\documentclass|\\usepackage/g, 3],
      [/\\(?:section|textbf|emph|item|frac|cite|ref|label)\b/g, 2],
    ],
  },
  {
    name: 'Markdown',
    signs: [
      [/^\s*(?:\d+\s+)?#{1,4}\s+[A-Z]\w+/gm, 2],
      [/^\s*(?:\d+\s+)?```\w*\s*$/gm, 2.5],
      [/\[[^\]]+\]\(https?:[^)]*\)|^\s*(?:\d+\s+)?[-*]\s+\*\*/gm, 2],
    ],
  },
];
