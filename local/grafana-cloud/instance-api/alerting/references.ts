import type { Instance, Json } from "../../core/state.ts";

/** Returns the names of contact points used by notification policies. */
export function receiversInPolicies(instance: Instance): string[] {
  return routes(instance.policyTree).flatMap((route) => strings(route["receiver"]));
}

/** Returns the names of mute timings and active timings used by notification policies. */
export function timingsInPolicies(instance: Instance): string[] {
  return routes(instance.policyTree).flatMap((route) => timings(route));
}

/** Returns the names of contact points that rules notify directly. */
export function receiversInRules(instance: Instance): string[] {
  return ruleSettings(instance).flatMap((settings) => strings(settings["receiver"]));
}

/** Returns the names of mute timings and active timings that rules use directly. */
export function timingsInRules(instance: Instance): string[] {
  return ruleSettings(instance).flatMap((settings) => timings(settings));
}

/** Flattens a policy tree to a list, root first. */
export function routes(tree: Json): Json[] {
  const children = Array.isArray(tree["routes"]) ? (tree["routes"] as Json[]) : [];
  return [tree, ...children.flatMap((child) => routes(child))];
}

/** Returns the mute and active timings of a route or of a rule's notification settings. */
export function timings(holder: Json): string[] {
  return [...strings(holder["mute_time_intervals"]), ...strings(holder["active_time_intervals"])];
}

function ruleSettings(instance: Instance): Json[] {
  return instance.rules.flatMap((rule) => {
    const settings = rule.body["notification_settings"];
    return typeof settings === "object" && settings !== null ? [settings as Json] : [];
  });
}

function strings(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((entry): entry is string => typeof entry === "string" && entry !== "");
}
