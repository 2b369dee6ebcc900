// Entry of the thread that reads large bodies.
import { serveCaller } from "../optimizer/serve-caller.ts";
import { readBody } from "./read-body.ts";

const readApi = { read: (text: string) => readBody(text) };
export type ReadApi = typeof readApi;

serveCaller(readApi);
