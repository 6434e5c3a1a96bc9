import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { systems } from "../../catalog/index.ts";
import { type AlertRule, type Condition, type LogLevel } from "../../model/catalog/alert-rule.ts";
import { rulesOf } from "../../model/catalog/rules.ts";
import { onLogs } from "./logs.ts";
import { phases } from "./phases.ts";
import type { LogLines, Timeline } from "./timeline.ts";

/** Lines as programs write them: those that a rule must find, and those that only look similar. */
const LINES: Readonly<Record<string, { readonly found: readonly string[]; readonly ignored: readonly string[] }>> = {
  TradeEngineProfileUploadFailing: {
    found: [
      "pyroscope: failed to upload profile: 401 Unauthorized",
      "SessionManager - Failed to send session - ErrorResponse(403)",
    ],
    ignored: ["Pyroscope continuous profiling enabled for tradeengine", "GET /orders 401"],
  },
  CollectorAuthFailing: {
    found: [
      'Exporting failed. Dropping data. error="rpc error: code = Unauthenticated desc = invalid token"',
      "unauthenticated: invalid authentication credentials",
    ],
    ignored: ["rpc error: code = Unavailable desc = 503"],
  },
  CryptoExchangeRateLimited: {
    found: ["HTTP 429 Too Many Requests", "rate limit exceeded, retry in 10 s", "RateLimitError"],
    ignored: ["order 14291 filled", "confidence 0.429"],
  },
  CryptoInsufficientFunds: {
    found: ["order refused: Insufficient funds", "INSUFFICIENT BALANCE for ETH-USD"],
    ignored: ["balance checked", "funds are sufficient"],
  },
  PeakTradeBacktestExportFailed: {
    found: ["Failed to export traces to localhost:4317, error code: StatusCode.UNAVAILABLE"],
    ignored: ["exported 40 bars to results.csv"],
  },
  PeakTradeSmokeExportFailed: {
    found: ["Exception while exporting Span batch."],
    ignored: ["span sent"],
  },
};

const SERVICE = "service";
const END = 240;
const BEGIN = 90;

const timeline = (logs: readonly LogLines[]): Timeline => ({ minutes: END, series: [], logs, tokens: {} });
const lines = (text: string, level: LogLevel, perMinute: (minute: number) => number, traced = true): LogLines => ({
  service: SERVICE,
  level,
  text,
  traced,
  perMinute,
});
const usual = lines("processed", "info", () => 5);
const from = (perMinute: number) => (minute: number) => (minute >= BEGIN ? perMinute : 0);

const fires = ({ condition, ...rule }: AlertRule, logs: readonly LogLines[]) =>
  phases(rule, onLogs({ id: SERVICE }, condition, timeline(logs)), END).map((phase) => phase.from);

/** Log lines for which a rule on logs must fire. */
function trouble(name: string, condition: Condition): readonly (readonly LogLines[])[] {
  switch (condition.kind) {
    case "log-burst": {
      const level = condition.levels?.[0] ?? "warn";
      const texts = condition.matches === undefined ? ["it failed"] : (LINES[name]?.found ?? []);
      return texts.map((text) => [usual, lines(text, level, from(condition.threshold + 1))]);
    }
    case "log-absence":
      return [[lines("processed", "info", (minute) => (minute < BEGIN ? 5 : 0))]];
    case "untraced-logs":
      return [[usual, lines("no trace", "info", from(10), false)]];
    default:
      return [];
  }
}

describe("rules on logs", () => {
  const rules = Object.values(systems)
    .flatMap(({ services }) => services)
    .flatMap(rulesOf)
    .filter(({ condition }) => ["log-burst", "log-absence", "untraced-logs"].includes(condition.kind));

  for (const rule of rules) {
    const { name, condition } = rule;
    it(`${name} fires within its window and \`for\`, and stays quiet while nothing is wrong`, () => {
      const histories = trouble(name, condition);
      assert.ok(histories.length > 0, "add lines for this rule to this file");
      for (const logs of histories) {
        const [first] = fires(rule, logs);
        assert.ok(first !== undefined && first >= BEGIN && first <= BEGIN + 130, String(first));
      }
      assert.deepEqual(fires(rule, [usual]), []);
    });
  }

  for (const [name, { ignored }] of Object.entries(LINES)) {
    it(`${name} ignores similar lines`, () => {
      const rule = rules.find((one) => one.name === name);
      assert.ok(rule);
      for (const text of ignored) assert.deepEqual(fires(rule, [usual, lines(text, "warn", from(20))]), [], text);
    });
  }
});

describe("phases of an alert", () => {
  const minutes = (...ranges: readonly (readonly [number, number])[]) =>
    new Set(ranges.flatMap(([start, end]) => Array.from({ length: end - start }, (_, index) => start + index)));

  it("start when the condition has held for the rule's duration, without a gap", () => {
    assert.deepEqual(phases({ for: "5m" }, minutes([10, 14], [20, 30]), 60), [{ from: 25, to: 30 }]);
    assert.deepEqual(phases({ for: "0s" }, minutes([10, 11]), 60), [{ from: 10, to: 11 }]);
  });

  it("end some time after the condition does, and continue if it returns in the meantime", () => {
    const rule = { for: "0s", keepFiringFor: "10m" };
    assert.deepEqual(phases(rule, minutes([10, 12]), 60), [{ from: 10, to: 21 }]);
    assert.deepEqual(phases(rule, minutes([10, 12], [18, 20]), 60), [{ from: 10, to: 29 }]);
  });
});
