import * as pulumi from "@pulumi/pulumi";
import type { EffectiveSystem } from "../model/catalog/effective.ts";
import type { Config } from "../model/config/index.ts";
import { ruleFiles } from "../render/alerts/prometheus.ts";
import { describeOmissions, type Omission, type RenderContext } from "../render/context.ts";
import { Alerting, expiryOf } from "./alerting.ts";
import type { TelemetryBackend } from "./backends/backend.ts";
import { Dashboards } from "./dashboards.ts";

export interface PublishArgs extends Pick<Config, "environment" | "alerts"> {
  readonly systems: readonly EffectiveSystem[];
  readonly backend: TelemetryBackend;
  /** Secret configuration value by key. */
  readonly secret: (key: string) => pulumi.Output<string>;
}

/** Published dashboards and alert rules. */
export interface Published {
  /** URL of each dashboard by its uid. */
  readonly urls: Readonly<Record<string, pulumi.Output<string>>>;
  /** Parts of the catalog that were left out because the backend lacks something for them. */
  readonly omissions: readonly Omission[];
}

/** Publishes the catalog's dashboards and alert rules in the form that the backend accepts. Warns about parts that are left out. */
export function publish({ backend, alerts, ...args }: PublishArgs): Published {
  const { grafana, dataSources } = backend;
  const context = { environment: args.environment, dataSources, runbookUrl: alerts.runbookUrl ?? "" };
  const inGrafana = grafana && { provider: grafana.provider, deletedWith: grafana.owner };
  const dashboards = grafana && new Dashboards("dashboards", { ...context, ...args, grafana }, inGrafana);
  const alerting =
    grafana && dashboards && backend.rules.kind === "grafana"
      ? new Alerting(
          "alerting",
          { ...context, ...args, alerts, backend, grafana, folders: dashboards.folders },
          inGrafana,
        )
      : undefined;
  const files =
    backend.rules.kind === "prometheus" ? deliverRules(backend, backend.rules, { ...context, ...args }) : [];
  const omissions = [...(dashboards?.omissions ?? []), ...(alerting?.omissions ?? []), ...files];
  if (omissions.length > 0) void pulumi.log.warn(describeOmissions(omissions));
  return { urls: dashboards?.urls ?? {}, omissions };
}

/** Delivers the rules as files. Returns the rules that were left out because the backend lacks something for them. */
function deliverRules(
  backend: TelemetryBackend,
  { deliver }: Extract<TelemetryBackend["rules"], { kind: "prometheus" }>,
  { systems, ...context }: RenderContext & Pick<PublishArgs, "systems">,
): readonly Omission[] {
  const plan = ruleFiles(systems, { ...context, tokensExpire: Object.keys(backend.expiringTokens).length > 0 });
  const known = pulumi.all([backend.grafana?.url ?? "", expiryOf(backend)]);
  deliver(known.apply(([grafanaUrl, tokens]) => plan.files({ grafanaUrl, tokens })));
  return plan.omissions;
}
