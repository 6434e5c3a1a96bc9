import type { Case } from "./case.ts";
import { alive, certificate, clock, condition, HOST, KUBELET, STATE, targets, volume } from "./kubernetes-series.ts";

const NODE = { job: HOST, instance: "node-1" };
const CLAIM = { job: KUBELET, namespace: "shop", persistentvolumeclaim: "data-db-0" };

export const KUBERNETES_NODE_CASES: readonly Case[] = [
  {
    name: "the kubelet of a node stops reporting",
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
    name: "a node under pressure recovers",
    labels: {},
    series: { ...alive, [condition("DiskPressure")]: "1x20 0x100" },
    at: "40m",
    firing: {},
    quiet: ["KubernetesNodePressure"],
  },
  {
    name: "a volume fills up",
    labels: CLAIM,
    series: { ...alive, ...volume("50x120") },
    at: "30m",
    firing: { KubernetesVolumeFillingUp: "Volume shop/data-db-0 has 5% of its space or inodes left" },
    quiet: ["KubernetesVolumeNearlyFull"],
  },
  {
    name: "a volume has space but no inodes",
    labels: CLAIM,
    series: { ...alive, ...volume("500x120", "10x120") },
    at: "30m",
    firing: {
      KubernetesVolumeFillingUp: "Volume shop/data-db-0 has 1% of its space or inodes left",
      KubernetesVolumeNearlyFull: "Volume shop/data-db-0 has 1% of its space or inodes left",
    },
    quiet: [],
  },
  {
    name: "a file system creates inodes on demand",
    labels: {},
    series: { ...alive, ...volume("500x120", "0x120"), [inodes()]: "0x120" },
    at: "30m",
    firing: {},
    quiet: ["KubernetesVolumeFillingUp", "KubernetesVolumeNearlyFull"],
  },
  {
    name: "a clock is behind",
    labels: NODE,
    series: { ...alive, ...clock("0.4x120") },
    at: "30m",
    firing: { KubernetesNodeClockSkew: "The clock of node node-1 is off by 400ms" },
    quiet: ["KubernetesNodeClockUnsynchronised"],
  },
  {
    name: "a clock is ahead",
    labels: NODE,
    series: { ...alive, ...clock("-0.4x120") },
    at: "30m",
    firing: { KubernetesNodeClockSkew: "The clock of node node-1 is off by 400ms" },
    quiet: [],
  },
  {
    name: "a time service corrects a clock within two minutes",
    labels: {},
    series: { ...alive, ...clock("0.001x20 0.3 0.1 0.001x100") },
    at: "31m",
    firing: {},
    quiet: ["KubernetesNodeClockSkew"],
  },
  {
    name: "nothing sets a clock",
    labels: NODE,
    series: { ...alive, ...clock("0x120", "0x120", "16x120") },
    at: "60m",
    firing: { KubernetesNodeClockUnsynchronised: "The clock of node node-1 is not synchronised" },
    quiet: ["KubernetesNodeClockSkew"],
  },
  {
    name: "a time service that does not notify the kernel keeps the error small",
    labels: {},
    series: { ...alive, ...clock("0x120", "0x120", "0.1x120") },
    at: "60m",
    firing: {},
    quiet: ["KubernetesNodeClockUnsynchronised"],
  },
  {
    name: "a kubelet certificate is not renewed",
    labels: { job: KUBELET, instance: "node-1" },
    series: { ...alive, ...certificate("435600-60x120") },
    at: "60m",
    firing: {
      KubernetesCertificateExpiring:
        "The kubelet certificate of node-1 expires in 5d 0h 0m 0s and has not been renewed",
    },
    quiet: [],
  },
  {
    name: "a kubelet has no certificate",
    labels: {},
    series: { ...alive, ...certificate("Inf ".repeat(120).trim()) },
    at: "60m",
    firing: {},
    quiet: ["KubernetesCertificateExpiring"],
  },
  {
    name: "the kubelet of a node is no longer scraped",
    labels: { job: KUBELET, instance: "node-1" },
    series: { ...alive, ...targets("1x120"), [`up{job="${KUBELET}",instance="node-1"}`]: "1x10 0x110" },
    at: "40m",
    firing: { KubernetesTargetDown: `node-1 (${KUBELET}) cannot be scraped` },
    quiet: ["KubernetesMetricsAbsent"],
  },
];

function inodes(): string {
  return Object.keys(volume("")).find((name) => name.startsWith("kubelet_volume_stats_inodes{")) ?? "";
}
