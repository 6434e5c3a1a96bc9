import { randomBytes } from "node:crypto";

/** A trace of four spans: a client in `shop` calls a server in `orders`, and each has an internal span. */
export interface Trace {
  readonly id: string;
  /** The requests of the two services. */
  readonly requests: readonly [shop: object, orders: object];
}

export const SPANS_PER_TRACE = 4;

/** @param durationMs of the whole trace. @param failed whether the server's span has an error */
export function trace({ durationMs = 20, failed = false } = {}): Trace {
  const id = randomBytes(16).toString("hex");
  const began = Date.now();
  const [client, server] = [newId(), newId()];
  const span = (name: string, kind: number, spanId: string, parentSpanId: string, status = 0) => ({
    traceId: id,
    spanId,
    parentSpanId,
    name,
    kind,
    startTimeUnixNano: `${began}000000`,
    endTimeUnixNano: `${began + durationMs}000000`,
    status: { code: status },
  });
  const request = (service: string, spans: readonly object[]) => ({
    resourceSpans: [
      {
        resource: { attributes: [{ key: "service.name", value: { stringValue: service } }] },
        scopeSpans: [{ spans }],
      },
    ],
  });
  return {
    id,
    requests: [
      request("shop", [span("buy", 3, client, ""), span("price", 1, newId(), client)]),
      request("orders", [span("order", 2, server, client, failed ? 2 : 1), span("store", 1, newId(), server)]),
    ],
  };
}

const newId = (): string => randomBytes(8).toString("hex");
