import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { type System } from "../../../model/catalog/system.ts";
import { series } from "../../../model/catalog/series.ts";
import { BURN_WINDOWS, type Slo } from "../../../model/catalog/slo.ts";
import { panelId } from "../../../render/dashboards/layout.ts";
import { syntaxErrors } from "../../../testing/promql.ts";
import { typeErrors } from "../promql/types.ts";
import { boardSchema, CONTEXT, dashboardsOf } from "../../../testing/boards.ts";
import { one, orders } from "./every-view.ts";

const slo: Slo = {
  id: "order-success",
  title: "Orders that succeed",
  description: "People get what they ordered.",
  objective: 0.995,
  indicator: { kind: "events", all: series(orders), failed: series(orders, { status: "failed" }) },
  name: "OrderSuccess",
};
const system: System = { id: "shops", title: "Shops", services: [{ ...one, slos: [slo] }] };
const panelsWith = (thresholds: Readonly<Record<string, number>> = {}) => {
  const [rendered] = dashboardsOf([system], CONTEXT, { thresholds });
  const { panels } = boardSchema.parse(rendered?.json);
  const of = (key: string) => panels.find(({ id }) => id === panelId(key)) ?? assert.fail(key);
  return ["attained", "budget", "burn"].map((key) => of(`slo-order-success-${key}`));
};
const stepsOf = (panel: ReturnType<typeof panelsWith>[number] | undefined) =>
  (panel?.fieldConfig?.defaults as { thresholds: { steps: { value: number | null; color: string }[] } }).thresholds
    .steps;

describe("service levels", () => {
  const [attained, budget, burn] = panelsWith();

  it("query once what was attained in four weeks, and turn from vermilion to sky at the objective", () => {
    const expr =
      '1 - ((sum by (job) (rate(orders_total{job="team/one",status="failed"}[28d])) or 0 * sum by (job) (rate(orders_total{job="team/one"}[28d]))) / (sum by (job) (rate(orders_total{job="team/one"}[28d])) > 0))';
    assert.deepEqual(
      attained?.targets?.map((target) => [target.expr, target["instant"]]),
      [[expr, true]],
    );
    assert.deepEqual(stepsOf(attained), [
      { value: null, color: "#D55E00" },
      { value: 0.995, color: "#56B4E9" },
    ]);
    assert.match(attained?.description ?? "", /the objective is 99\.5 %\.$/);
  });

  it("show what is left of the budget, which may be negative", () => {
    assert.match(budget?.targets?.[0]?.expr ?? "", / \/ 0\.005$/);
    assert.deepEqual(
      stepsOf(budget).map(({ value }) => value),
      [null, 0, 0.25],
    );
  });

  it("draw how fast the budget burns in each window of the rules, and the level at which they fire", () => {
    assert.deepEqual(
      burn?.targets?.map(({ legendFormat }) => legendFormat),
      [...BURN_WINDOWS.fast, ...BURN_WINDOWS.slow].map(({ long }) => `last ${long}`),
    );
    assert.deepEqual(
      stepsOf(burn).map(({ value }) => value),
      [null, 0.93, 2.8, 5.6, 13.44],
    );
  });

  it("draw a rule that waits for twice the speed at twice the speed", () => {
    const [, , scaled] = panelsWith({ "one-order-success-fast-burn": 2 });
    assert.deepEqual(
      stepsOf(scaled).map(({ value }) => value),
      [null, 0.93, 2.8, 11.2, 26.88],
    );
  });

  it("use well-formed PromQL for every kind of indicator", () => {
    for (const { expr = "" } of panelsWith().flatMap(({ targets = [] }) => targets)) {
      assert.deepEqual([...syntaxErrors("promql", expr), ...typeErrors(expr)], []);
    }
  });
});
