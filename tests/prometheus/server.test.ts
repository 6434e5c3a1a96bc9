import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { startPrometheus, type PrometheusServer, type ServerOptions } from "../../testing/prometheus/server.ts";
import { prometheusTools, TOOLS_MS, type PrometheusTools } from "../../testing/prometheus/tools.ts";

const MINUTE = 60;
/** An arbitrary time: a multiple of two hours, which is the length of a block. */
const START = 1_700_006_400;

/** An empty write: nothing, compressed by Snappy. */
const WRITE = {
  method: "POST",
  headers: { "content-type": "application/x-protobuf", "content-encoding": "snappy" },
  body: Uint8Array.of(0),
};

/** A counter that grows by one a second for an hour, and a gauge that ends after half of it. */
function* history(): Generator<string> {
  yield "# TYPE orders counter\n";
  for (let at = 0; at <= 60; at++) yield `orders_total{side="buy"} ${at * MINUTE} ${START + at * MINUTE}\n`;
  yield "# TYPE queue gauge\n";
  for (let at = 0; at <= 30; at++) yield `queue{name="a"} ${at === 30 ? "+Inf" : at} ${START + at * MINUTE}\n`;
}

describe("a Prometheus", () => {
  let tools: PrometheusTools | undefined;
  let server: PrometheusServer | undefined;
  const start = (options?: ServerOptions) => startPrometheus(tools ?? assert.fail("no tools"), options);
  const running = () => server ?? assert.fail("no server");

  before(async function () {
    this.timeout(TOOLS_MS);
    tools = await prometheusTools();
    if (tools === undefined) this.skip();
    server = await start({ openMetrics: history() });
  });
  after(() => server?.stop());

  it("returns the value of a series at a time", async () => {
    assert.deepEqual(await running().query('rate(orders_total{side="buy"}[10m])', START + 30 * MINUTE), [
      { labels: { side: "buy" }, value: 1 },
    ]);
    assert.deepEqual(await running().query("queue", START + 60 * MINUTE), []);
    assert.deepEqual(await running().query("scalar(queue)", START + 30 * MINUTE), [{ labels: {}, value: Infinity }]);
  });

  it("returns the values over a range, both ends included", async () =>
    assert.deepEqual(await running().queryRange("queue", START + 26 * MINUTE, START + 40 * MINUTE, 2 * MINUTE), [
      {
        labels: { __name__: "queue", name: "a" },
        values: [26, 28, 30, 32, 34].map((at) => [START + at * MINUTE, at < 30 ? at : Infinity]),
      },
    ]));

  it("reports what is wrong with an expression, and with a history", async () => {
    await assert.rejects(
      running().query("rate(queue)", START),
      /^Error: bad_data: .*expected type range vector.* of rate\(queue\)$/,
    );
    await assert.rejects(
      start({ openMetrics: ["queue{ 1 1\n"] }),
      /promtool failed to create blocks from the OpenMetrics text:\n.*next: /,
    );
  });

  it("accepts samples from others only if configured to, and is gone when stopped", async () => {
    const taker = await start({ remoteWriteReceiver: true });
    // Without the receiver the server denies the address.
    const write = async ({ url }: PrometheusServer) => (await fetch(`${url}/api/v1/write`, WRITE)).status;
    try {
      assert.equal(Math.floor((await write(taker)) / 100), 2);
      assert.equal(await write(running()), 404);
    } finally {
      await taker.stop();
    }
    await assert.rejects(fetch(`${taker.url}/-/ready`));
  });
});
