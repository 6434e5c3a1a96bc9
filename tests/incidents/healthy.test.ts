import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { receiverOf } from "../alertmanager.ts";
import { withChanges } from "../../testing/environments.ts";
import { configOf, settingsOf } from "../../startup/stack-file.ts";
import { prometheusTools, TOOLS_MS, type PrometheusTools } from "../../testing/prometheus/tools.ts";
import { START, STEP_SECONDS } from "../../testing/synthetic/history.ts";
import { firings, type Firing } from "./evaluate.ts";
import { happened, usual } from "./incident.ts";
import { WEEKS } from "./scenarios/weeks.ts";

const WEEK_MINUTES = 7 * 24 * 60;

describe("weeks without an incident", function () {
  this.timeout(300_000);
  let runs: readonly Promise<readonly Firing[]>[] = [];
  let [weeks, pages, warnings] = [0, 0, 0];

  before(async function () {
    this.timeout(TOOLS_MS);
    const tools = await prometheusTools();
    if (tools === undefined) this.skip();
    else runs = evaluated(tools);
  });
  after(() => console.log(`\n    ${weeks} weeks: ${pages} pages, ${warnings} other notifications`));

  for (const [index, { name, systems, may = [], muteTimings = [] }] of WEEKS.entries()) {
    it(name, async () => {
      const { alerts } = configOf(
        withChanges(settingsOf("prod"), {
          "alerts.muteTimings": muteTimings,
          "catalog.systems": systems.map(({ id }) => id),
        }),
      );
      const fired = (await runs[index]) ?? assert.fail();
      const told = fired.filter((firing) => isTold(alerts, firing));
      weeks += 1;
      pages += told.filter((firing) => delivery(alerts, firing, firing.from).pages).length;
      warnings += told.filter((firing) => !delivery(alerts, firing, firing.from).pages).length;
      assert.deepEqual(
        told
          .filter(({ rule }) => rule.severity === "critical" || !may.includes(rule.alert))
          .map(({ rule, from, to }) => `${rule.alert} from minute ${from} to ${to}`),
        [],
      );
    });
  }
});

/** Runs two at a time: while one is written, Prometheus reads the other. */
function evaluated(tools: PrometheusTools): readonly Promise<readonly Firing[]>[] {
  const lanes: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()];
  return WEEKS.map(({ systems, happenings }, index) => {
    const run = (lanes[index % 2] ?? Promise.resolve()).then(() =>
      firings(tools, systems, happened(usual(systems, WEEK_MINUTES), happenings)),
    );
    lanes[index % 2] = run.catch(() => undefined); // its own test reports it
    return run;
  });
}

type Alerts = ReturnType<typeof configOf>["alerts"];

const delivery = (alerts: Alerts, { rule, system }: Firing, minute: number) =>
  receiverOf(
    alerts,
    { severity: rule.severity, system, labels: rule.labels },
    new Date((START + minute * STEP_SECONDS) * 1_000),
  );

/** A mute timing only delays: an alert that still fires at its end is sent then. */
function isTold(alerts: Alerts, firing: Firing): boolean {
  for (let minute = firing.from; minute < firing.to; minute++) {
    if (!delivery(alerts, firing, minute).muted) return true;
  }
  return false;
}
