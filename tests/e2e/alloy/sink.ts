import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

export interface Received {
  readonly path: string;
  /** `user:password` of basic authentication. */
  readonly credentials: string;
  /** Uncompressed body; protobuf keeps strings readable in it. */
  readonly body: string;
}

/** A backend on loopback that keeps what it gets while it answers 200. */
export interface Sink {
  readonly url: string;
  readonly received: Received[];
  /** Status of every answer. */
  status: number;
  /** Requests that were answered with another status. */
  refused: number;
  /** Waits until `done`; fails with `what` after a minute. */
  until: (what: string, done: () => boolean) => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function startSink(): Promise<Sink> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      if (sink.status === 200)
        sink.received.push({
          path: request.url ?? "",
          credentials: basic(request.headers.authorization),
          body: text(request.headers["content-encoding"], body),
        });
      else sink.refused += 1;
      response.writeHead(sink.status, { "content-type": "application/x-protobuf" }).end();
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const sink: Sink = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: [],
    status: 200,
    refused: 0,
    until: async (what, done) => {
      for (const end = Date.now() + 60_000; !done();) {
        if (Date.now() > end) throw new Error(`not within a minute: ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return sink;
}

const basic = (header = ""): string => Buffer.from(header.replace(/^Basic /, ""), "base64").toString();
const text = (encoding: string | undefined, body: Buffer): string =>
  (encoding === "gzip" ? gunzipSync(body) : body).toString("latin1");
