import { defineSystem } from "observability/catalog";
import { costAndCardinality } from "./boards/usage.ts";
import { grafanaCloudService } from "./service.ts";

/** The backend: what it discards and costs, whether its notifications arrive, and the tokens used to write to it. */
export const grafanaCloud = defineSystem({
  id: "grafana-cloud",
  title: "Grafana Cloud",
  services: [grafanaCloudService],
  boards: [costAndCardinality],
});
