import type { RenderedDashboard } from "../../../render/dashboards/index.ts";
import { ALERT_CONTEXT, rulesIn } from "../../../testing/alerts.ts";
import type { System } from "../../../model/catalog/system.ts";
import type { Service } from "../../../model/catalog/service.ts";
import type { AlertRule } from "../../../model/catalog/alert-rule.ts";
import { rulesOf } from "../../../model/catalog/rules.ts";
import { ruleUid } from "../../../model/catalog/uids.ts";
import { EXPORT_INTERVAL_SECONDS } from "../../../model/catalog/metrics.ts";
import { parseDuration } from "../../../model/duration.ts";
import type { Rule } from "../../../render/alerts/rules.ts";
import { type BoardPanel, boardSchema, dashboardsOf } from "../../../testing/boards.ts";
import { Expression } from "../../../testing/promql.ts";
import { declaredBy, type Declared } from "../promql/phantoms.ts";

/** A PromQL expression and where it is used. */
export interface PromqlSubject {
  readonly text: string;
  readonly expression: Expression;
  readonly declared: Declared;
  /** On a dashboard, where Grafana fills in windows. */
  readonly onBoard: boolean;
  /** Runs once, at the end of the time range. */
  readonly instant: boolean;
  /** Shortest time between two values on a dashboard. */
  readonly stepSeconds: number;
}

/** A query of a panel in its language; profiles have no language. */
export interface Target {
  readonly panel: BoardPanel;
  readonly text: string;
  readonly language: "promql" | "logql" | "traceql" | undefined;
  readonly instant: boolean;
  readonly stepSeconds: number;
}

export interface BoardSubject {
  readonly rendered: RenderedDashboard;
  readonly board: ReturnType<typeof boardSchema.parse>;
  /** Without row headings. */
  readonly panels: readonly BoardPanel[];
  readonly targets: readonly Target[];
  /** Uids of all dashboards. */
  readonly uids: ReadonlySet<string>;
  readonly declared: Declared;
}

export interface AlertSubject {
  readonly rule: Rule;
  readonly definition: AlertRule;
  /** Only for PromQL. */
  readonly expression: Expression | undefined;
  /** All existing rules. */
  readonly all: readonly Rule[];
  readonly uids: ReadonlySet<string>;
}

const LANGUAGES: Readonly<Record<string, Target["language"]>> = {
  prometheus: "promql",
  loki: "logql",
  tempo: "traceql",
};

function targetsOf(panel: BoardPanel): readonly Target[] {
  return (panel.targets ?? []).map((target) => ({
    panel,
    text: target.expr ?? target.query ?? "",
    language: LANGUAGES[panel.datasource?.type ?? ""],
    instant: target["instant"] === true || target["queryType"] === "instant",
    stepSeconds: parseDuration(target.interval ?? "")?.seconds ?? EXPORT_INTERVAL_SECONDS,
  }));
}

export function boardSubject(rendered: RenderedDashboard, uids: ReadonlySet<string>, declared: Declared): BoardSubject {
  const board = boardSchema.parse(rendered.json);
  const panels = board.panels.filter(({ type }) => type !== "row");
  return { rendered, board, panels, targets: panels.flatMap(targetsOf), uids, declared };
}

export function boardSubjects(systems: readonly System[]): readonly BoardSubject[] {
  const rendered = dashboardsOf(systems);
  const uids = new Set(rendered.map(({ uid }) => uid));
  const declared = declaredBy(systems);
  return rendered.map((one) => boardSubject(one, uids, declared));
}

/** Every PromQL query of a dashboard: those of its panels and of its annotations. */
export function boardPromql({ targets, board, declared }: BoardSubject): readonly PromqlSubject[] {
  const asked = targets.filter(({ language }) => language === "promql");
  const marks = board.annotations.list.flatMap(({ expr }) =>
    expr === undefined ? [] : [{ text: expr, instant: false, stepSeconds: EXPORT_INTERVAL_SECONDS }],
  );
  return [...asked, ...marks].map(({ text, instant, stepSeconds }) => ({
    text,
    expression: new Expression(text),
    declared,
    onBoard: true,
    instant,
    stepSeconds,
  }));
}

const WITH_TOKENS = {
  context: { ...ALERT_CONTEXT, tokensExpire: true },
  known: { grafanaUrl: "https://example.grafana.net", tokens: { collector: 1_893_456_000 } },
};

export function alertSubjects(systems: readonly System[]): readonly AlertSubject[] {
  const uids = new Set(dashboardsOf(systems).map(({ uid }) => uid));
  const services: readonly Service[] = systems.flatMap((system) => system.services);
  const all = rulesIn(systems, WITH_TOKENS);
  const definitions = new Map(
    services.flatMap((service) => rulesOf(service).map((rule) => [ruleUid(service, rule), rule] as const)),
  );
  return all.flatMap((rule) => {
    const definition = definitions.get(rule.uid);
    const { signal, text } = rule.expression;
    const expression = signal === "logs" ? undefined : new Expression(text);
    return definition === undefined ? [] : [{ rule, definition, expression, all, uids }];
  });
}

export const alertPromql = (subjects: readonly AlertSubject[], declared: Declared): readonly PromqlSubject[] =>
  subjects.flatMap(({ rule, expression }) =>
    expression === undefined
      ? []
      : [
          {
            text: rule.expression.text,
            expression,
            declared,
            onBoard: false,
            instant: true,
            stepSeconds: EXPORT_INTERVAL_SECONDS,
          },
        ],
  );
