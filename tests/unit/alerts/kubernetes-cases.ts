import type { Case } from "./cases.ts";

const STATE = "integrations/kubernetes/kube-state-metrics";
const CADVISOR = "integrations/kubernetes/cadvisor";
const KUBELET = "integrations/kubernetes/kubelet";

const state = (name: string, labels: string) => `${name}{job="${STATE}",instance="kube-state-metrics-0",${labels}}`;
const alive = { [state("kube_node_info", 'node="node-1"')]: "1x120" };
const condition = (name: string, status = "true", node = "node-1") =>
  state("kube_node_status_condition", `node="${node}",condition="${name}",status="${status}"`);
const waiting = (pod: string, reason: string) =>
  state("kube_pod_container_status_waiting_reason", `namespace="shop",pod="${pod}",container="api",reason="${reason}"`);
const phase = (name: string) => state("kube_pod_status_phase", `namespace="shop",pod="api-1",phase="${name}"`);
const deployment = (wanted: string, available: string) => ({
  [state("kube_deployment_spec_replicas", 'namespace="shop",deployment="api"')]: wanted,
  [state("kube_deployment_status_replicas_available", 'namespace="shop",deployment="api"')]: available,
});
const memory = (used: string, limit: string, container = "api") => {
  const labels = `job="${CADVISOR}",instance="node-1",namespace="shop",pod="api-1",container="${container}"`;
  return {
    [`container_memory_working_set_bytes{${labels}}`]: used,
    [`container_spec_memory_limit_bytes{${labels}}`]: limit,
  };
};
const volume = (available: string) => {
  const labels = `job="${KUBELET}",instance="node-1",namespace="shop",persistentvolumeclaim="data-db-0"`;
  return {
    [`kubelet_volume_stats_available_bytes{${labels}}`]: available,
    [`kubelet_volume_stats_capacity_bytes{${labels}}`]: "1000x120",
  };
};

export const KUBERNETES_CASES: readonly Case[] = [
  {
    name: "a healthy cluster pages nobody",
    labels: {},
    series: {
      ...alive,
      [condition("Ready")]: "1x120",
      [condition("MemoryPressure")]: "0x120",
      [condition("MemoryPressure", "false")]: "1x120",
      [waiting("api-1", "ContainerCreating")]: "1x2 0x120",
      [phase("Pending")]: "1x2 0x120",
      [phase("Running")]: "0x2 1x120",
      ...deployment("2x120", "2x120"),
      ...memory("700x120", "1000x120"),
      ...volume("500x120"),
    },
    at: "60m",
    firing: {},
    quiet: [
      "KubernetesMetricsAbsent",
      "KubernetesPodCrashLooping",
      "KubernetesPodNotRunning",
      "KubernetesDeploymentUnderReplicated",
      "KubernetesContainerMemoryHigh",
      "KubernetesNodeNotReady",
      "KubernetesNodePressure",
      "KubernetesVolumeFillingUp",
    ],
  },
  {
    name: "nothing is heard of the cluster",
    labels: { job: STATE },
    series: { 'kube_node_info{job="other"}': "1x120" },
    at: "20m",
    firing: {
      KubernetesMetricsAbsent: "Nothing has been heard of the cluster's nodes and workloads for 15 minutes",
    },
    quiet: [],
  },
  {
    name: "two pods of a workload crash, in turn and with runs between: one alert",
    labels: { job: STATE, namespace: "shop", container: "api" },
    series: {
      ...alive,
      [waiting("api-1", "CrashLoopBackOff")]: "1 0 0 0 1 0 0 1 1 0 1 1 1 0 1 1 1 1 0 1 1 1 1 1 1 0 1 1 1 1 1",
      [waiting("api-2", "CrashLoopBackOff")]: "0x10 1x20",
    },
    at: "30m",
    firing: { KubernetesPodCrashLooping: "Container api in shop crashes again and again" },
    quiet: [],
  },
  {
    name: "no node takes a pod",
    labels: { job: STATE, namespace: "shop", pod: "api-1" },
    series: { ...alive, [phase("Pending")]: "1x120" },
    at: "30m",
    firing: { KubernetesPodNotRunning: "Pod shop/api-1 does not get to run" },
    quiet: ["KubernetesPodCrashLooping"],
  },
  {
    name: "a rollout is stuck",
    labels: { job: STATE, namespace: "shop", deployment: "api" },
    series: { ...alive, ...deployment("4x120", "3x120") },
    at: "30m",
    firing: { KubernetesDeploymentUnderReplicated: "Deployment shop/api has 75% of its pods" },
    quiet: [],
  },
  {
    name: "a deployment is switched off on purpose",
    labels: {},
    series: { ...alive, ...deployment("0x120", "0x120") },
    at: "30m",
    firing: {},
    quiet: ["KubernetesDeploymentUnderReplicated"],
  },
  {
    name: "a container is about to be killed",
    labels: { job: CADVISOR, namespace: "shop", pod: "api-1", container: "api" },
    series: { ...alive, ...memory("950x120", "1000x120"), ...memory("990x120", "1000x120", "") },
    at: "30m",
    firing: { KubernetesContainerMemoryHigh: "Container api of shop/api-1 uses 95% of its memory limit" },
    quiet: [],
  },
  {
    name: "a container without a limit uses a lot",
    labels: {},
    series: { ...alive, ...memory("950x120", "0x120") },
    at: "30m",
    firing: {},
    quiet: ["KubernetesContainerMemoryHigh"],
  },
  {
    name: "the kubelet of a node falls silent",
    labels: { job: STATE, node: "node-1" },
    series: { ...alive, [condition("Ready")]: "1x10 0x110", [condition("Ready", "true", "node-2")]: "1x120" },
    at: "30m",
    firing: { KubernetesNodeNotReady: "Node node-1 has not been ready for 10 minutes" },
    quiet: ["KubernetesNodePressure"],
  },
  {
    name: "a node runs out of disk",
    labels: { job: STATE, node: "node-1", condition: "DiskPressure" },
    series: { ...alive, [condition("Ready")]: "1x120", [condition("DiskPressure")]: "1x120" },
    at: "30m",
    firing: { KubernetesNodePressure: "Node node-1 reports DiskPressure" },
    quiet: ["KubernetesNodeNotReady"],
  },
  {
    name: "a volume is nearly full",
    labels: { job: KUBELET, namespace: "shop", persistentvolumeclaim: "data-db-0" },
    series: { ...alive, ...volume("50x120") },
    at: "30m",
    firing: { KubernetesVolumeFillingUp: "Volume shop/data-db-0 has 5% left" },
    quiet: [],
  },
];
