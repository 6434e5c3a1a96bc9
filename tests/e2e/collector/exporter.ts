import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { encodeProfileMessage } from "../../../local/grafana-cloud/write-gateways/profiles.ts";

/** One request for metrics or a profile. */
interface Scrape {
  readonly path: string;
  /** Connection of the scraper, which has a separate one for each target. */
  readonly connection: string;
  /** Credentials in the request; there should be none. */
  readonly authorization: string | undefined;
  readonly userAgent: string;
  readonly at: number;
}

export interface Exporter {
  readonly address: string;
  readonly port: number;
  readonly scrapes: readonly Scrape[];
  readonly close: () => Promise<void>;
}

/** Returns an application's metrics. `n` counts the scrapes of the path, so that samples can be counted. */
const metrics = (n: number): string => `# HELP app_scrapes_total Scrapes so far, this one included.
# TYPE app_scrapes_total counter
app_scrapes_total{kind="all"} ${n}
# TYPE app_temperature gauge
app_temperature{room="a"} 21.5
app_temperature{room="b"} -3
# TYPE app_latency_seconds histogram
app_latency_seconds_bucket{route="/",le="0.1"} ${n}
app_latency_seconds_bucket{route="/",le="1"} ${2 * n}
app_latency_seconds_bucket{route="/",le="+Inf"} ${3 * n}
app_latency_seconds_sum{route="/"} ${n}
app_latency_seconds_count{route="/"} ${3 * n}
# TYPE app_rpc_seconds summary
app_rpc_seconds{quantile="0.5"} 0.25
app_rpc_seconds{quantile="0.99"} 0.75
app_rpc_seconds_sum ${n}
app_rpc_seconds_count ${2 * n}
# TYPE app_untyped untyped
app_untyped 7
`;

/**
 * Starts an application on this machine, with metrics at each of `paths` and Go's pprof endpoints.
 * @param extra exposition text appended to the metrics
 */
export async function startExporter(
  options: { readonly address?: string; readonly paths?: readonly string[]; readonly extra?: string } = {},
): Promise<Exporter> {
  const { address = "127.0.0.1", paths = ["/metrics"], extra = "" } = options;
  const scrapes: Scrape[] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname: path, searchParams } = new URL(request.url ?? "/", "http://exporter");
    const kind = /^\/debug\/pprof\/(\w+)$/.exec(path)?.[1];
    const isMetrics = paths.includes(path);
    if (!isMetrics && (kind === undefined || !(kind in PROFILES))) return void response.writeHead(404).end();
    scrapes.push(scrapeOf(path, request));
    if (isMetrics) {
      const n = scrapes.filter((scrape) => scrape.path === path).length;
      response.writeHead(200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" });
      return void response.end(metrics(n) + extra);
    }
    await sleep(Number(searchParams.get("seconds") ?? 0) * 1000);
    response.writeHead(200, { "content-type": "application/octet-stream" }).end(pprof(kind ?? ""));
  };
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => response.destroy(new Error("failed", { cause: error })));
  }).listen(0, address);
  // Longer than the scrape interval, so that a connection identifies a scraper.
  server.keepAliveTimeout = 120_000;
  await once(server, "listening");
  return {
    address,
    port: (server.address() as AddressInfo).port,
    scrapes,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

const scrapeOf = (path: string, { socket, headers }: IncomingMessage): Scrape => ({
  path,
  connection: `${socket.remoteAddress}:${socket.remotePort}`,
  authorization: headers.authorization,
  userAgent: headers["user-agent"] ?? "",
  at: Date.now(),
});

/** The sample types of Go's profiles, as type and unit. */
const PROFILES: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  profile: [
    ["samples", "count"],
    ["cpu", "nanoseconds"],
  ],
  heap: [
    ["alloc_objects", "count"],
    ["alloc_space", "bytes"],
    ["inuse_objects", "count"],
    ["inuse_space", "bytes"],
  ],
  allocs: [
    ["alloc_objects", "count"],
    ["alloc_space", "bytes"],
    ["inuse_objects", "count"],
    ["inuse_space", "bytes"],
  ],
  goroutine: [["goroutine", "count"]],
  block: [
    ["contentions", "count"],
    ["delay", "nanoseconds"],
  ],
  mutex: [
    ["contentions", "count"],
    ["delay", "nanoseconds"],
  ],
};

/** Returns a small, gzipped Go profile with two stacks, as `/debug/pprof/KIND` serves it. */
export function pprof(kind: string): Buffer {
  const strings = [""];
  const text = (value: string): number => strings.indexOf(value) + 1 || strings.push(value);
  const index = (value: string): number => text(value) - 1;
  const types = (PROFILES[kind] ?? []).map(([type, unit]) => ({ type: index(type), unit: index(unit) }));
  const functions = ["main.main", "main.work"].map((name, at) => {
    const number = index(name);
    return { id: at + 1, name: number, system_name: number, filename: index("main.go") };
  });
  const values = (base: number): number[] => types.map((_, at) => base * 10 ** at);
  const profile = encodeProfileMessage("Profile", {
    sample_type: types,
    sample: [
      { location_id: [2, 1], value: values(3) },
      { location_id: [1], value: values(1) },
    ],
    mapping: [{ id: 1 }],
    location: functions.map(({ id }) => ({ id, line: [{ function_id: id, line: 7 }] })),
    function: functions,
    string_table: strings,
    time_nanos: `${Date.now()}000000`,
    duration_nanos: 1e9,
    period_type: types.at(-1),
    period: 1,
  });
  return gzipSync(profile);
}
