/** Colours of report pages by name. */
export const COLOURS = {
  ink: '#17212b',
  soft: '#4d5b68',
  line: '#d9e0e7',
  paper: '#ffffff',
  wash: '#f4f6f8',
  accent: '#0b5cad',
  good: '#11632f',
  'good-bg': '#e3f4e8',
  bad: '#a11c1c',
  'bad-bg': '#fde8e8',
  warn: '#7a4b00',
  'warn-bg': '#fff1d6',
} as const;
export type Colour = keyof typeof COLOURS;

/** Text colours and the grounds they stand on: each pair has a contrast of at least 4.5 to 1 (WCAG AA). */
export const TEXT_ON: readonly (readonly [Colour, Colour])[] = [
  ['ink', 'paper'],
  ['ink', 'wash'],
  ['soft', 'paper'],
  ['soft', 'wash'],
  ['accent', 'paper'],
  ['paper', 'accent'],
  ['good', 'good-bg'],
  ['good', 'paper'],
  ['bad', 'bad-bg'],
  ['bad', 'paper'],
  ['warn', 'warn-bg'],
  ['warn', 'paper'],
];

const VARIABLES = Object.entries(COLOURS)
  .map(([name, value]) => `--${name}:${value}`)
  .join(';');

/** Style of report pages. Verdicts carry a mark and a word, never colour alone. */
export const STYLE = `
:root{${VARIABLES}}
*{box-sizing:border-box}body{margin:0;background:var(--wash);color:var(--ink);font:15px/1.55 system-ui,"Segoe UI","PingFang SC","Noto Sans SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif}
input[name=language]{position:absolute;opacity:0}#en:checked~main [lang=zh-CN],#zh:checked~main [lang=en]{display:none}
nav{max-width:1080px;margin:0 auto;padding:16px 24px 0;text-align:right}nav label{display:inline-block;cursor:pointer;padding:4px 14px;border:1px solid var(--line);background:var(--paper);color:var(--soft)}nav label:first-child{border-radius:6px 0 0 6px}nav label:last-child{border-radius:0 6px 6px 0;border-left:0}
#en:checked~nav label[for=en],#zh:checked~nav label[for=zh]{background:var(--accent);border-color:var(--accent);color:var(--paper)}#en:focus-visible~nav label[for=en],#zh:focus-visible~nav label[for=zh]{outline:3px solid #7db7f0}
main{max-width:1080px;margin:0 auto;padding:8px 24px 48px}header,section{background:var(--paper);border:1px solid var(--line);border-radius:10px;padding:22px 26px;margin-top:16px}header{border-top:4px solid var(--accent)}
h1{font-size:30px;line-height:1.2;margin:4px 0 14px}h2{font-size:19px;line-height:1.3;margin:0 0 14px}h2 small{color:var(--soft);font-weight:400;margin:0 6px}h3{font-size:14px;margin:18px 0 6px}
.eyebrow{color:var(--accent);font-weight:600;margin:0}.state{display:inline-block;margin:0 0 2px 6px;padding:0 9px;border-radius:999px;font-size:13px;background:var(--warn-bg);color:var(--warn)}.state.done{background:var(--good-bg);color:var(--good)}
.why{margin:12px 0 0}.note{color:var(--soft);font-size:13px;margin:0 0 12px}table+.note{margin:12px 0 0}
.facts{display:flex;flex-wrap:wrap;gap:8px 32px;margin:0}.facts dt{color:var(--soft);font-size:13px}.facts dd{margin:0;font-variant-numeric:tabular-nums}.facts small{color:var(--soft);margin-left:6px}
.figures{gap:10px 28px;margin-bottom:16px}.figures dd small{display:block;margin:0;font-size:12px}
.numbers{display:grid;grid-template-columns:repeat(4,1fr);gap:12px;margin-top:20px}.numbers div{border:1px solid var(--line);border-left:4px solid var(--line);border-radius:8px;padding:12px 14px}.numbers b{display:block;font-size:24px;line-height:1.25;font-variant-numeric:tabular-nums}.numbers i{font-style:normal;font-size:15px;font-weight:400;color:var(--soft)}.numbers span{color:var(--soft);font-size:13px}.numbers i span{font-size:15px}.numbers small{display:block;color:var(--soft);font-size:12px;line-height:1.4;margin-top:2px}.numbers small span{font-size:12px}.numbers .kept{border-left-color:var(--good)}.numbers .bad{border-left-color:var(--bad)}.numbers .bad b{color:var(--bad)}.numbers .open{border-left-color:var(--warn)}.numbers .open b{color:var(--warn)}
table{border-collapse:collapse;width:100%}th,td{padding:9px 10px;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}th:first-child{padding-left:0}td:last-child,thead th:last-child{padding-right:0}thead th{color:var(--soft);font-size:13px;font-weight:600;border-bottom:2px solid var(--line)}tbody tr:last-child>*{border-bottom:0}tbody th,tfoot th{font-weight:600}tfoot tr>*{border-top:2px solid var(--line);border-bottom:0}
td small,th small{display:block;color:var(--soft);font-weight:400;font-size:13px}td .risk{color:var(--warn)}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.n .line{white-space:normal}.line small{white-space:nowrap}.changes table{margin-bottom:8px}.changes th:first-child{width:34%}.line{display:block}.line+.line{margin-top:6px}.k{display:none}
.verdict{display:inline-block;padding:1px 10px;border-radius:999px;font-size:13px;font-weight:600;white-space:nowrap;background:var(--wash);color:var(--soft);vertical-align:2px}.met{background:var(--good-bg);color:var(--good)}.missed{background:var(--bad-bg);color:var(--bad)}.verdict em{font-style:normal;font-weight:400}.insufficient_evidence,.review_required,.awaited{background:var(--warn-bg);color:var(--warn)}
.verdict.tentative{background:var(--paper);box-shadow:inset 0 0 0 1px currentColor}
figure{margin:0}figcaption{font-size:13px;color:var(--soft);margin-bottom:4px}.chart{display:grid;grid-template-columns:auto 1fr;gap:0 8px}.axis{position:relative;min-width:52px;font-size:12px;color:var(--soft)}.y{position:absolute;right:0;transform:translateY(-50%);white-space:nowrap}.chart svg{display:block;width:100%;height:140px;background:var(--wash);border-radius:6px}.days{grid-column:2;display:flex;justify-content:space-between;font-size:12px;color:var(--soft);padding-top:3px}
.burn{fill:none;stroke:var(--accent);stroke-width:2.5;vector-effect:non-scaling-stroke}.spent{stroke:var(--bad)}.area{fill:var(--accent);opacity:.1}.zero{stroke:var(--bad);stroke-dasharray:4 4;vector-effect:non-scaling-stroke}.over{fill:var(--bad-bg)}
.tree,.tree ul{list-style:none;margin:0;padding:0}.tree ul{margin-left:6px;padding-left:16px;border-left:2px solid var(--line);color:var(--soft);font-size:14px}.tree li{padding:2px 0;overflow-wrap:anywhere}.tree>li+li{margin-top:8px}.tree .outages{margin:0;padding:0;border:0;columns:30em auto;column-gap:24px}.outages li{break-inside:avoid}summary{cursor:pointer;color:var(--accent)}
code{font:12px/1.5 ui-monospace,SFMono-Regular,Consolas,monospace;overflow-wrap:anywhere}.hashes{margin:0 0 12px}.hashes div{margin-bottom:6px}.hashes dt{color:var(--soft);font-size:13px}.hashes dd{margin:0}.proof table{table-layout:fixed}
@media (max-width:720px){main{padding:8px 12px 32px}nav{padding:12px 12px 0}header,section{padding:16px}h1{font-size:24px}.numbers{grid-template-columns:1fr 1fr}.numbers b{font-size:20px}.facts{gap:8px 20px}
thead{display:none}table,tbody,tfoot,tr,td,tbody th,tfoot th{display:block}tr{padding:10px 0;border-bottom:1px solid var(--line)}tbody tr:last-child{border-bottom:0}tbody th,tfoot th,td{border:0!important;padding:3px 0}td{display:flex;justify-content:space-between;gap:16px;text-align:right;white-space:normal}.changes th:first-child{width:auto}.k{display:inline;color:var(--soft);font-size:13px;text-align:left;flex:none}.v{min-width:0;overflow-wrap:anywhere}td:has(.v:empty){display:none}}
@media print{@page{margin:14mm}body{background:#fff;font-size:12px}nav{display:none}details::details-content{content-visibility:visible;display:block;height:auto}main{max-width:none;padding:0}header,section{border:0;border-radius:0;padding:8px 0;margin:0 0 8px}header{border-top:3px solid var(--accent)}h1{font-size:22px}h2,h3,figcaption{break-after:avoid}tr,figure,.numbers div,li{break-inside:avoid}.verdict,.state,.over,.area,.chart svg,.numbers div{print-color-adjust:exact;-webkit-print-color-adjust:exact}}`;
