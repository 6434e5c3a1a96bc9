import * as units from "@grafana/grafana-foundation-sdk/units";
import type { BoardPanel } from "../../../testing/boards.ts";
import { selectors, syntaxErrors } from "../../../testing/promql.ts";
import { phantoms } from "../promql/phantoms.ts";
import { layoutRules } from "./layout-rules.ts";
import { regexpProblems } from "./promql-rules.ts";
import { complain, type LintRule } from "./rule.ts";
import type { BoardSubject, Target } from "./subjects.ts";

type BoardRule = LintRule<BoardSubject>;

/** Panels that Grafana itself fills, or that contain text. */
const WITHOUT_DATA = ["alertlist", "dashlist", "text"];
/** Panels whose values have no unit, or whose columns each have one. */
const WITHOUT_UNIT = [...WITHOUT_DATA, "logs", "flamegraph", "table"];
const UNITS = new Set<unknown>(Object.values(units));
/** A unit of Grafana, or a custom word after the number. */
const isUnit = (unit: unknown): boolean => UNITS.has(unit) || /^suffix:\S+$/.test(String(unit));

const each = (
  subject: BoardSubject,
  check: (panel: BoardPanel) => boolean | undefined,
  problem: string,
): readonly string[] =>
  subject.panels.flatMap((panel) => complain(check(panel) === true, `${panel.title}: ${problem}`));

const ofPanels: readonly BoardRule[] = [
  {
    name: "panel-datasource",
    from: "dashboard-linter",
    demands: "Panels read their data source through a variable.",
    check: (subject) =>
      each(
        subject,
        ({ type, datasource }) => !WITHOUT_DATA.includes(type) && !/^\$\{[a-z]+\}$/.test(datasource?.uid ?? ""),
        "a fixed data source",
      ),
  },
  {
    name: "panel-title-description",
    from: "dashboard-linter",
    demands: "Every panel has a title and describes what it shows.",
    check: (subject) =>
      each(subject, ({ title, description = "" }) => title === "" || !/^.{20,}$/s.test(description), "not described"),
  },
  {
    name: "panel-units",
    from: "dashboard-linter",
    demands: "Every chart and every number in a table has a unit that Grafana knows.",
    check: (subject) => [
      ...each(
        subject,
        ({ type, fieldConfig }) => !WITHOUT_UNIT.includes(type) && !isUnit(fieldConfig?.defaults.unit),
        "no unit",
      ),
      ...subject.panels
        .filter(({ type, targets = [] }) => type === "table" && targets.some(({ expr }) => expr !== undefined))
        .flatMap((panel) => {
          const known = unitsOf(panel).filter(isUnit).length;
          return complain(known < (panel.targets?.length ?? 0), `${panel.title}: a column has no unit`);
        }),
    ],
  },
  {
    name: "panel-no-targets",
    from: "dashboard-linter",
    demands: "Every panel that shows data has a query.",
    check: (subject) =>
      each(subject, ({ type, targets = [] }) => !WITHOUT_DATA.includes(type) && targets.length === 0, "no query"),
  },
  {
    name: "panel-no-value",
    from: "own",
    demands: "Every chart has a text for missing data, because no data can be good news.",
    check: (subject) =>
      each(
        subject,
        ({ type, fieldConfig }) =>
          ![...WITHOUT_DATA, "logs", "flamegraph"].includes(type) && (fieldConfig?.defaults.noValue ?? "") === "",
        "no text for missing data",
      ),
  },
  {
    name: "panel-exemplars",
    from: "own",
    demands: "Charts of quantiles, and no others, fetch exemplars, which link a metric to a trace.",
    check: ({ targets }) =>
      targets
        .filter(({ language, instant, panel }) => language === "promql" && !instant && panel.type === "timeseries")
        .flatMap(({ panel, text }) => {
          const ofQuantiles = text.startsWith("histogram_quantile");
          const fetched = panel.targets?.find(({ expr }) => expr === text)?.["exemplar"] === true;
          return complain(ofQuantiles !== fetched, `${panel.title}: exemplars ${fetched ? "" : "not "}fetched`);
        }),
  },
];

const unitsOf = ({ fieldConfig }: BoardPanel): readonly unknown[] =>
  (fieldConfig?.overrides ?? []).flatMap((override) =>
    (override as { properties: { id: string; value: unknown }[] }).properties
      .filter(({ id }) => id === "unit")
      .map(({ value }) => value),
  );

