import type { BoardDefinition } from "./board.ts";
import type { Service } from "./service.ts";

/** Services that are looked after together; one folder in Grafana. */
export interface System {
  /** Name in `catalog.systems` and uid of the folder. Never change it. */
  readonly id: string;
  readonly title: string;
  readonly services: readonly Service[];
  /** Boards beside the one that every service has. @default - none */
  readonly boards?: readonly BoardDefinition[];
}
