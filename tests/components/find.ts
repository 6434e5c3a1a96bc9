import assert from "node:assert/strict";
import { withChanges } from "../../testing/environments.ts";
import { settingsOf, type RawSettings } from "../../startup/stack-file.ts";
import { mapSecrets } from "../../testing/harness.ts";
import type { Registered } from "../../testing/registrations.ts";

/** The last part of a type, without package and module: `Secret` for `kubernetes:core/v1:Secret`. */
const kindOf = ({ type }: Registered): string => type.split(":").at(-1) ?? "";

/** Resources of a component, as `Kind name`, sorted. */
export const childrenOf = (resources: readonly Registered[], component: string): readonly string[] =>
  resources
    .filter(({ parent }) => parent === `observability:index:${component}`)
    .map((resource) => `${kindOf(resource)} ${resource.name}`)
    .sort();

/** The only resource with this label, in the format of `childrenOf`. */
export function find(resources: readonly Registered[], label: string): Registered {
  const found = resources.filter((resource) => `${kindOf(resource)} ${resource.name}` === label);
  assert.equal(found.length, 1, `${label}: ${found.length} resources`);
  return found[0] as Registered;
}

/** Inputs with each secret marked, so that comparisons also check what is secret. */
export const inputsOf = (resource: Registered): Record<string, unknown> =>
  mapSecrets(resource.inputs, (secret) => ({ secret })) as Record<string, unknown>;

/** Settings of an environment with other values at some paths, such as `backend.stack` or `applications.0.profiles`. */
export const settingsWith = (environment: string, changes: Readonly<Record<string, unknown>>): RawSettings =>
  withChanges(settingsOf(environment), changes);
