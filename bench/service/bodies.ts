// Bodies that no service wants: far too long, cut off, no JSON, nested without end, no portfolio, keys that reach for prototypes.
import { burst } from "./burst.ts";
import type { Look, WatchedServer } from "./watched-server.ts";

export interface BodyRow {
  readonly body: string;
  readonly sent: number;
  readonly expected: number;
  /** Answers by status; "none" where the connection ended without one. */
  readonly statuses: Readonly<Record<string, number>>;
}

export interface Bodies {
  readonly rows: readonly BodyRow[];
  readonly before: Look;
  readonly after: Look;
  /** Of five solves asked for afterwards. */
  readonly rightAfterwards: number;
}

const AT_A_TIME = 10;

function kinds(text: string): { body: string; text: string; expected: number }[] {
  const hostile = text.replace("{", '{"__proto__":{"polluted":1},');
  return [
    { body: "10 MB", text: JSON.stringify({ name: "x".repeat(10_000_000) }), expected: 413 },
    { body: "4 MB that is no portfolio", text: JSON.stringify({ name: "x".repeat(4_000_000) }), expected: 422 },
    { body: "cut off", text: text.slice(0, -5), expected: 400 },
    { body: "no JSON", text: "portfolio: west", expected: 400 },
    { body: "1 MB of brackets", text: "[".repeat(1_000_000), expected: 400 },
    { body: "__proto__", text: hostile, expected: 422 },
    { body: "a number where sites belong", text: '{"schema":"megalloc/portfolio@1","sites":7}', expected: 422 },
  ];
}

async function statusOf(url: string, body: string): Promise<string> {
  const headers = { "content-type": "application/json" };
  try {
    const response = await fetch(`${url}/plans`, { method: "POST", headers, body });
    await response.arrayBuffer();
    return String(response.status);
  } catch {
    return "none"; // a server may hang up on who still sends
  }
}

/** Each kind `count` times, ten at a time. */
export async function bodies(server: WatchedServer, text: string, count: number): Promise<Bodies> {
  await burst(server, { text, amount: 20, connections: 5 });
  const before = await server.look();
  const rows: BodyRow[] = [];
  for (const kind of kinds(text)) {
    const statuses: Record<string, number> = {};
    for (let sent = 0; sent < count; sent += AT_A_TIME) {
      const now = Math.min(AT_A_TIME, count - sent);
      for (const status of await Promise.all(Array.from({ length: now }, () => statusOf(server.url, kind.text)))) {
        statuses[status] = (statuses[status] ?? 0) + 1;
      }
    }
    rows.push({ body: kind.body, sent: count, expected: kind.expected, statuses });
  }
  const after = await server.look();
  const { right } = await burst(server, { text, amount: 5, connections: 1 });
  return { rows, before, after, rightAfterwards: right };
}
