import assert from "node:assert/strict";
import { tradeengine } from "../catalog/tradeengine/index.ts";
import type { Service } from "../model/catalog/service.ts";
import type { System } from "../model/catalog/system.ts";

const [template] = tradeengine.services;
assert.ok(template);

/** Returns a service with this id that has requests, SLOs and alerts. */
export const serviceLike = (id: string, changes: Partial<Service> = {}): Service => ({
  ...template,
  id,
  title: id,
  serviceName: id,
  workload: id,
  alerts: template.alerts.map((rule) => ({ ...rule, name: `${rule.name}${id.replaceAll(/\W/g, "")}` })),
  slos: (template.slos ?? []).map((slo) => ({ ...slo, name: `${slo.name}${id.replaceAll(/\W/g, "")}` })),
  ...changes,
});

/** Returns a system of `count` similar services. */
export const fleetOf = (count: number): System => ({
  id: "shops",
  title: "Shops",
  services: Array.from({ length: count }, (_, index) => serviceLike(`shop-${index}`)),
});
