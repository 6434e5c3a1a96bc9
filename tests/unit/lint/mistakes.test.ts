import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { tradeengine } from "../../../catalog/tradeengine/index.ts";
import { boardSchema, dashboardsOf } from "../../../testing/boards.ts";
import { Expression } from "../../../testing/promql.ts";
import { declaredBy } from "../promql/phantoms.ts";
import { alertRules } from "./alert-rules.ts";
import { boardRules } from "./board-rules.ts";
import { promqlRules } from "./promql-rules.ts";
import type { LintRule } from "./rule.ts";
import { alertSubjects, boardSubject, type AlertSubject, type BoardSubject, type PromqlSubject } from "./subjects.ts";

const declared = declaredBy([tradeengine]);
const named = <T>(rules: readonly LintRule<T>[], name: string): LintRule<T> =>
  rules.find((rule) => rule.name === name) ?? assert.fail(name);

/** Every rule must find a mistake: a rule that finds none would accept everything. */
function findsMistakes<T>(rules: readonly LintRule<T>[], mistakes: Readonly<Record<string, () => readonly T[]>>): void {
  it("has an example of a mistake for each rule", () =>
    assert.deepEqual(Object.keys(mistakes).sort(), rules.map(({ name }) => name).sort()));
  for (const [name, subjects] of Object.entries(mistakes)) {
    it(`${name} finds the mistake`, () => {
      for (const subject of subjects()) assert.notDeepEqual(named(rules, name).check(subject), []);
    });
  }
}

describe("rules on PromQL", () => {
  const query = (text: string, changes: Partial<PromqlSubject> = {}): PromqlSubject => ({
    text,
    expression: new Expression(text),
    declared,
    onBoard: true,
    instant: false,
    stepSeconds: 60,
    ...changes,
  });
  const JOB = 'job="petrosa/tradeengine"';
  const requests = `http_server_request_duration_seconds_count{${JOB}}`;
  const rate = `sum by (job) (rate(${requests}[5m]))`;
  const asks =
    (...texts: readonly string[]) =>
    (): readonly PromqlSubject[] =>
      texts.map((text) => query(text));
  findsMistakes(promqlRules, {
    "target-promql": asks("sum(", "rate(target_info)", "1 > 1"),
    "metric-declared": asks(
      `nothing{${JOB}}`,
      `target_info{${JOB},pod="x"}`,
      'target_info{job="petrosa/other"}',
      `sum by (pod) (target_info{${JOB}})`,
    ),
    "selector-scope": asks("target_info"),
    "target-rate-interval": () => [
      query("rate(a[1m])"),
      query("rate(a[$__range])"),
      query("rate(a[$__interval])"),
      query("rate(a[$__rate_interval])", { onBoard: false }),
    ],
    "promql/rate": asks(`rate(target_info{${JOB}}[5m])`),
    "target-counter-agg": asks(`sum(${requests})`, `(${requests} unless ${requests} offset 10m) > 0`),
    "promql/regexp": asks('a{b=~"plain"}', 'a{b=~"^a.*"}', 'a{b!~"a.*$"}'),
    "promql/nan": asks("sum(a / b)"),
    "promql/vector_matching": asks("sum by (a) (x) / sum by (b) (x)", `${rate} and sum(x)`),
    "quantile-keeps-le": asks("histogram_quantile(0.9, sum by (job) (rate(a_bucket[5m])))"),
  });

  it("accept correct queries", () => {
    const rare = `sum by (job) ((${requests} unless ${requests} offset 10m) or increase(${requests}[10m])) > 0`;
    const right = [
      query(`${rate} / (${rate} > 0)`),
      query(rare),
      query(
        `histogram_quantile(0.9, sum by (job, le) (rate(http_server_request_duration_seconds_bucket{${JOB}}[$__rate_interval])))`,
      ),
      query(`sum by (job) (rate(${requests}[$__range]))`, { instant: true }),
      query(`sum by (job) (increase(${requests}[$__interval]))`, { stepSeconds: 240 }),
    ];
    for (const one of right) for (const { name, check } of promqlRules) assert.deepEqual(check(one), [], name);
  });
});

