import * as pulumi from "@pulumi/pulumi";
import * as grafana from "@pulumiverse/grafana";
import type { System } from "../model/catalog.ts";
import type { Config, ContactPointConfig } from "../model/config.ts";
import { type AlertContext, renderAlerts } from "../render/alerts/index.ts";
import type { TelemetryBackend } from "./backend.ts";

export interface AlertingArgs extends Pick<Config, "environment" | "alerts"> {
  readonly systems: readonly System[];
  readonly backend: Pick<TelemetryBackend, "grafanaUrl" | "dataSources">;
  /** Uid of each folder: rules live beside their boards. */
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
    const contactPoints = args.alerts.contactPoints.map(
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
    if (args.alerts.routing === "root-policy" && args.alerts.routes) {
      new grafana.alerting.NotificationPolicy(name, rootPolicy(args.alerts.routes), {
        ...child,
        dependsOn: contactPoints,
      });
    }
    // The Grafana URL, known only at run time, is part of links inside the rules; which groups there are does not depend on it.
    const groups = (grafanaUrl: string) => renderAlerts(args.systems, alertContext(args, grafanaUrl));
    for (const [index, { key, name: group, folderUid, intervalSeconds }] of groups("").entries()) {
      const rules = args.backend.grafanaUrl.apply((url) => [...(groups(url)[index]?.rules ?? [])]);
      new grafana.alerting.RuleGroup(
        `${name}-${key}`,
        { name: group, intervalSeconds, rules, folderUid: args.folders[folderUid] ?? folderUid },
        { ...child, dependsOn: contactPoints }, // rules name their contact point as text
      );
    }
    this.registerOutputs({});
  }
}

function alertContext({ environment, backend, alerts }: AlertingArgs, grafanaUrl: string): AlertContext {
  return {
    environment,
    grafanaUrl,
    dataSources: backend.dataSources,
    runbookUrl: alerts.runbookUrl ?? "",
    thresholds: alerts.thresholds,
    receiverFor: (severity) => (alerts.routing === "per-rule" ? alerts.routes?.[severity] : undefined),
  };
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

function rootPolicy(routes: NonNullable<Config["alerts"]["routes"]>): grafana.alerting.NotificationPolicyArgs {
  return {
    contactPoint: routes.warning, // what has no known severity is still told to somebody
    groupBies: ["alertname", "grafana_folder", "service"],
    policies: Object.entries(routes).map(([severity, contactPoint]) => ({
      contactPoint,
      matchers: [{ label: "severity", match: "=", value: severity }],
    })),
  };
}
