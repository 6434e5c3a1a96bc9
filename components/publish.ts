import * as pulumi from "@pulumi/pulumi";
import type { EffectiveSystem } from "../model/catalog/effective.ts";
import type { Config } from "../model/config/index.ts";
import { ruleFiles } from "../render/alerts/prometheus.ts";
import type { Omission } from "../render/context.ts";
import { Alerting, expiryOf } from "./alerting.ts";
import type { TelemetryBackend } from "./backends/backend.ts";
import { Dashboards } from "./dashboards.ts";

export interface PublishArgs extends Pick<Config, "environment" | "alerts"> {
  readonly systems: readonly EffectiveSystem[];
  readonly backend: TelemetryBackend;
  /** Secret configuration value by key. */
  readonly secret: (key: string) => pulumi.Output<string>;
}

/** What people look at and are alerted by. */
export interface Published {
  /** URL of each dashboard by its uid. */
  readonly urls: Readonly<Record<string, pulumi.Output<string>>>;
  /** What of the catalog the backend lacks something for. */
  readonly omissions: readonly Omission[];
}

/** Dashboards and alert rules of the catalog, in the way the backend takes them. */
export function publish({ backend, alerts, ...args }: PublishArgs): Published {
  const { grafana, dataSources, rules } = backend;
  const context = { environment: args.environment, dataSources, runbookUrl: alerts.runbookUrl ?? "" };
  const inGrafana = grafana && { provider: grafana.provider, deletedWith: grafana.owner };
  const dashboards = grafana && new Dashboards("dashboards", { ...context, ...args, grafana }, inGrafana);
  const published = { urls: dashboards?.urls ?? {}, omissions: dashboards?.omissions ?? [] };
  if (rules.kind === "grafana") {
    if (grafana === undefined || dashboards === undefined) return published;
    const { folders } = dashboards;
    const alerting = new Alerting("alerting", { ...context, ...args, alerts, backend, grafana, folders }, inGrafana);
    return { ...published, omissions: [...published.omissions, ...alerting.omissions] };
  }
  const plan = ruleFiles(args.systems, { ...context, tokensExpire: Object.keys(backend.expiringTokens).length > 0 });
  const known = pulumi.all([grafana?.url ?? "", expiryOf(backend)]);
  rules.deliver(known.apply(([grafanaUrl, tokens]) => plan.files({ grafanaUrl, tokens })));
  return { ...published, omissions: [...published.omissions, ...plan.omissions] };
}