describe("rules on dashboards", () => {
  const rendered = dashboardsOf([tradeengine]);
  const [first] = rendered;
  const uids = new Set(rendered.map(({ uid }) => uid));
  assert.ok(first);
  type Board = ReturnType<typeof boardSchema.parse>;
  type Panel = Board["panels"][number];

  /** A changed copy of the dashboard. */
  const after = (change: (board: Board) => void) => (): readonly BoardSubject[] => {
    const board = boardSchema.parse(structuredClone(first.json));
    change(board);
    return [boardSubject({ ...first, json: board }, uids, declared)];
  };
  const ofType = (board: Board, type: string): Panel =>
    board.panels.find((panel) => panel.type === type) ?? assert.fail(type);
  const panel = (type: string, change: (panel: Panel, board: Board) => void) =>
    after((board) => change(ofType(board, type), board));
  const asks = (type: string, expr: string) =>
    panel(type, ({ targets = [] }) => Object.assign(targets[0] ?? {}, { expr, query: expr }));
  const variable = (name: string, change: (variable: Record<string, unknown>) => void) =>
    after(({ templating }) => change(templating.list.find((one) => one.name === name) ?? assert.fail(name)));

  findsMistakes(boardRules, {
    "uneditable-dashboard": after((board) => (board["editable"] = true)),
    "board-uid": after((board) => (board.uid = "Another")),
    "board-schema": after((board) => (board.schemaVersion = 1)),
    "panel-id": after(({ panels }) => panels.forEach((one) => (one.id = 1))),
    grid: panel("stat", ({ gridPos }) => (gridPos.x = 23)),
    "leads-on": after((board) => (board.links = [])),
    "panel-datasource": panel("stat", (one) => (one.datasource = { type: "prometheus", uid: "abc" })),
    "panel-title-description": panel("stat", (one) => (one.description = "")),
    "panel-units": panel("stat", ({ fieldConfig }) => Object.assign(fieldConfig?.defaults ?? {}, { unit: "parsec" })),
    "panel-no-targets": panel("stat", (one) => (one.targets = [])),
    "panel-no-value": panel("timeseries", ({ fieldConfig }) =>
      Object.assign(fieldConfig?.defaults ?? {}, { noValue: "" }),
    ),
    "panel-exemplars": panel("timeseries", ({ targets = [] }) =>
      Object.assign(targets[0] ?? {}, { expr: "histogram_quantile(0.5, x)", exemplar: false }),
    ),
    "target-logql": asks("logs", '{a="b"} |'),
    "target-traceql": asks("table", "{ status = }"),
    "target-logql-auto": panel("timeseries", (one) => {
      one.datasource = { type: "loki", uid: "${logs}" };
      Object.assign(one.targets?.[0] ?? {}, { expr: 'count_over_time({a="b"}[5m])' });
    }),
    "template-datasource": after(({ templating }) => templating.list.splice(0)),
    "template-label-promql": variable("instance", (one) => (one["query"] = { query: "label_values(nothing, pod)" })),
    "template-on-time-change-reload": variable("instance", (one) => (one["refresh"] = 0)),
    "variable-declared": asks("stat", 'up{job="$unknown"}'),
    "variable-used": after(({ templating }) => templating.list.push({ name: "idle", type: "custom" })),
  });
});

describe("rules on alerts", () => {
  const subjects = alertSubjects([tradeengine]);
  const [absence, comparison] = subjects;
  assert.ok(absence && comparison);
  const rule =
    (changes: Partial<AlertSubject["rule"]>, of: AlertSubject = comparison) =>
    (): readonly AlertSubject[] => [{ ...of, rule: { ...of.rule, ...changes } }];
  const annotated = (changes: Record<string, string>) =>
    rule({ annotations: { ...comparison.rule.annotations, ...changes } });
  const labelled = (changes: Record<string, string>) => rule({ labels: { ...comparison.rule.labels, ...changes } });
  const asks = (text: string) => rule({ expression: { signal: "metrics", text } });

  findsMistakes(
    alertRules.filter(({ name }) => name !== "group/interval"), // it is about a constant
    {
      "alert-summary": annotated({ summary: "" }),
      "alert-runbook-link": annotated({ runbook_url: "https://example.com/runbooks/Nothing.md" }),
      "alerts/annotation": annotated({ dashboard_url: "" }),
      "alerts/template": () => [
        ...labelled({ team: "{{ $value }}" })(),
        ...annotated({ summary: "Too many on {{ $labels.pod }}" })(),
      ],
      "rule/link": annotated({ runbook_url: "docs/runbooks/Page.md" }),
      "alert-board": annotated({ __dashboardUid__: "nowhere" }),
      "rule/label": () => [...labelled({ severity: "Critical" })(), ...labelled({ team: "" })()],
      "rule/name": rule({ alert: "trade_engine_down" }),
      "rule/duplicate": rule({ uid: "another", alert: "Another" }),
      "rule-uid": rule({ uid: "a".repeat(41) }),
      "alerts/comparison": asks("sum(rate(a[5m]))"),
      "alerts/absent": rule({ for: "1m" }, absence),
      "alerts/for": () => [...rule({ for: "90s" })(), ...rule({ keepFiringFor: "soon" })()],
      "promql/fragile": asks("topk(5, a) > 0"),
      "alert-logql": rule({ expression: { signal: "logs", text: '{a=~"b"} |' } }),
    },
  );
});
