/**
 * The style sheet of a report: no image, no font and no script from elsewhere; follows the reader's
 * light or dark setting. Colours of the plots can be told apart by the colour-blind (Okabe and Ito 2008),
 * and paper is always light.
 */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--ink:#1c2430;--soft:#566072;--page:#f6f7f9;--card:#fff;--line:#dde2e8;--good:#17683f;--doubt:#8a5a00;--bad:#a83420;--mark:#eef2f8;--c1:#0072b2;--c2:#d55e00;--c3:#009e73;--grid:#e3e7ec;--h0:#e3eef7;--h1:#c3dcee;--h2:#9cc6e2;--h3:#6badd4;--h4:#3b8fc2;--h5:#1672a8;--h6:#0a4f7d;--on:#10202e;--off:#fff}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#a3aebd;--page:#14181e;--card:#1c222b;--line:#323b48;--good:#58c08a;--doubt:#e2b04a;--bad:#ee917f;--mark:#252d39;--c1:#56b4e9;--c2:#e69f00;--c3:#2fc498;--grid:#2c3541;--h0:#1f3040;--h1:#24435c;--h2:#275879;--h3:#2a6f98;--h4:#3a8cba;--h5:#62addb;--h6:#9bd0f2;--on:#e6eaf0;--off:#0d1822}}
