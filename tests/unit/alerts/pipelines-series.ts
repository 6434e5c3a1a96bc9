/** Writes a series of the pipelines' services in promtool's notation. */
export const of = (
  workload: string,
  name: string,
  labels: Readonly<Record<string, string>> = {},
  instance = "pod-1",
) => {
  const pairs = Object.entries({ job: `trading/${workload}`, instance, ...labels });
  return `${name}{${pairs.map(([label, value]) => `${label}="${value}"`).join(",")}}`;
};

export interface Distribution {
  /** Cumulative events a minute by upper bound in seconds; the last bound is that of the slowest event. */
  readonly buckets: Readonly<Record<string, number>>;
  /** Total seconds of all events a minute. */
  readonly sum?: number;
  readonly minutes?: number;
}

/** The series of a histogram that grows evenly. */
export function histogram(
  workload: string,
  name: string,
  labels: Readonly<Record<string, string>>,
  { buckets, sum = 1, minutes = 120 }: Distribution,
): Readonly<Record<string, string>> {
  const all = Math.max(...Object.values(buckets));
  const grows = (by: number) => `0+${by}x${minutes}`;
  const bounds = Object.entries({ ...buckets, "+Inf": all });
  return {
    ...Object.fromEntries(
      bounds.map(([le, count]) => [of(workload, `${name}_bucket`, { ...labels, le }), grows(count)]),
    ),
    [of(workload, `${name}_count`, labels)]: grows(all),
    [of(workload, `${name}_sum`, labels)]: grows(sum),
  };
}