const inLanguage = ({ targets }: BoardSubject, language: Target["language"]) =>
  targets.filter((target) => target.language === language);

const ofTargets: readonly BoardRule[] = [
  {
    name: "target-logql",
    from: "dashboard-linter",
    demands: "Queries follow the grammar of LogQL and use patterns only where one is needed.",
    check: (subject) =>
      inLanguage(subject, "logql").flatMap(({ text }) => [
        ...syntaxErrors("logql", text),
        ...[...text.matchAll(/([a-z_]+)(=~|!~)"([^"]*)"/g)].flatMap(([, label = "", operator = "", value = ""]) =>
          regexpProblems(label, operator, value),
        ),
      ]),
  },
  {
    name: "target-traceql",
    from: "own",
    demands: "Queries follow the grammar of TraceQL.",
    check: (subject) => inLanguage(subject, "traceql").flatMap(({ text }) => syntaxErrors("traceql", text)),
  },
  {
    name: "target-logql-auto",
    from: "dashboard-linter",
    demands:
      "Charts of log lines count over `$__auto`; single numbers count over a fixed time, which their description states.",
    check: (subject) =>
      inLanguage(subject, "logql")
        .filter(({ panel, text }) => panel.type === "timeseries" && text.includes("["))
        .flatMap(({ panel, text }) => complain(!text.includes("[$__auto]"), `${panel.title}: a fixed window`)),
  },
];

const ofVariables: readonly BoardRule[] = [
  {
    name: "template-datasource",
    from: "dashboard-linter",
    demands: "Every data source that panels read has a variable, preset to the environment's data source.",
    check: ({ board, panels }) => {
      const sources = new Map(
        board.templating.list.filter(({ type }) => type === "datasource").map((one) => [one.name, one.current?.value]),
      );
      return panels.flatMap(({ title, datasource }) => {
        const [, name] = /^\$\{([a-z]+)\}$/.exec(datasource?.uid ?? "") ?? [];
        return complain(name !== undefined && !sources.get(name), `${title}: no data source variable ${name ?? ""}`);
      });
    },
  },
  {
    name: "template-label-promql",
    from: "dashboard-linter",
    demands: "Menus filled from metrics query a label of declared metrics in PromQL.",
    check: ({ board, declared }) =>
      board.templating.list
        .filter((one) => one.type === "query" && (one["datasource"] as { type: string }).type === "prometheus")
        .flatMap(({ name, query }) => {
          const text = (query as { query: string }).query;
          const [, selector = "", label = ""] = /^label_values\((.+), ([a-z_]+)\)$/.exec(text) ?? [];
          if (selector === "") return [`${name}: ${text}`];
          const known = phantoms(declared, `sum by (${label}) (${selector})`);
          return [...complain(selectors(selector).length !== 1, `${name}: ${selector}`), ...known];
        }),
  },
  {
    name: "template-on-time-change-reload",
    from: "dashboard-linter",
    demands: "Menus filled by a query are refreshed when the time range changes.",
    check: ({ board }) =>
      board.templating.list
        .filter(({ type }) => type === "query")
        .flatMap(({ name, refresh }) => complain(refresh !== 2, `${name}: refresh ${String(refresh)}`)),
  },
  {
    name: "variable-declared",
    from: "own",
    demands: "No panel uses a variable that the dashboard does not have.",
    check: ({ board }) => {
      const known = new Set(board.templating.list.map(({ name }) => name));
      return [...used(board)].filter((name) => !known.has(name)).map((name) => `$${name} is not declared`);
    },
  },
  {
    name: "variable-used",
    from: "own",
    demands: "Every visible menu has an effect.",
    check: ({ board }) => {
      const names = used(board);
      return board.templating.list
        .filter(({ type, name }) => type !== "datasource" && !names.has(name))
        .map(({ name }) => `$${name} is not used`);
    },
  },
];

/** Variables in queries and titles; `${__…}` are Grafana's own, `$1` is part of a pattern. */
const used = ({ panels, annotations }: BoardSubject["board"]): ReadonlySet<string> =>
  new Set([...JSON.stringify([panels, annotations]).matchAll(/\$\{?([a-z]\w*)/g)].map(([, name = ""]) => name));

export const boardRules: readonly BoardRule[] = [...layoutRules, ...ofPanels, ...ofTargets, ...ofVariables];
