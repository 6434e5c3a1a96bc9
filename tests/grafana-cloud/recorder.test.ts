import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Recorder } from "../../local/grafana-cloud/core/recorder.ts";
import type { Item } from "../../local/grafana-cloud/core/recorder.ts";

const ORIGIN = { stack: "s", tenant: "1", tokenId: "t", tokenName: "n", protocol: "pyroscope" };

const profile = (name: string): Item => ({
  ...{ signal: "profiles", name, resource: {}, scope: "", attributes: {}, timeUnixNano: "0" },
  ...{ bytes: 0, samples: null, sampleTypes: [] },
});

describe("recorded telemetry at its limit", () => {
  const full = (): Recorder => {
    const recorder = new Recorder(10);
    for (let n = 0; n < 11; n++) recorder.add(ORIGIN, [profile(`p${n}`)]);
    return recorder;
  };

  it("drops the oldest items and reports how many", () => {
    const recorder = full();
    assert.deepEqual(recorder.state, { recording: false, next: 11, dropped: 2 });
    assert.deepEqual(
      recorder.page({ since: 2 }, 100).items.map((item) => [item.number, item.name]),
      Array.from({ length: 9 }, (_, index) => [index + 2, `p${index + 2}`]),
    );
  });

  it("throws when asked for dropped items", () => {
    assert.throws(() => full().page({}, 1), { message: "items before number 2 are gone" });
    assert.throws(() => full().counts({ since: 1 }, /p/), { message: "items before number 2 are gone" });
  });

  it("starts from 0 when it is cleared", () => {
    const recorder = full();
    recorder.clear();
    assert.deepEqual(recorder.state, { recording: false, next: 0, dropped: 0 });
  });
});
