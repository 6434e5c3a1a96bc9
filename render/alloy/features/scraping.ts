import { block } from "../language/ast.ts";
import type { Block, Reference, Value } from "../language/ast.ts";
import { component, exported, outputTo } from "../language/components.ts";
import type { Outputs } from "../language/components.ts";
import type { Feature } from "./feature.ts";
import { anyText, keep } from "../language/relabel.ts";

/** Takes what is scraped into the durable path. */
const scrapedReceiver: Reference = exported("otelcol.receiver.prometheus", "scraped", "receiver");

export const scrapedMetrics = (next: Outputs): Feature => ({
  blocks: [
    component("otelcol.receiver.prometheus", "scraped", {
      comment: "Scraped metrics, from here on the way of the pushed ones: through the queue on disk.",
      blocks: [outputTo(next)],
    }),
  ],
});

export interface Scrape {
  readonly label: string;
  readonly comment: string;
  readonly targets: Value;
  /** Go duration. */
  readonly interval: string;
  /** Spread over the pods of the role; otherwise each pod scrapes all targets. */
  readonly clustered: boolean;
  readonly attributes?: Block["attributes"];
  readonly blocks?: readonly Block[];
  /** Metrics to keep; "all" keeps everything. */
  readonly keep: readonly string[] | "all";
  /** Rules for what is kept. */
  readonly rules?: readonly Block[];
}

/** Time for a target to answer; the shortest interval is as long. */
const TIMEOUT = "10s";

/** Scrapes targets and keeps what is wanted of them. */
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
            comment: "Only what boards and rules read.",
            attributes: { forward_to: [scrapedReceiver] },
            blocks: rules,
          }),
        ]),
  ];
}

/** `up` says of every target whether it answered. */
const keepMetrics = (names: readonly string[]): Block => keep(["__name__"], anyText([...new Set([...names, "up"])]));
