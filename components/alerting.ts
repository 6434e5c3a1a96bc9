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
  /** Uid of each folder by its key: rules are stored beside their dashboards. */
  readonly folders: Readonly<Record<string, pulumi.Input<string>>>;
  /** Secret configuration value by key. */
  readonly secret: (key: string) => pulumi.Output<string>;
}

/** Contact points, mute timings, routing, and rule groups as rendered from the catalog. */
export class Alerting extends pulumi.ComponentResource {
  static readonly __pulumiType = "observability:index:Alerting";

  /** Rules that were left out because the backend lacks something for them. */
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
            deleteBeforeReplace: false, // Grafana refuses to delete a contact point in use, so a rename creates the new one first
          },
        ),
    );
    // A renamed timing is a new resource: rules and policies switch to it before the old one is deleted.
    const muteTimings = plan.muteTimings.map(
      (timing) => new grafana.alerting.MuteTiming(`${name}-${timing.name}`, timing, child),
    );
    const routed = { ...child, dependsOn: [...contactPoints, ...muteTimings] }; // the resources below refer to them only by name
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

/** Values that a group's rules need. Only groups that watch tokens depend on token expiry. */
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
