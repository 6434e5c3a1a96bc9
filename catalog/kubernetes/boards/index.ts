import type { BoardDefinition } from "observability/catalog";
import { nodes, summary } from "./nodes.ts";
import { namespaces, pods } from "./pods.ts";
import { apiServer, volumes } from "./storage.ts";

/** The cluster at a glance: nodes, resource usage, failing pods and volumes. */
export const kubernetesOverview: BoardDefinition = {
  id: "kubernetes-overview",
  title: "Kubernetes overview",
  description: "Nodes, namespaces, pods and volumes of the cluster, whichever team owns them.",
  rows: [summary, nodes, namespaces, pods, volumes, apiServer],
};
