import type { AlertRule, Requests, Usage } from "./alert-rule.ts";
import type { Metric, ServiceIdentity } from "./metrics.ts";
import type { Series } from "./series.ts";
import type { Slo } from "./slo.ts";

export interface Service extends ServiceIdentity {
  /** Lower case; becomes the rule group's name, the dashboard's uid and the prefix of rule uids. Never change it. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Every metric that a dashboard or rule of this service may use. */
  readonly metrics: readonly Metric[];
  /** Exists while the service reports anything. */
  readonly heartbeat: Series;
  /** Label of the heartbeat that names the version. @default - dashboards do not mark new versions */
  readonly version?: string;
  readonly server?: Requests;
  readonly client?: Requests;
  /** Requests being answered right now. */
  readonly inFlight?: Series;
  readonly cpu?: Usage;
  readonly memory?: Usage;
  /** Whether the service sends logs, traces, profiles. */
  readonly logs: boolean;
  readonly traces: boolean;
  readonly profiles: boolean;
  readonly alerts: readonly AlertRule[];
  /** @default - none */
  readonly slos?: readonly Slo[];
}
