import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { TimeInterval } from "../../../model/time-interval.ts";
import { includes, receiverOf } from "../../alertmanager.ts";
import { accepted } from "../config/input.ts";

const interval = (parts: Partial<TimeInterval>): TimeInterval => ({ location: "UTC", ...parts });

/** What an interval includes and what it excludes, as in Alertmanager. */
const CASES: readonly [
  what: string,
  parts: Partial<TimeInterval>,
  inside: readonly string[],
  outside: readonly string[],
][] = [
  ["no parts: always", {}, ["2026-03-01T00:00:00Z"], []],
  [
    "times, with an exclusive end",
    { times: [{ start: "09:30", end: "16:00" }] },
    ["2026-03-02T09:30:00Z", "2026-03-02T15:59:59Z"],
    ["2026-03-02T09:29:59Z", "2026-03-02T16:00:00Z"],
  ],
  [
    "a time until midnight",
    { times: [{ start: "22:00", end: "24:00" }] },
    ["2026-03-02T23:59:59Z"],
    ["2026-03-03T00:00:00Z"],
  ],
  [
    "weekdays, starting on sunday",
    { weekdays: ["sunday:monday", "friday"] },
    ["2026-03-01T12:00:00Z", "2026-03-02T12:00:00Z", "2026-03-06T12:00:00Z"],
    ["2026-03-03T12:00:00Z", "2026-03-07T12:00:00Z"],
  ],
  [
    "the last day of any month, including leap years",
    { daysOfMonth: ["-1"] },
    ["2026-02-28T00:00:00Z", "2028-02-29T00:00:00Z", "2026-04-30T00:00:00Z", "2026-12-31T23:59:00Z"],
    ["2028-02-28T00:00:00Z", "2100-02-27T00:00:00Z", "2026-05-30T00:00:00Z"],
  ],
  ["a day that some months do not have", { daysOfMonth: ["31"] }, ["2026-05-31T00:00:00Z"], ["2026-04-30T00:00:00Z"]],
  [
    "the middle of a month to its last day but one",
    { daysOfMonth: ["15:-2"] },
    ["2026-02-27T00:00:00Z"],
    ["2026-02-28T00:00:00Z"],
  ],
  ["months", { months: ["june:august"] }, ["2026-06-01T00:00:00Z", "2026-08-31T23:59:00Z"], ["2026-09-01T00:00:00Z"]],
  ["years", { years: ["2026:2027"] }, ["2027-12-31T23:59:00Z"], ["2028-01-01T00:00:00Z", "2025-12-31T23:59:00Z"]],
  [
    "all parts together",
    { weekdays: ["monday"], times: [{ start: "00:00", end: "01:00" }] },
    ["2026-03-02T00:30:00Z"],
    ["2026-03-03T00:30:00Z", "2026-03-02T01:30:00Z"],
  ],
  [
    "the local day and hour, in summer and winter",
    { weekdays: ["monday:friday"], times: [{ start: "09:30", end: "16:00" }], location: "America/New_York" },
    ["2026-03-06T14:30:00Z", "2026-03-09T13:30:00Z"],
    ["2026-03-06T13:30:00Z", "2026-03-09T20:00:00Z"],
  ],
  [
    "a local day that differs from the UTC day",
    { weekdays: ["sunday"], location: "America/Sao_Paulo" },
    ["2026-03-02T02:59:00Z"],
    ["2026-03-01T02:59:00Z", "2026-03-02T03:00:00Z"],
  ],
  [
    "a new year in local time",
    { years: ["2027"], months: ["january"], location: "Pacific/Auckland" },
    ["2026-12-31T11:00:00Z"],
    [],
  ],
];

describe("a time interval", () => {
  for (const [what, parts, inside, outside] of CASES) {
    it(`supports ${what}`, () => {
      for (const moment of inside) assert.equal(includes(interval(parts), new Date(moment)), true, moment);
      for (const moment of outside) assert.equal(includes(interval(parts), new Date(moment)), false, moment);
    });
  }
});

describe("market hours and maintenance", () => {
  const { alerts } = accepted({
    "catalog.systems": ["tradeengine", "ledger"],
    "alerts.muteTimings": [
      { name: "maintenance", weekdays: ["wednesday"], times: [{ start: "14:00", end: "15:00" }] },
      {
        name: "market-hours",
        mutes: "outside",
        severities: ["critical", "warning", "info"],
        systems: ["tradeengine"],
        weekdays: ["monday:friday"],
        times: [{ start: "09:30", end: "16:00" }],
        location: "America/New_York",
      },
      { name: "auction", mutes: "outside", systems: ["tradeengine"], times: [{ start: "23:00", end: "24:00" }] },
    ],
  });
  const muted = (severity: "critical" | "warning", system: string, moment: string): boolean =>
    receiverOf(alerts, { severity, system, labels: {} }, new Date(moment)).muted;

  it("mute alerts outside the hours, for every configured severity", () => {
    assert.equal(muted("critical", "tradeengine", "2026-03-07T15:00:00Z"), true);
    assert.equal(muted("critical", "tradeengine", "2026-03-06T15:00:00Z"), false);
    assert.equal(muted("critical", "ledger", "2026-03-07T15:00:00Z"), false);
  });

  it("let alerts pass in any of several intervals", () => {
    assert.equal(muted("warning", "tradeengine", "2026-03-07T23:30:00Z"), false);
    assert.equal(muted("critical", "tradeengine", "2026-03-07T23:30:00Z"), true);
  });

  it("mute alerts that are not critical in the maintenance window, even during market hours", () => {
    const moment = "2026-03-04T14:45:00Z";
    assert.deepEqual(
      [
        muted("warning", "tradeengine", moment),
        muted("critical", "tradeengine", moment),
        muted("warning", "ledger", moment),
      ],
      [true, false, true],
    );
  });

  it("mute nothing if no time is given", () => {
    assert.equal(receiverOf(alerts, { severity: "critical", system: "tradeengine", labels: {} }).muted, false);
  });
});
