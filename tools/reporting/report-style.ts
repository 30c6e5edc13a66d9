/** The style sheet of report.html: no image, no font and no script from elsewhere; follows the reader's light or dark setting. */
export const REPORT_STYLE = `
:root{color-scheme:light dark;--ink:#1c2430;--soft:#5b6676;--page:#f6f7f9;--card:#fff;--line:#dde2e8;--good:#1d7a4c;--bad:#b3402f;--bar:#4a7bd0;--mark:#eef2f8}
@media(prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#9aa6b6;--page:#14181e;--card:#1c222b;--line:#323b48;--good:#58c08a;--bad:#ea8a78;--bar:#6f9be6;--mark:#252d39}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI","Noto Sans","Noto Sans CJK KR","Apple SD Gothic Neo","Malgun Gothic",sans-serif}
main{max-width:1080px;margin:0 auto;padding:28px 20px 60px}
h1{font-size:26px;margin:0 0 4px;overflow-wrap:anywhere}h2{font-size:17px;margin:0 0 12px}
section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:18px 20px;margin-top:18px;overflow-x:auto}
.soft{color:var(--soft)}p{margin:6px 0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin-top:18px}
.tile{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:12px 14px}
.tile b{display:block;font-size:22px;line-height:1.25;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.tile span{color:var(--soft);font-size:13px}
table{border-collapse:collapse;width:100%;font-size:14px}
th,td{text-align:start;padding:6px 10px 6px 0;border-bottom:1px solid var(--line);vertical-align:top}
th{color:var(--soft);font-weight:600;font-size:13px}tr:last-child td{border-bottom:0}
td.n,th.n{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap}
.bar{display:block;height:10px;min-width:2px;border-radius:5px;background:var(--bar)}.bar.good{background:var(--good)}.bar.bad{background:var(--bad)}
td.chart{width:34%}
.track{position:relative;height:12px;border-radius:6px;background:var(--mark);min-width:160px}
.track i{position:absolute;top:0;bottom:0;border-radius:6px;background:var(--bar);opacity:.45}
.track b{position:absolute;top:-2px;bottom:-2px;width:3px;border-radius:2px;background:var(--ink)}
ol{margin:0;padding:0;list-style:none}
ol li{padding:10px 0;border-bottom:1px solid var(--line)}ol li:last-child{border-bottom:0}
.text{white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext}
.tag{display:inline-block;border-radius:4px;background:var(--mark);padding:0 7px;margin-inline-end:6px;font-size:13px;overflow-wrap:anywhere}
.tag.good{color:var(--good)}.tag.bad{color:var(--bad)}
.why{color:var(--soft);font-size:13px;overflow-wrap:anywhere;unicode-bidi:plaintext}
code{font-size:13px;overflow-wrap:anywhere}
@media print{body{background:#fff}section,.tile{break-inside:avoid}}
`;
