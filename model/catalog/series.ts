import type { Metric, ServiceIdentity } from "./metrics.ts";

/** One value, or a regular expression that must (or must not) match the whole value. */
export type LabelMatcher =
  string | { readonly matches: string } | { readonly not: string } | { readonly notMatches: string };

/** A metric, narrowed to some of its series. */
export interface Series {
  readonly metric: Metric;
  /** By attribute as declared in the metric. */
  readonly where: Readonly<Record<string, LabelMatcher>>;
  /** The service whose series these are. @default - the service that the rule or panel belongs to */
  readonly service?: ServiceIdentity;
}

/** Refers to a metric. An attribute that the metric does not declare fails to compile, or throws in untyped code. */
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

/** Series of another service, to compare what one hop receives with what the next one emits. */
export const seriesOf = <Label extends string>(
  service: ServiceIdentity,
  metric: Metric<Label>,
  where?: Readonly<Partial<Record<NoInfer<Label>, LabelMatcher>>>,
): Series => ({ ...series(metric, where), service });
