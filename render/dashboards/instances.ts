import type { Series } from "../../model/catalog/series.ts";
import { count, total, type Scope } from "../queries/promql.ts";

/** Reporting instances, counted by a series that each of them has; for `up`, the number of instances where it is 1. */
export const instances = (scope: Scope, heartbeat: Series): string =>
  heartbeat.metric.name === "up" ? total(scope, heartbeat) : count(scope, heartbeat);
