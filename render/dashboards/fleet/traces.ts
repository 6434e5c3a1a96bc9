import type { Service } from "../../../model/catalog/service.ts";
import type { Board } from "../board.ts";
import { traces, type Panel } from "../panels/index.ts";
import { choiceVariable, serviceOfTraces } from "../variables.ts";
import { FLEET } from "../../../model/catalog/uids.ts";

const LIMIT = 50;

/** Requests of any service that are worth reading in full. No dashboard if no service sends traces. */
export const tracesBoard = (services: readonly Service[]): readonly Board[] =>
  services.some((one) => one.traces)
    ? [
        {
          uid: FLEET.traces,
          title: "Traces",
          description: "Failed and slow requests of every service. Sampling keeps these, and a share of the others.",
          tags: ["traces"],
          services: [],
          variables: [serviceOfTraces(), slowerThan()],
          sections: [{ key: "traces", panels: lists() }],
        },
      ]
    : [];

const slowerThan = () =>
  choiceVariable("slower", "Slower than", [
    ["1 s", "1s"],
    ["250 ms", "250ms"],
    ["5 s", "5s"],
    ["30 s", "30s"],
  ]);

const lists = (): readonly Panel[] => [
  list(
    "failed",
    "Failed",
    "Traces with a failed span. The failure began in the deepest failed span.",
    "status = error",
  ),
  list(
    "slow",
    "Slow requests",
    "Requests that took longer than the time selected above. The widest span shows what made the service wait.",
    "kind = server && duration > $slower",
  ),
  list(
    "slow-calls",
    "Slow outgoing calls",
    "Calls to a database, an exchange, a model or another service that took longer than the time selected above.",
    "kind = client && duration > $slower",
  ),
];

const list = (key: string, title: string, description: string, condition: string): Panel =>
  traces({
    key,
    title,
    description,
    width: 24,
    query: `{ resource.service.name =~ "$service" && ${condition} }`,
    limit: LIMIT,
  });
