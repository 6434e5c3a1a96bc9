import type { GrafanaRule } from "../../render/alerts/grafana.ts";
import { deploy, type Deployment } from "../../testing/harness.ts";
import type { Registered } from "../../testing/registrations.ts";
import { find, settingsWith } from "./find.ts";

/** One contact point of each type. */
export const CONTACT_POINTS = [
  { name: "chat", type: "slack", secret: "chatUrl" },
  { name: "pager", type: "pagerduty", secret: "pagerKey" },
  { name: "hook", type: "webhook", secret: "hookUrl" },
  { name: "mail", type: "email", addresses: ["oncall@example.com", "team@example.com"] },
];
export const ROUTES = { critical: "pager", warning: "chat", info: "mail" };

/** Deploys the environment dev with other `alerts` settings. */
export const deployWith = (alerts: Record<string, unknown>): Promise<Deployment> =>
  deploy(
    settingsWith("dev", {
      "alerts.contactPoints": CONTACT_POINTS,
      "alerts.routes": ROUTES,
      "alerts.paging": true,
      ...Object.fromEntries(Object.entries(alerts).map(([key, value]) => [`alerts.${key}`, value])),
    }),
  );

export const rulesOf = (resources: readonly Registered[], group = "tradeengine") =>
  find(resources, `RuleGroup alerting-${group}`).inputs["rules"] as readonly GrafanaRule[];
