import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync, zstdDecompressSync } from "node:zlib";
import { visit } from "./protobuf.ts";
import type { Path } from "./protobuf.ts";
import { unsnappy } from "./snappy.ts";

/** Data that has arrived at one path since the sink started. */
export interface Arrived {
  items: number;
  requests: number;
  /** Size on the wire. */
  compressedBytes: number;
  bytes: number;
}

/** A backend on loopback that responds with 200 and counts spans, log records, data points and samples. */
export interface Sink {
  readonly url: string;
  /** Sum over all paths. */
  readonly total: () => Arrived;
  readonly close: () => Promise<void>;
}

interface Items {
  /** End of the request's path. */
  readonly suffix: string;
  /** Path of the items in its body. */
  readonly path: Path;
  /** Number of samples that an item represents. */
  readonly weight?: (item: Uint8Array) => number;
}

const ITEMS: readonly Items[] = [
  { suffix: "/v1/traces", path: [[1], [2], [2]] },
  { suffix: "/v1/logs", path: [[1], [2], [2]] },
  // Gauge, sum, exponential histogram.
  { suffix: "/v1/metrics", path: [[1], [2], [2], [5, 7, 10], [1]] },
  // Histogram: Prometheus counts one point as a sample for each bucket, plus the sum and the count.
  { suffix: "/v1/metrics", path: [[1], [2], [2], [9], [1]], weight: (point) => 2 + bytesOf(point, [[6]]) / 8 },
  // Summary: a sample for each quantile, plus the sum and the count.
  { suffix: "/v1/metrics", path: [[1], [2], [2], [11], [1]], weight: (point) => 2 + countOf(point, [[6]]) },
  { suffix: "/api/v1/write", path: [[1], [2]] },
  { suffix: "/loki/api/v1/push", path: [[1], [2]] },
];

/** @param watch - receives every decompressed body */
export async function startSink(watch: (path: string, body: Uint8Array) => void = () => undefined): Promise<Sink> {
  const arrived: Arrived = { items: 0, requests: 0, compressedBytes: 0, bytes: 0 };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const path = request.url ?? "";
      const compressed = Buffer.concat(chunks);
      const body = decompress(request.headers["content-encoding"], path, compressed);
      const kinds = ITEMS.filter(({ suffix }) => path.endsWith(suffix));
      if (kinds.length === 0) throw new Error(`request to ${path}, which is not a path of this sink`);
      for (const kind of kinds) visit(body, kind.path, (item) => (arrived.items += kind.weight?.(item) ?? 1));
      arrived.requests += 1;
      arrived.compressedBytes += compressed.length;
      arrived.bytes += body.length;
      watch(path, body);
      response.writeHead(200, { "content-type": "application/x-protobuf" }).end();
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    total: () => ({ ...arrived }),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function countOf(message: Uint8Array, path: Path): number {
  let count = 0;
  visit(message, path, () => (count += 1));
  return count;
}

function bytesOf(message: Uint8Array, path: Path): number {
  let bytes = 0;
  visit(message, path, (field) => (bytes += field.length));
  return bytes;
}

function decompress(encoding: string | undefined, path: string, body: Buffer): Uint8Array {
  // Loki's push API and remote write always use Snappy, but Loki's clients do not declare it.
  if (encoding === "snappy" || /\/(push|write)$/.test(path)) return unsnappy(body);
  if (encoding === "gzip") return gunzipSync(body);
  if (encoding === "zstd") return zstdDecompressSync(body);
  if (encoding === undefined) return body;
  throw new Error(`content-encoding ${encoding}`);
}
