/** worker-js.js as the text of one module. Written by src/build/bundles.ts beside it. */
export const workerSource: string;
