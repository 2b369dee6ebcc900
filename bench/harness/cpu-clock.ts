// Wall and CPU time of this process from now on. Solvers that run on one core are compared by CPU time, which hardly minds what else
// the machine is doing.
import { performance } from "node:perf_hooks";

export class CpuClock {
  private readonly startMs = performance.now();
  private readonly startCpu = process.cpuUsage();

  wallMs(): number {
    return performance.now() - this.startMs;
  }

  /** Of all threads of the process: Node's compiler and collector included. */
  cpuMs(): number {
    const { user, system } = process.cpuUsage(this.startCpu);
    return (user + system) / 1000;
  }
}
