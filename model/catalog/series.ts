import type { Metric, ServiceIdentity } from "./metrics.ts";

/** One value, or a regular expression that has to match (or not) the whole value. */
export type LabelMatcher =
  string | { readonly matches: string } | { readonly not: string } | { readonly notMatches: string };

/** A metric, narrowed to some of its series. */
export interface Series {
  readonly metric: Metric;
  /** By attribute as declared in the metric. */
  readonly where: Readonly<Record<string, LabelMatcher>>;
  /** Whose series. @default - those of the service that the rule or panel belongs to */
  readonly service?: ServiceIdentity;
}

/** Refers to a metric; an attribute the metric does not declare does not compile, or throws in untyped code. */
export function series<Label extends string>(
  metric: Metric<Label>,
  where?: Readonly<Partial<Record<NoInfer<Label>, LabelMatcher>>>,
): Series {
  const declared: readonly string[] = metric.labels;
  const conditions: Record<string, LabelMatcher> = {};
  for (const [label, matcher] of Object.entries<LabelMatcher | undefined>(where ?? {})) {
    if (!declared.includes(label)) {
      throw new Error(`metric "${metric.name}" declares no label "${label}"; it has: ${declared.join(", ") || "none"}`);
    }
    if (matcher !== undefined) conditions[label] = matcher;
  }
  return { metric, where: conditions };
}

/** The same series of another service: what one hop takes in and the next one does not give out. */
export const seriesOf = <Label extends string>(
  service: ServiceIdentity,
  metric: Metric<Label>,
  where?: Readonly<Partial<Record<NoInfer<Label>, LabelMatcher>>>,
): Series => ({ ...series(metric, where), service });
