import { z } from "zod";
import type { FastifyRequest } from "fastify";
import type { Context } from "./context.ts";
import { cloudError, grafanaError } from "./errors.ts";
import type { DataSource, Instance, Stack } from "./state.ts";

/** Contact point of every new instance. The policy tree starts with it and resets to it. */
const DEFAULT_RECEIVER = "grafana-default-email";

/** Read-only data sources that exist in every stack: uid suffix and type. */
const PROVISIONED = [
  ["prom", "prometheus"],
  ["logs", "loki"],
  ["traces", "tempo"],
  ["profiles", "grafana-pyroscope-datasource"],
  ["usage", "prometheus"],
  ["usage-insights", "loki"],
  ["alert-state-history", "loki"],
  ["ml-metrics", "prometheus"],
] as const;

const instanceParams = z.object({ slug: z.string() });

/** Returns the content of a new instance. */
export function newInstance(context: Context, slug: string): Instance {
  return {
    serviceAccounts: [],
    serviceAccountTokens: [],
    folders: [],
    dashboards: [],
    dataSources: PROVISIONED.map(([suffix, type]) => provisionedDataSource(context, slug, suffix, type)),
    contactPoints: [
      {
        uid: DEFAULT_RECEIVER,
        name: DEFAULT_RECEIVER,
        type: "email",
        settings: { addresses: "<example@email.com>" },
        disableResolveMessage: false,
        provenance: "",
      },
    ],
    muteTimings: [],
    templates: [],
    ruleGroups: [],
    rules: [],
    policyTree: defaultPolicyTree(),
    policyProvenance: "",
  };
}

export function defaultPolicyTree(): Record<string, unknown> {
  return { receiver: DEFAULT_RECEIVER, group_by: ["grafana_folder", "alertname"] };
}

function provisionedDataSource(context: Context, slug: string, suffix: string, type: string): DataSource {
  return {
    id: context.nextId(),
    uid: `grafanacloud-${suffix}`,
    name: `grafanacloud-${slug}-${suffix}`,
    type,
    url: "",
    readOnly: true,
    rest: { access: "proxy", isDefault: suffix === "prom", jsonData: {} },
    secureJsonFields: [],
  };
}

/** Returns the stack that the request addresses, or 503 until it is ready. */
export function stackOf(context: Context, request: FastifyRequest): Stack {
  const stack = anyStackOf(context, request);
  if (!isReady(stack)) throw grafanaError(503, "Your instance is loading, and will be ready shortly.");
  return stack;
}

function anyStackOf(context: Context, request: FastifyRequest): Stack {
  const { slug } = instanceParams.parse(request.params);
  const stack = context.state.stacks.find((candidate) => candidate.slug === slug);
  if (stack === undefined) throw grafanaError(404, "Instance not found");
  return stack;
}

const UID = /^[a-zA-Z0-9\-_]+$/;

/** Grafana's rule for uids of folders, dashboards, data sources and alert rules. */
export function requireValidUid(uid: string): void {
  if (uid.length > 40) throw grafanaError(400, "uid too long, max 40 characters");
  if (!UID.test(uid)) throw grafanaError(400, "uid contains illegal characters");
}

/** Returns `api`, unless the request disables provenance so that the resource stays editable in the UI. */
export function provenanceOf(request: FastifyRequest): string {
  return request.headers["x-disable-provenance"] === undefined ? "api" : "";
}

/** Returns a copy of `value` without the given keys. */
export function omit<T extends object, K extends PropertyKey>(value: T, ...keys: readonly K[]): Omit<T, K> {
  const entries = Object.entries(value).filter(([key]) => !(keys as readonly PropertyKey[]).includes(key));
  return Object.fromEntries(entries) as Omit<T, K>;
}

/** Removes `item` from `list`. */
export function removeFrom<T>(list: T[], item: T): void {
  const index = list.indexOf(item);
  if (index >= 0) list.splice(index, 1);
}

/** Replaces the content of `list` with the entries that satisfy `keep`. */
export function keepOnly<T>(list: T[], keep: (item: T) => boolean): void {
  list.splice(0, list.length, ...list.filter(keep));
}

/** Finds a stack by numeric id or slug. */
export function findStack(context: Context, idOrSlug: string): Stack {
  const stack = context.state.stacks.find((one) => String(one.id) === idOrSlug || one.slug === idOrSlug);
  if (stack === undefined) throw cloudError(404, "Instance not found");
  return stack;
}

export function isReady(stack: Stack): boolean {
  return stack.readyAt !== null && Date.parse(stack.readyAt) <= Date.now();
}
