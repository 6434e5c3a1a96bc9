import type { DataSourceRole, DataSources } from "../model/backends/data-sources.ts";

/** What dashboards and rules need to know of the environment they are rendered for. */
export interface RenderContext {
  /** `deployment.environment.name`; part of tags and labels. */
  readonly environment: string;
  readonly dataSources: DataSources;
  /** Where `docs/runbooks` can be read. */
  readonly runbookUrl: string;
}

/** Something of the catalog that an environment does not get, because its backend lacks what it needs. */
export interface Omission {
  readonly kind: "dashboard" | "panel" | "rule";
  /** Uid of a dashboard or rule; of a panel `<uid of its dashboard>: <title>`. */
  readonly name: string;
  /** What the backend lacks. */
  readonly lacks: DataSourceRole | "expiring tokens";
}

/** All of them for a person: what is left out, by what the backend lacks. */
export function describeOmissions(omissions: readonly Omission[]): string {
  const byLack = Map.groupBy(omissions, ({ lacks }) => lacks);
  const lines = [...byLack].map(([lacks, all]) => {
    const kinds = [...Map.groupBy(all, ({ kind }) => kind)].map(
      ([kind, some]) => `${some.length} ${kind}${some.length === 1 ? "" : "s"}`,
    );
    return `  without ${lacks === "expiring tokens" ? lacks : `a data source of ${lacks}`}: ${kinds.join(", ")}`;
  });
  return ["left out, because the backend lacks what it needs (all in the stack output leftOut):", ...lines].join("\n");
}

/** An address below another one, with one slash between them. */
export const below = (base: string, path: string): string => `${base.replace(/\/+$/, "")}/${path}`;
