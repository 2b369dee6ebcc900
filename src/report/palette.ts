// The colours of report and planner page: variables, each light and dark; contrast of text at least 4.5 to 1 in each.

const LIGHT = `
  --page: #ffffff; --ink: #1b1f24; --soft: #57606a; --rule: #d0d7de; --panel: #f6f8fa; --accent: #0b5cad;
  --cloud: #1f6fb2; --lease: #d9822b; --mining: #8a939c; --resale: #8250b8; --stranded: #d8dde2; --build: #9aa4ad;
  --gain: #1a7f4b; --loss: #c0392b; --total: #1f6fb2; --equity: #1f6fb2; --debt: #d9822b; --heat: #b42318; --on-bar: #0d1117;
  --yes: #14693e; --no: #9a3412;`;

const DARK = `
  --page: #0f1318; --ink: #e6edf3; --soft: #a3adb8; --rule: #303841; --panel: #171c23; --accent: #79b8ff;
  --cloud: #4a9ae0; --lease: #e59a4b; --mining: #7d8791; --resale: #a983dc; --stranded: #39424c; --build: #77828d;
  --gain: #3fb477; --loss: #ec6f63; --total: #4a9ae0; --equity: #4a9ae0; --debt: #e59a4b; --heat: #ff8a7a; --on-bar: #0d1117;
  --yes: #56d19a; --no: #ffa66b;`;

/** As the reader's system asks for, or as the root's `data-theme` ("light", "dark") says. */
export const SCHEMES = `
:root { color-scheme: light dark; ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { ${DARK} } }
:root[data-theme="light"] { color-scheme: light; ${LIGHT} }
:root[data-theme="dark"] { color-scheme: dark; ${DARK} }`;

/** On paper: the light colours, text in black. */
export const PRINT = `${LIGHT}
  --page: #fff; --ink: #000; --soft: #444; --rule: #bbb; --panel: #fff; --accent: #000;`;
