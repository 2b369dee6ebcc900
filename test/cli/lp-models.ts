// Small models in MPS format whose answers are known by hand.

/** Maximum 2900 at chairs 36, tables 16, where assembly (dual 20) and finishing (dual 5) bind; orders lie in 10..40. */
export const PRODUCTION = `NAME          production
OBJSENSE
    MAX
ROWS
 N  profit
 L  assembly
 L  finishing
 G  orders
COLUMNS
    chairs    profit    45        assembly  2
    chairs    finishing 1         orders    1
    tables    profit    80        assembly  3
    tables    finishing 4
RHS
    limits    assembly  120       finishing 100
    limits    orders    10
RANGES
    spread    orders    30
BOUNDS
 UP most      tables    30
ENDATA
`;

/** The range of orders becomes 10..20 and binds: chairs 20, tables (100 - 20) / 4 = 20, profit 2500. */
export const NARROW_ORDERS = PRODUCTION.replace("spread    orders    30", "spread    orders    10");

/** 100 orders need 200 hours of assembly, and there are 120. */
export const TOO_MANY_ORDERS = PRODUCTION.replace("limits    orders    10", "limits    orders    100");

/** x + y >= 2 and nothing above: the cost -x falls for ever along x. */
export const UNBOUNDED = `NAME endless
ROWS
 N cost
 G least
COLUMNS
 x cost -1 least 1
 y cost 1 least 1
RHS
 r least 2
ENDATA
`;

/** The letter O stands for a zero on line 12, columns 25 and 26. */
export const MISSPELT = PRODUCTION.replace("profit    80", "profit    8O");

/** 2 n <= 5: with fractions n = 2.5, as an integer 2. */
export const INTEGER = `NAME whole
OBJSENSE MAX
ROWS
 N value
 N unused
 L weight
COLUMNS
 M1 'MARKER' 'INTORG'
 n value 1 weight 2
 M2 'MARKER' 'INTEND'
RHS
 r weight 5
BOUNDS
 LI b n 0
ENDATA
`;

/** In fixed format alone: its names hold blanks. Minimum 1 at "col one" = 1. */
export const BLANK_NAMES = `NAME          blanks
ROWS
 N  the cost
 G  row one
COLUMNS
    col one   the cost             1.0   row one              1.0
RHS
    r         row one              1.0
ENDATA
`;

/** Names that are special to objects of JavaScript, and a lower bound above the upper one. */
export const CROSSED = `NAME crossed
ROWS
 N cost
 G 1
COLUMNS
 __proto__ cost 1 1 1
RHS
 r 1 1
BOUNDS
 LO b __proto__ 5
 UP b __proto__ 3
ENDATA
`;

/** `columns` columns that share one row: its solution is a long text. */
export function wideModel(columns: number): string {
  const lines = Array.from({ length: columns }, (_, col) => ` column-number-${col} cost ${1 + (col % 7)} share 1`);
  return `NAME wide\nROWS\n N cost\n G share\nCOLUMNS\n${lines.join("\n")}\nRHS\n r share 1\nENDATA\n`;
}
