/*
 * Everything a catalog file needs: `import { defineSystem } from "observability/catalog"`, from any directory.
 * docs/adding-a-service.md shows how.
 */
export { defineSystem } from "../../model/catalog/define-system.ts";
export type { Service } from "../../model/catalog/service.ts";
export type { BoardDefinition, BoardPanel, BoardQuery, BoardRow, PanelUnit, View } from "../../model/catalog/board.ts";
export type { Indicator, Slo } from "../../model/catalog/slo.ts";

export { defineMetric } from "../../model/catalog/metrics.ts";
export type {
  Ingestion,
  Metric,
  MetricType,
  ScrapeSource,
  ServiceIdentity,
  Unit,
} from "../../model/catalog/metrics.ts";
/** Ready-made: metrics of OpenTelemetry's SDKs, scraped metrics, and rules that any service can use. */
export * from "./common-rules.ts";
export * from "./opentelemetry.ts";
/** Builds what a panel draws. */
export { view } from "./views.ts";
export { scrapedFrom } from "./scraped.ts";

/** Values that rules compare and dashboards draw. */
export {
  age,
  buckets,
  changes,
  distinct,
  earlier,
  gauge,
  increase,
  mean,
  quantile,
  rare,
  rate,
  ratio,
  share,
  slope,
  sum,
  times,
  top,
} from "../../model/catalog/measure.ts";
/** Conditions under which a rule is true. */
export { above, any, atLeast, below, otherThan } from "../../model/catalog/measure.ts";
export type { Comparison, Fold, Guard, Measure, Side } from "../../model/catalog/measure.ts";
export { FAILURE_LEVELS } from "../../model/catalog/alert-rule.ts";
export { series } from "../../model/catalog/series.ts";
export { seriesOf } from "../../model/catalog/series.ts";
export type { AlertRule } from "../../model/catalog/alert-rule.ts";
export type { Condition } from "../../model/catalog/alert-rule.ts";
export type { LogLevel } from "../../model/catalog/alert-rule.ts";
export type { LabelMatcher as Matcher } from "../../model/catalog/series.ts";
export type { Requests } from "../../model/catalog/alert-rule.ts";
export type { Series } from "../../model/catalog/series.ts";
export type { ServicePanel } from "../../model/catalog/alert-rule.ts";
export type { System } from "../../model/catalog/system.ts";
export type { Usage } from "../../model/catalog/alert-rule.ts";
