import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Targets {
  /** `host:port`; target N is at the path `/N/metrics`. */
  readonly address: string;
  readonly close: () => Promise<void>;
}

const BUCKETS = ["0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "+Inf"];
/** Number of series of one histogram: buckets, sum and count. */
const HISTOGRAM = BUCKETS.length + 2;

/** Starts applications with `/metrics`. A quarter of the series are counters, a quarter gauges, and half histograms. */
export async function startTargets(seriesPerTarget: number): Promise<Targets> {
  const histograms = Math.floor(seriesPerTarget / 2 / HISTOGRAM);
  const scalars = seriesPerTarget - histograms * HISTOGRAM;
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/plain; version=0.0.4" }).end(page(scalars, histograms));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

const labels = (index: number) => `route="/orders/${index % 50}",method="POST",symbol="S${Math.floor(index / 50)}"`;

function page(scalars: number, histograms: number): string {
  const now = Date.now() % 1e7;
  const lines: string[] = [];
  const half = Math.floor(scalars / 2);
  lines.push("# HELP orders_total Orders.", "# TYPE orders_total counter");
  for (let index = 0; index < half; index++) lines.push(`orders_total{${labels(index)}} ${now + index}`);
  lines.push("# HELP positions Open positions.", "# TYPE positions gauge");
  for (let index = half; index < scalars; index++) lines.push(`positions{${labels(index)}} ${(now % 997) + index / 8}`);
  lines.push("# HELP order_seconds Latency.", "# TYPE order_seconds histogram");
  for (let index = 0; index < histograms; index++) {
    BUCKETS.forEach((le, bucket) => lines.push(`order_seconds_bucket{${labels(index)},le="${le}"} ${now + bucket}`));
    lines.push(`order_seconds_sum{${labels(index)}} ${now / 8}`, `order_seconds_count{${labels(index)}} ${now + 9}`);
  }
  return `${lines.join("\n")}\n`;
}
