// HTML by hand: text is escaped where it enters, pieces are joined as they are.

/** Markup that may stand in a page as it is. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

type Piece = Html | string | number | readonly (Html | string)[];

function markup(piece: Piece): string {
  if (piece instanceof Html) return piece.text;
  if (typeof piece === "object") return piece.map(markup).join("");
  return String(piece).replace(/[&<>"']/g, (character) => ESCAPES[character]);
}

/** Template of markup; what is put in is escaped unless it is Html. */
export function html(strings: TemplateStringsArray, ...pieces: Piece[]): Html {
  return new Html(strings.reduce((text, part, index) => text + markup(pieces[index - 1] ?? "") + part));
}

/** A table whose first column heads its rows; further columns are figures unless named in `words`. */
export function tableHtml(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly (string | Html)[])[],
  words: readonly number[] = [],
): Html {
  const kind = (column: number): Html => new Html(column === 0 || words.includes(column) ? "" : ' class="figure"');
  const heads = head.map((name, column) => html`<th scope="col"${kind(column)}>${name}</th>`);
  const body = rows.map(
    (row) =>
      html`<tr>${row.map((cell, column) =>
        column === 0 ? html`<th scope="row">${cell}</th>` : html`<td${kind(column)}>${cell}</td>`,
      )}</tr>\n`,
  );
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table><caption>${caption}</caption><thead><tr>${heads}</tr></thead><tbody>
${body}</tbody></table></div>`;
}
