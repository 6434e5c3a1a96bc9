import { defineSystem } from "../model/catalog/define-system.ts";
import { kubernetesOverview } from "./kubernetes/board/index.ts";
import { kubernetesService } from "./kubernetes/service.ts";

/** The cluster: its nodes, workloads and volumes, whoever owns them. */
export const kubernetes = defineSystem({
  id: "kubernetes",
  title: "Kubernetes",
  services: [kubernetesService],
  boards: [kubernetesOverview],
});
