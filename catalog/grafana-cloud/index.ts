import { defineSystem } from "observability/catalog";
import { costAndCardinality } from "./boards/usage.ts";
import { grafanaCloudService } from "./service.ts";

/** The backend: what it discards, what it costs, whether it tells anybody, and the tokens it is written to with. */
export const grafanaCloud = defineSystem({
  id: "grafana-cloud",
  title: "Grafana Cloud",
  services: [grafanaCloudService],
  boards: [costAndCardinality],
});
