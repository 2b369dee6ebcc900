// What resolving did to a portfolio, so that nothing that was filled in is hidden.

export interface ResolveNote {
  /** JSON path of the object that was filled in. */
  readonly path: string;
  /** The user's own name for it, such as `hall "dlc" of site "s-1"`. */
  readonly subject: string;
  /** What was done, with figures and where they come from. */
  readonly message: string;
  /** true: rests on a figure that no source backs. */
  readonly unverified?: boolean;
}
