import type { StoredResource } from "./deployment.ts";

type Inputs = NonNullable<StoredResource["inputs"]>;

/** Finds the id of an access policy (`<region>:<uuid>`) by region and name. */
export type FindPolicy = (region: string, name: string) => Promise<string | undefined>;

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** Ids, derived from inputs, of Grafana objects that cannot be created twice. */
const GRAFANA: Readonly<Record<string, (inputs: Inputs) => string>> = {
  "grafana:cloud/stack:Stack": ({ slug }) => text(slug),
  "grafana:oss/folder:Folder": ({ uid }) => text(uid),
  "grafana:alerting/contactPoint:ContactPoint": ({ name }) => text(name),
  "grafana:alerting/ruleGroup:RuleGroup": ({ folderUid, name }) => `${text(folderUid)}:${text(name)}`,
};

/**
 * Id of a resource that may have been created already. Undefined if creating it again does no harm: a token whose secret has
 * been lost, a service account with a random name, or anything that is overwritten anyway.
 */
export async function identify(
  { type, inputs = {} }: StoredResource,
  findPolicy: FindPolicy,
): Promise<string | undefined> {
  if (type === "grafana:cloud/accessPolicy:AccessPolicy")
    return findPolicy(text(inputs["region"]), text(inputs["name"]));
  if (type === "kubernetes:helm.sh/v3:Release") return join(inputs);
  if (type.startsWith("kubernetes:") && !type.endsWith("Patch")) return join(inputs["metadata"] as Inputs);
  return GRAFANA[type]?.(inputs);
}

const join = ({ namespace, name }: Inputs): string =>
  namespace === undefined ? text(name) : `${text(namespace)}/${text(name)}`;
