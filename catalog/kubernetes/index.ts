import { defineSystem } from "observability/catalog";
import { kubernetesOverview } from "./boards/index.ts";
import { kubernetesService } from "./service.ts";

/** The cluster: its nodes, workloads and volumes, whichever team owns them. */
export const kubernetes = defineSystem({
  id: "kubernetes",
  title: "Kubernetes",
  services: [kubernetesService],
  boards: [kubernetesOverview],
});
