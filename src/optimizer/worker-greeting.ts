// A Web Worker's first words: its script was found and runs. Not a message of comlink's, which passes over it.
export const WORKER_GREETING = "megalloc worker ready";
