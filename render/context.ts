import type { DataSourceRole, DataSources } from "../model/backends/data-sources.ts";

/** What dashboards and rules need to know about the environment they are rendered for. */
export interface RenderContext {
  /** `deployment.environment.name`; part of tags and labels. */
  readonly environment: string;
  readonly dataSources: DataSources;
  /** Address of the published `docs/runbooks`. */
  readonly runbookUrl: string;
}

/** A part of the catalog that is left out of an environment because its backend lacks what it needs. */
export interface Omission {
  readonly kind: "dashboard" | "panel" | "rule";
  /** Uid of a dashboard or rule; for a panel, `<uid of its dashboard>: <title>`. */
  readonly name: string;
  /** What the backend lacks. */
  readonly lacks: DataSourceRole | "expiring tokens";
}

/** Describes all omissions in plain text, grouped by what the backend lacks. */
export function describeOmissions(omissions: readonly Omission[]): string {
  const byLack = Map.groupBy(omissions, ({ lacks }) => lacks);
  const lines = [...byLack].map(([lacks, all]) => {
    const kinds = [...Map.groupBy(all, ({ kind }) => kind)].map(
      ([kind, some]) => `${some.length} ${kind}${some.length === 1 ? "" : "s"}`,
    );
    return `  without ${lacks === "expiring tokens" ? lacks : `a data source for ${lacks}`}: ${kinds.join(", ")}`;
  });
  return ["left out because of what the backend lacks (full list in the stack output leftOut):", ...lines].join("\n");
}

/** Appends a path to an address, with exactly one slash between them. */
export const below = (base: string, path: string): string => `${base.replace(/\/+$/, "")}/${path}`;
