import * as pulumi from "@pulumi/pulumi";
import * as grafana from "@pulumiverse/grafana";
import type { Config, ContactPointConfig } from "../model/config.ts";
import type { RenderedRuleGroup } from "../render/alerts/index.ts";

export interface AlertingArgs {
  readonly contactPoints: readonly ContactPointConfig[];
  /** Contact point of each severity; required where there are contact points. */
  readonly routes: Config["alerts"]["routes"];
  /** `root-policy` makes this program the owner of the stack's one notification policy. */
  readonly routing: Config["alerts"]["routing"];
  readonly ruleGroups: readonly RenderedRuleGroup[];
  /** Uid of the folders that the rule groups name. */
  readonly folders: Readonly<Record<string, pulumi.Input<string>>>;
  /** Secret configuration value by key. */
  readonly secret: (key: string) => pulumi.Output<string>;
}

/** Rule groups as rendered from the catalog, contact points, and the way from one to the other. */
export class Alerting extends pulumi.ComponentResource {
  static readonly __pulumiType = "observability:index:Alerting";

  constructor(name: string, args: AlertingArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Alerting.__pulumiType, name, {}, opts);
    const child = { parent: this, deletedWith: opts?.deletedWith };
    const contactPoints = args.contactPoints.map(
      (point) =>
        new grafana.alerting.ContactPoint(
          `${name}-${point.name}`,
          { name: point.name, ...integration(point, args.secret) },
          {
            ...child,
            additionalSecretOutputs: ["slacks", "pagerduties", "webhooks"], // the provider marks only some of their fields
            deleteBeforeReplace: false, // Grafana refuses to delete one that is still routed to; a rename creates first
          },
        ),
    );
    if (args.routing === "root-policy" && args.routes) {
      new grafana.alerting.NotificationPolicy(name, rootPolicy(args.routes), { ...child, dependsOn: contactPoints });
    }
    for (const group of args.ruleGroups) {
      new grafana.alerting.RuleGroup(
        `${name}-${group.key}`,
        {
          name: group.name,
          folderUid: args.folders[group.folderUid] ?? group.folderUid,
          intervalSeconds: group.intervalSeconds,
          rules: group.rules.map((rule) => ({ ...rule, datas: [...rule.datas] })),
        },
        { ...child, dependsOn: contactPoints }, // rules name their contact point as text
      );
    }
    this.registerOutputs({});
  }
}

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

function rootPolicy(routes: NonNullable<AlertingArgs["routes"]>): grafana.alerting.NotificationPolicyArgs {
  return {
    contactPoint: routes.warning, // what has no known severity is still told to somebody
    groupBies: ["alertname", "grafana_folder", "service"],
    policies: Object.entries(routes).map(([severity, contactPoint]) => ({
      contactPoint,
      matchers: [{ label: "severity", match: "=", value: severity }],
    })),
  };
}
