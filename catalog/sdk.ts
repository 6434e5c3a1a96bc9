/*
 * All that a file of a catalog is made with: `import { defineSystem } from "observability/catalog"`, in whichever directory
 * the file is. docs/adding-a-service.md shows how.
 */
export { defineSystem } from "../model/define-system.ts";
export { FAILURE_LEVELS, series, seriesOf } from "../model/catalog.ts";
export type {
  AlertRule,
  Condition,
  LogLevel,
  LabelMatcher,
  Requests,
  Series,
  Service,
  ServicePanel,
  System,
  Usage,
} from "../model/catalog.ts";
export type { BoardDefinition, BoardPanel, BoardQuery, BoardRow, PanelUnit, View } from "../model/board.ts";
export type { Indicator, Slo } from "../model/slo.ts";

export { defineMetric } from "../model/metrics.ts";
export type { Ingestion, Metric, MetricType, ScrapeSource, ServiceIdentity, Unit } from "../model/metrics.ts";
/** Ready-made: metrics of OpenTelemetry's SDKs, what is scraped, rules that every service can have. */
export * from "./common-rules.ts";
export * from "./opentelemetry.ts";
export { scrapedFrom } from "./scraped.ts";

/** What rules compare and boards draw. */
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
} from "../model/measure.ts";
/** When a rule is true. */
export { above, any, atLeast, below, otherThan } from "../model/measure.ts";
export type { Comparison, Fold, Guard, Measure, Side } from "../model/measure.ts";
