import assert from "node:assert/strict";
import { withChanges } from "../../testing/environments.ts";
import { settingsOf, type RawSettings } from "../../startup/stack-file.ts";
import { mapSecrets } from "../../testing/harness.ts";
import type { Registered } from "../../testing/registrations.ts";

/** Types as in `kubernetes:core/v1:Secret`, without their package and module where the rest tells enough: `Secret`. */
const kindOf = ({ type }: Registered): string => type.split(":").at(-1) ?? "";

/** What a component registered, as `Kind name`, sorted. */
export const childrenOf = (resources: readonly Registered[], component: string): readonly string[] =>
  resources
    .filter(({ parent }) => parent === `observability:index:${component}`)
    .map((resource) => `${kindOf(resource)} ${resource.name}`)
    .sort();

/** The one resource that `childrenOf` calls so. */
export function find(resources: readonly Registered[], label: string): Registered {
  const found = resources.filter((resource) => `${kindOf(resource)} ${resource.name}` === label);
  assert.equal(found.length, 1, `${label}: ${found.length} resources`);
  return found[0] as Registered;
}

/** Inputs with each secret marked, so that equality also says what is secret. */
export const inputsOf = (resource: Registered): Record<string, unknown> =>
  mapSecrets(resource.inputs, (secret) => ({ secret })) as Record<string, unknown>;

/** Settings of an environment with other values at some paths, e.g. `backend.stack` or `applications.0.profiles`. */
export const settingsWith = (environment: string, changes: Readonly<Record<string, unknown>>): RawSettings =>
  withChanges(settingsOf(environment), changes);
