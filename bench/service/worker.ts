// Measures one part: its name is the argument.
import { answer } from "../harness/child.ts";
import { PARTS, type ServicePart } from "./parts.ts";

answer(await PARTS[process.argv[2] as ServicePart]());
