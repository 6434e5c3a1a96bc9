import type { FastifyInstance } from "fastify";
import type { Context } from "../../core/context.ts";
import { contactPointRoutes } from "./contact-points.ts";
import { muteTimingRoutes } from "./mute-timings.ts";
import { notificationPolicyRoutes } from "./notification-policies.ts";
import { ruleGroupRoutes, ruleRoutes } from "./rule-groups.ts";
import { templateRoutes } from "./templates.ts";

/** The alerting provisioning API of an instance. */
export function alertingApi(app: FastifyInstance, context: Context): void {
  contactPointRoutes(app, context);
  notificationPolicyRoutes(app, context);
  muteTimingRoutes(app, context);
  templateRoutes(app, context);
  ruleGroupRoutes(app, context);
  ruleRoutes(app, context);
}
