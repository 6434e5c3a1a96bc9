import type { Instance, Json } from "../../core/state.ts";

/** Names of the contact points the notification policies use. */
export function receiversInPolicies(instance: Instance): string[] {
  return routes(instance.policyTree).flatMap((route) => strings(route["receiver"]));
}

/** Names of the mute timings (and active timings) the notification policies use. */
export function timingsInPolicies(instance: Instance): string[] {
  return routes(instance.policyTree).flatMap((route) => timings(route));
}

/** Names of the contact points that rules notify directly. */
export function receiversInRules(instance: Instance): string[] {
  return ruleSettings(instance).flatMap((settings) => strings(settings["receiver"]));
}

/** Names of the mute timings (and active timings) that rules use directly. */
export function timingsInRules(instance: Instance): string[] {
  return ruleSettings(instance).flatMap((settings) => timings(settings));
}

/** A policy tree as a flat list, root first. */
export function routes(tree: Json): Json[] {
  const children = Array.isArray(tree["routes"]) ? (tree["routes"] as Json[]) : [];
  return [tree, ...children.flatMap((child) => routes(child))];
}

/** Mute and active timings of one route or of one rule's notification settings. */
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
