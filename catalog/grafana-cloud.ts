import { defineSystem } from "../model/catalog/define-system.ts";
import { costAndCardinality } from "./grafana-cloud/board.ts";
import { grafanaCloudService } from "./grafana-cloud/service.ts";

/** The backend: what it discards, what it costs, whether it tells anybody, and the tokens it is written to with. */
export const grafanaCloud = defineSystem({
  id: "grafana-cloud",
  title: "Grafana Cloud",
  services: [grafanaCloudService],
  boards: [costAndCardinality],
});