*{box-sizing:border-box}
html{overflow-wrap:break-word}
html:lang(ko){word-break:keep-all}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI","Noto Sans","Noto Sans CJK KR","Apple SD Gothic Neo","Malgun Gothic",sans-serif}
main{max-width:1120px;margin:0 auto;padding:24px 16px 60px}
h1{font-size:26px;line-height:1.25;margin:0 0 4px}h2{font-size:18px;margin:0 0 10px}h3{font-size:15px;margin:0 0 8px}
p{margin:6px 0}.soft{color:var(--soft)}a{color:inherit}
section,.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:16px 18px;margin-top:16px;min-width:0}
code{font-size:13px;overflow-wrap:anywhere}
.verdict{border-inline-start:6px solid var(--doubt)}.verdict.good{border-inline-start-color:var(--good)}.verdict.bad{border-inline-start-color:var(--bad)}
.verdict>p:first-of-type{font-size:18px;font-weight:600}
.verdict ul,.verdict ol{margin:4px 0 12px;padding-inline-start:22px}.verdict li{margin:3px 0}.verdict ul{list-style:none;padding:0}
.level{display:inline-block;border-radius:4px;padding:0 7px;margin-inline-end:8px;font-size:13px;font-weight:600;background:var(--mark)}
.level.good{color:var(--good)}.level.doubt{color:var(--doubt)}.level.bad{color:var(--bad)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));gap:10px;margin-top:16px}
.tile{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:10px 12px;min-width:0}
.tile b{display:block;font-size:21px;line-height:1.25;font-variant-numeric:tabular-nums}
.tile span{color:var(--soft);font-size:13px}
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,440px),1fr));gap:16px}
figure{margin:0;border-top:1px solid var(--line);padding-top:12px;min-width:0}figure.whole{grid-column:1/-1}
figcaption{font-size:13px;color:var(--soft);margin-top:6px}
.few{display:block;color:var(--doubt)}
.drawing{overflow-x:auto}.drawing svg{display:block;max-width:100%;height:auto}.drawing.full svg{max-width:none}.narrow{display:none}
svg text{font-family:inherit;fill:var(--ink);font-size:12px}svg .mark{fill:var(--soft);font-size:11px}svg .axis{fill:var(--soft);font-size:11px;font-weight:600}
.grid{stroke:var(--grid)}.tick{stroke:var(--ink);stroke-width:2}.stem{stroke:var(--c1);stroke-width:2}.aim{stroke:var(--soft);stroke-width:1.5;stroke-dasharray:2 3}
.c1{fill:var(--c1)}.c2{fill:var(--c2)}.c3{fill:var(--c3)}
.s1,.s2,.s3{fill:none;stroke-width:2}.s1{stroke:var(--c1)}.s2{stroke:var(--c2);stroke-dasharray:6 3}.s3{stroke:var(--c3);stroke-dasharray:2 3}
.solid{stroke-dasharray:none}
.band1,.band2,.band3{opacity:.16}.band1{fill:var(--c1)}.band2{fill:var(--c2)}.band3{fill:var(--c3)}
.hnone{fill:none;stroke:var(--line);stroke-dasharray:3 3}.h0{fill:var(--h0)}.h1{fill:var(--h1)}.h2{fill:var(--h2)}.h3{fill:var(--h3)}.h4{fill:var(--h4)}.h5{fill:var(--h5)}.h6{fill:var(--h6)}
svg .htnone{fill:var(--soft)}svg .ht0,svg .ht1,svg .ht2,svg .ht3{fill:var(--on)}svg .ht4,svg .ht5,svg .ht6{fill:var(--off)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px}
th,td{text-align:start;padding:5px 12px 5px 0;border-bottom:1px solid var(--line);vertical-align:top}
th{color:var(--soft);font-weight:600;font-size:13px}tr:last-child>*{border-bottom:0}
td.n,th.n{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap}td.words{min-width:16em}
details{margin-top:8px}summary{cursor:pointer;color:var(--soft);font-size:13px}section>details{margin:0}section>details>summary{color:var(--ink);font-size:18px}section>details>summary h2{display:inline;margin:0}section>details[open]>summary{margin-bottom:10px}
.list{margin:0;padding:0;list-style:none}.list li{padding:10px 0;border-bottom:1px solid var(--line)}.list li:last-child{border-bottom:0}
.tree,.tree ol{padding-inline-start:18px}
.text{white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext}
.tag{display:inline-block;border-radius:4px;background:var(--mark);padding:0 7px;margin-inline-end:6px;font-size:13px;overflow-wrap:anywhere}
.tag.good{color:var(--good)}.tag.bad{color:var(--bad)}
.why{color:var(--soft);font-size:13px;overflow-wrap:anywhere;unicode-bidi:plaintext}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,260px),1fr));gap:6px 20px}
.trace{font-size:12px;color:var(--soft)}.trace code{font-size:12px;user-select:all}
form{display:flex;flex-wrap:wrap;gap:8px 12px;align-items:end;margin:8px 0}form label{font-size:13px;color:var(--soft);display:grid;gap:2px;min-width:0;max-width:100%}
input,select,button{font:inherit;font-size:14px;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:6px;padding:4px 8px;max-width:100%}
.trace button{font-size:12px;padding:0 6px}button{cursor:pointer}.small table{width:auto;min-width:min(100%,440px)}button:disabled{opacity:.5;cursor:default}:focus-visible{outline:2px solid var(--c1);outline-offset:2px}
.pages{display:flex;gap:10px;align-items:center;flex-wrap:wrap;margin-top:8px}[hidden]{display:none!important}
@media(max-width:640px){main{padding:16px 10px 40px}section,.card{padding:12px}.wide{display:none}.narrow{display:block}.tiles{grid-template-columns:repeat(auto-fit,minmax(130px,1fr))}}
@media print{:root{--page:#fff}@page{size:A4;margin:12mm}body{font-size:12px;line-height:1.4}main{max-width:none;padding:0}h1{font-size:20px}h2{font-size:15px}h3{font-size:13px}section,.card{padding:10px 12px;margin-top:10px}.verdict>p:first-of-type{font-size:15px}.tile b{font-size:16px}.tiles{grid-template-columns:repeat(5,1fr);gap:6px}.plots{grid-template-columns:1fr 1fr;gap:10px 16px}figure:not(.whole) .wide{display:none}figure:not(.whole) .narrow{display:block}figure,.tile,.list li,tr{break-inside:avoid}h2,h3{break-after:avoid}.drawing{overflow:visible}.drawing.full svg{max-width:100%}form,.pages,button,details:not([open]),.folded:has(>details:not([open])){display:none}.why,.tag,.trace,.trace code,.tile span,figcaption,th,.level{font-size:11px}table{font-size:11px}.list.samples li:nth-child(n+7),.list.short li:nth-child(n+5){display:none}}
`;
