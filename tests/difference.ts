import type { Registered } from "../testing/registrations.ts";

export interface Difference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Other inputs or options than before. */
  readonly changed: readonly string[];
}

/** What an `up` from one graph to the other would touch: `Type name`, sorted. */
export function difference(before: readonly Registered[], after: readonly Registered[]): Difference {
  const old = new Map(before.map((resource) => [resource.urn, resource]));
  const now = new Map(after.map((resource) => [resource.urn, resource]));
  const labels = (resources: readonly Registered[]) =>
    resources.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`).sort();
  return {
    added: labels(after.filter(({ urn }) => !old.has(urn))),
    removed: labels(before.filter(({ urn }) => !now.has(urn))),
    changed: labels(
      after.filter((resource) => {
        const earlier = old.get(resource.urn);
        return earlier !== undefined && JSON.stringify(earlier) !== JSON.stringify(resource);
      }),
    ),
  };
}
