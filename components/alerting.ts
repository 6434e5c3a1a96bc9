import * as pulumi from "@pulumi/pulumi";
import * as grafana from "@pulumiverse/grafana";
import { EVALUATION_INTERVAL_SECONDS } from "../model/catalog/alert-rule.ts";
import { type System } from "../model/catalog/system.ts";
import { rulesOf } from "../model/catalog/rules.ts";
import type { Config, ContactPointConfig } from "../model/config/index.ts";
import { NO_SEVERITY, ownRoute, rootPolicy } from "../model/routing.ts";
import { expiryThresholds } from "../model/backends/grafana-cloud.ts";
import { type AlertContext, renderAlerts, type RenderedRuleGroup, type TokenExpiry } from "../render/alerts/index.ts";
import { muteInterval, notificationPolicy } from "../render/alerts/routing.ts";
import { WATCHDOG, watchdogRule } from "../render/alerts/watchdog.ts";
import type { TelemetryBackend } from "./backends/backend.ts";

export interface AlertingArgs extends Pick<Config, "environment" | "alerts"> {
  readonly systems: readonly System[];
  readonly backend: Pick<TelemetryBackend, "grafanaUrl" | "dataSources" | "collectorToken" | "profilesToken">;
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
    // One that is renamed is another resource: rules and policies name the new one before the old one goes.
    const muteTimings = args.alerts.muteTimings.map((timing) => {
      const inputs = { name: timing.name, intervals: [muteInterval(timing)] };
      return new grafana.alerting.MuteTiming(`${name}-${timing.name}`, inputs, child);
    });
    const routed = { ...child, dependsOn: [...contactPoints, ...muteTimings] }; // what follows names them as text
    const policy = rootPolicy(args.alerts);
    if (policy) new grafana.alerting.NotificationPolicy(name, notificationPolicy(policy), routed);

    const folders = { ...args.folders };
    if (args.alerts.watchdog !== undefined) {
      folders[WATCHDOG.uid] = new grafana.oss.Folder(`${name}-${WATCHDOG.uid}`, WATCHDOG, child).uid;
    }
    // The Grafana URL and when tokens expire are known only at run time; which groups there are does not depend on them.
    const groups = (grafanaUrl: string, tokens: TokenExpiry = {}) =>
      ruleGroups(args, { ...alertContext(args, grafanaUrl), tokens });
    const linked = args.backend.grafanaUrl.apply((url) => groups(url));
    const watching = pulumi.all([args.backend.grafanaUrl, expiryOf(args.backend)]).apply((known) => groups(...known));
    for (const [index, { key, name: group, folderUid, intervalSeconds }] of groups("").entries()) {
      const rendered = watchesTokens(args.systems, key) ? watching : linked;
      const rules = rendered.apply((all) => [...(all[index]?.rules ?? [])]);
      new grafana.alerting.RuleGroup(
        `${name}-${key}`,
        { name: group, intervalSeconds, rules, folderUid: folders[folderUid] ?? folderUid },
        routed,
      );
    }
    this.registerOutputs({});
  }
}

/** Whether a group changes when a token is replaced; the others then stay as they are. */
const watchesTokens = (systems: readonly System[], group: string): boolean =>
  systems
    .flatMap(({ services }) => services)
    .some(
      (service) => service.id === group && rulesOf(service).some(({ condition }) => condition.kind === "token-expiry"),
    );

const expiryOf = ({ collectorToken, profilesToken }: AlertingArgs["backend"]) =>
  pulumi.all({
    collector: collectorToken.expiresAt,
    ...(profilesToken === undefined ? {} : { profiles: profilesToken.expiresAt }),
  });

function alertContext({ environment, backend, alerts, systems }: AlertingArgs, grafanaUrl: string): AlertContext {
  return {
    environment,
    grafanaUrl,
    dataSources: backend.dataSources,
    tier: alerts.tier,
    runbookUrl: alerts.runbookUrl ?? "",
    thresholds: { ...expiryThresholds(systems, backend.collectorToken.overlap), ...alerts.thresholds },
    receiverFor: (severity, system) => ownRoute(alerts, severity, system),
  };
}

/** Those of the systems, and the watchdog where somebody listens for it. */
function ruleGroups({ systems, alerts }: AlertingArgs, context: AlertContext): readonly RenderedRuleGroup[] {
  const groups = renderAlerts(systems, context);
  const route = ownRoute(alerts, NO_SEVERITY, WATCHDOG.uid);
  if (route === undefined) return groups;
  const rules = [watchdogRule(context, route)];
  const { uid } = WATCHDOG;
  return [...groups, { key: uid, name: uid, folderUid: uid, intervalSeconds: EVALUATION_INTERVAL_SECONDS, rules }];
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
