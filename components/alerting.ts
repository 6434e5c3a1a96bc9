import * as pulumi from "@pulumi/pulumi";
import * as grafana from "@pulumiverse/grafana";
import type { Config, ContactPointConfig } from "../model/config/index.ts";
import { planAlerting, type AlertingInput, type KnownLater, type RuleGroupPlan } from "../render/alerts/index.ts";
import type { Omission } from "../render/context.ts";
import type { GrafanaAccess, TelemetryBackend } from "./backends/backend.ts";

export interface AlertingArgs extends Omit<AlertingInput, "alerts" | "tokensExpire" | "dataSources"> {
  readonly alerts: Config["alerts"];
  readonly backend: Pick<TelemetryBackend, "dataSources" | "expiringTokens">;
  readonly grafana: Pick<GrafanaAccess, "url" | "owner">;
  /** Uid of each folder: rules live beside their dashboards. */
  readonly folders: Readonly<Record<string, pulumi.Input<string>>>;
  /** Secret configuration value by key. */
  readonly secret: (key: string) => pulumi.Output<string>;
}

/** Rule groups as rendered from the catalog, contact points, and the way from one to the other. */
export class Alerting extends pulumi.ComponentResource {
  static readonly __pulumiType = "observability:index:Alerting";

  /** Rules that the backend lacks something for. */
  readonly omissions: readonly Omission[];

  constructor(name: string, args: AlertingArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Alerting.__pulumiType, name, {}, opts);
    const { alerts, backend, secret } = args;
    const plan = planAlerting({
      ...args,
      dataSources: backend.dataSources,
      tokensExpire: Object.keys(backend.expiringTokens).length > 0,
    });
    const child = { parent: this, deletedWith: args.grafana.owner };
    const contactPoints = alerts.contactPoints.map(
      (point) =>
        new grafana.alerting.ContactPoint(
          `${name}-${point.name}`,
          { name: point.name, ...integration(point, secret) },
          {
            ...child,
            additionalSecretOutputs: ["slacks", "pagerduties", "webhooks"], // the provider marks only some of their fields
            deleteBeforeReplace: false, // Grafana refuses to delete one that is still routed to; a rename creates first
          },
        ),
    );
    // One that is renamed is another resource: rules and policies name the new one before the old one goes.
    const muteTimings = plan.muteTimings.map(
      (timing) => new grafana.alerting.MuteTiming(`${name}-${timing.name}`, timing, child),
    );
    const routed = { ...child, dependsOn: [...contactPoints, ...muteTimings] }; // what follows names them as text
    if (plan.policy) new grafana.alerting.NotificationPolicy(name, plan.policy, routed);

    const folders = { ...args.folders };
    for (const folder of plan.folders) {
      folders[folder.uid] = new grafana.oss.Folder(`${name}-${folder.uid}`, folder, child).uid;
    }
    for (const group of plan.groups) {
      new grafana.alerting.RuleGroup(
        `${name}-${group.key}`,
        {
          name: group.name,
          intervalSeconds: group.intervalSeconds,
          rules: knownTo(group, args).apply((known) => [...group.rules(known)]),
          folderUid: folders[group.folderUid] ?? group.folderUid,
        },
        routed,
      );
    }
    this.omissions = plan.omissions;
    this.registerOutputs({});
  }
}

/** What the rules of a group need: only those that watch tokens change with them. */
const knownTo = (
  { watchesTokens }: RuleGroupPlan,
  { backend, grafana: { url } }: AlertingArgs,
): pulumi.Output<KnownLater> =>
  pulumi.all([url, watchesTokens ? expiryOf(backend) : {}]).apply(([grafanaUrl, tokens]) => ({ grafanaUrl, tokens }));

/** When each token expires. */
export const expiryOf = ({
  expiringTokens,
}: Pick<TelemetryBackend, "expiringTokens">): pulumi.Output<KnownLater["tokens"]> =>
  pulumi.all(Object.fromEntries(Object.entries(expiringTokens).map(([name, { expiresAt }]) => [name, expiresAt])));

function integration(
  point: ContactPointConfig,
  secret: AlertingArgs["secret"],
): Pick<grafana.alerting.ContactPointArgs, "slacks" | "pagerduties" | "webhooks" | "emails"> {
  switch (point.type) {
    case "slack":
      return { slacks: [{ url: secret(point.secret) }] };
    case "pagerduty":
      return { pagerduties: [{ integrationKey: secret(point.secret) }] };
    case "webhook":
      return { webhooks: [{ url: secret(point.secret) }] };
    case "email":
      return { emails: [{ addresses: point.addresses }] };
  }
}
