import { block } from "../language/ast.ts";
import type { Block, Reference, Value } from "../language/ast.ts";
import { component, exported, outputTo } from "../language/components.ts";
import type { Outputs } from "../language/components.ts";
import type { Feature } from "./feature.ts";
import { anyText, keep } from "../language/relabel.ts";

/** Moves scraped metrics to the durable path. */
const scrapedReceiver: Reference = exported("otelcol.receiver.prometheus", "scraped", "receiver");

export const scrapedMetrics = (next: Outputs): Feature => ({
  blocks: [
    component("otelcol.receiver.prometheus", "scraped", {
      comment:
        "Receives scraped metrics. From here on they take the same path as pushed metrics, through the queue on disk.",
      blocks: [outputTo(next)],
    }),
  ],
});

export interface Scrape {
  readonly label: string;
  readonly comment: string;
  readonly targets: Value;
  /** A Go duration. */
  readonly interval: string;
  /** Whether the role's pods share the targets; otherwise each pod scrapes all of them. */
  readonly clustered: boolean;
  readonly attributes?: Block["attributes"];
  readonly blocks?: readonly Block[];
  /** Metrics to keep; "all" keeps everything. */
  readonly keep: readonly string[] | "all";
  /** Rules for the kept metrics. */
  readonly rules?: readonly Block[];
}

/** Timeout of a scrape; it equals the minimum interval. */
const TIMEOUT = "10s";

/** Scrapes targets and keeps the selected metrics. */
export function scrape({
  label,
  comment,
  targets,
  interval,
  clustered,
  attributes,
  blocks = [],
  keep: kept,
  rules: others = [],
}: Scrape): Block[] {
  const rules = [...(kept === "all" ? [] : [keepMetrics(kept)]), ...others];
  return [
    component("prometheus.scrape", label, {
      comment,
      attributes: {
        targets,
        forward_to: [rules.length === 0 ? scrapedReceiver : exported("prometheus.relabel", label, "receiver")],
        scrape_interval: interval,
        scrape_timeout: TIMEOUT,
        ...attributes,
      },
      blocks: [...blocks, ...(clustered ? [block("clustering", { enabled: true })] : [])],
    }),
    ...(rules.length === 0
      ? []
      : [
          component("prometheus.relabel", label, {
            comment: "Keeps only the metrics that dashboards and rules use.",
            attributes: { forward_to: [scrapedReceiver] },
            blocks: rules,
          }),
        ]),
  ];
}

/** Also keeps `up`, which shows whether each target responded. */
const keepMetrics = (names: readonly string[]): Block => keep(["__name__"], anyText([...new Set([...names, "up"])]));
