import type { BoardDefinition } from "./board.ts";
import type { Service } from "./service.ts";

/** Services that are operated together; one folder in Grafana. */
export interface System {
  /** Name in `catalog.systems` and uid of the folder. Never change it. */
  readonly id: string;
  readonly title: string;
  readonly services: readonly Service[];
  /** Dashboards in addition to the one that every service has. @default - none */
  readonly boards?: readonly BoardDefinition[];
}
