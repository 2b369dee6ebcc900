// The page's style: light, dark and print by one set of variables.
import { PRINT, SCHEMES } from "./palette.ts";

export const STYLE = `
${SCHEMES}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main, header, footer, nav { max-width: 920px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 28px; }
h1 { font-size: 26px; line-height: 1.2; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 20px; margin: 44px 0 10px; padding-top: 12px; border-top: 1px solid var(--rule); }
h3 { font-size: 16px; margin: 28px 0 2px; overflow-wrap: anywhere; }
p { margin: 4px 0 10px; max-width: 72ch; }
.lead { font-size: 17px; margin: 12px 0 18px; }
.soft, figcaption { color: var(--soft); }
a { color: var(--accent); }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 18px; padding: 0; margin: 16px 0 0; }
.cards { display: grid; grid-template-columns: repeat(4, 1fr); gap: 10px; margin: 18px 0; padding: 0; }
.cards div { background: var(--panel); border: 1px solid var(--rule); border-radius: 8px; padding: 10px 12px; }
.cards dt { color: var(--soft); font-size: 13px; }
.cards dd { margin: 0; font-size: 20px; font-weight: 600; font-variant-numeric: tabular-nums; }
.cards dd small { display: block; font-size: 12px; font-weight: 400; color: var(--soft); }
figure { margin: 6px 0 18px; }
figcaption { font-size: 13.5px; max-width: 80ch; margin: 2px 0 8px; }
.narrow { display: none; }
.plot { display: block; max-width: 100%; height: auto; color: var(--ink); }
.legend { display: flex; flex-wrap: wrap; gap: 4px 16px; font-size: 13px; padding: 0; margin: 4px 0; list-style: none; }
.legend i { display: inline-block; width: 12px; height: 12px; border-radius: 2px; margin-right: 6px; vertical-align: -1px; border: 1px solid var(--soft); }
.legend i.line { height: 0; border: 0; border-top: 3px solid currentColor; border-radius: 0; vertical-align: 4px; }
details { margin: 6px 0; }
summary { cursor: pointer; color: var(--accent); font-size: 13.5px; width: fit-content; }
.scroll { overflow-x: auto; margin-bottom: 18px; } details .scroll { margin-bottom: 0; }
.period { white-space: nowrap; }
table { border-collapse: collapse; font-size: 13.5px; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; max-width: calc(100vw - 28px); color: var(--soft); font-size: 12.5px; padding: 2px 0 6px; }
th, td { text-align: left; vertical-align: top; padding: 5px 10px 5px 0; border-bottom: 1px solid var(--rule); font-weight: 400; }
thead th { font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 600; overflow-wrap: anywhere; min-width: 7em; }
.figure { text-align: right; white-space: nowrap; }
.reason { min-width: 16em; }
.yes { color: var(--yes); font-weight: 600; }
.no { color: var(--no); font-weight: 600; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.skip { position: absolute; left: -999px; } .skip:focus { left: 8px; top: 8px; background: var(--page); padding: 6px; }
footer { color: var(--soft); font-size: 13px; padding: 30px 20px; }
@media (max-width: 620px) {
  .wide { display: none; } .narrow { display: block; }
  main, header, footer, nav { padding-left: 14px; padding-right: 14px; }
  .cards { grid-template-columns: 1fr 1fr; } .cards dd { font-size: 17px; } h1 { font-size: 22px; }
  thead th, thead .figure { white-space: normal; }
  .decisions thead { display: none; }
  .decisions tr { display: block; border-bottom: 1px solid var(--rule); padding: 8px 0; }
  .decisions th, .decisions td { display: block; border: 0; padding: 1px 0; text-align: left; white-space: normal; min-width: 0; }
  .decisions td:nth-child(3), .decisions td:nth-child(4) { display: inline; padding-right: 8px; color: var(--soft); }
}
@media print {
  :root { color-scheme: light; ${PRINT} }
  nav, details, .skip { display: none; } figure, tr, .cards div { break-inside: avoid; } h2, h3 { break-after: avoid; }
  body { font-size: 11pt; }
}
`;
