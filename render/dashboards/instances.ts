import type { Series } from "../../model/catalog/series.ts";
import { count, total, type Scope } from "../queries/promql.ts";

/** Instances that report, by the series each of them has; of `up`, which says so itself, those it is 1 of. */
export const instances = (scope: Scope, heartbeat: Series): string =>
  heartbeat.metric.name === "up" ? total(scope, heartbeat) : count(scope, heartbeat);
