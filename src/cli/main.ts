#!/usr/bin/env node
// The executable: one process, one command line.
import { runCli } from "./cli.ts";
import { quietStreams } from "./write-output.ts";

quietStreams();
await runCli(process.argv);
