import { readFileSync } from "node:fs";
import { join } from "node:path";
import manifest from "../../package.json" with { type: "json" };
import type { Build, Platform, Tool } from "./tool.ts";

export const modulesFolder = import.meta.dirname;

/** Versions of the npm packages; the plugins and the engine have the same versions. */
export const versions = {
  pulumi: manifest.devDependencies.pulumi,
  kubernetes: manifest.dependencies["@pulumi/kubernetes"],
  grafana: manifest.dependencies["@pulumiverse/grafana"],
} as const;

/** Returns the version that a module's go.mod requires, without the `v`. */
export function requiredVersion(module: string, dependency: string): string {
  const text = readFileSync(join(modulesFolder, module, "go.mod"), "utf8");
  const version = text.split("\n").flatMap((line) => {
    const [path, number] = line
      .replace(/^require\s+/, "")
      .trim()
      .split(/\s+/);
    return path === dependency && number !== undefined ? [number.replace(/^v/, "")] : [];
  })[0];
  if (version === undefined) throw new Error(`${module}/go.mod does not require ${dependency}`);
  return version;
}

const kubernetes = requiredVersion("kubekit", "k8s.io/kubernetes");
const [kubernetesMajor = "", kubernetesMinor = ""] = kubernetes.split(".");
const etcd = requiredVersion("kubekit", "go.etcd.io/etcd/server/v3");
const kwok = requiredVersion("kubekit", "sigs.k8s.io/kwok");
const helm = requiredVersion("kubekit", "helm.sh/helm/v3");
const alloy = requiredVersion("alloy", "github.com/grafana/alloy");
const kubeStateMetrics = requiredVersion("kube-state-metrics", "k8s.io/kube-state-metrics/v2");
/** The Go module of Prometheus 3.x.y is numbered 0.3xx.y. */
const prometheus = requiredVersion("prometheus", "github.com/prometheus/prometheus").replace(
  /^0\.3(\d\d)\./,
  (_, minor: string) => `3.${Number(minor)}.`,
);

const plugin = (name: string, version: string, releases: string, build: Omit<Build, "output">, minutes: number) => {
  const executable = `pulumi-resource-${name}`;
  return {
    name: `${name}-plugin`,
    version,
    executables: [executable],
    downloads: ({ os, arch }: Platform) => [
      { url: `${releases}/${executable}-v${version}-${os}-${arch}.tar.gz`, files: { [executable]: executable } },
    ],
    builds: [{ ...build, output: executable }],
    minutes,
  };
};

const prometheusPrograms = ["prometheus", "promtool"];
const kubernetesPrograms = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl"];

/** Every tool, in build order: the first tools share the most packages with later ones. */
export const tools: readonly Tool[] = [
  {
    name: "pulumi",
    version: versions.pulumi,
    executables: ["pulumi", "pulumi-language-nodejs"],
    downloads: ({ os, arch }: Platform) => [
      {
        url: `https://get.pulumi.com/releases/sdk/pulumi-v${versions.pulumi}-${os}-${arch === "amd64" ? "x64" : arch}.tar.gz`,
        files: { pulumi: "pulumi/pulumi", "pulumi-language-nodejs": "pulumi/pulumi-language-nodejs" },
      },
    ],
    builds: [
      {
        module: "pulumi",
        package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
        output: "pulumi",
        variables: { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": `v${versions.pulumi}` },
      },
      {
        // The last release line of the SDK module that contains the language host. It works with the current npm SDK.
        module: "language-nodejs",
        package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
        output: "pulumi-language-nodejs",
        variables: {
          "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": `v${requiredVersion("language-nodejs", "github.com/pulumi/pulumi/sdk/v3")}`,
        },
      },
    ],
    minutes: 4,
  },
  plugin(
    "grafana",
    versions.grafana,
    `https://github.com/pulumiverse/pulumi-grafana/releases/download/v${versions.grafana}`,
    { module: "grafana-provider", package: "." },
    3,
  ),
  {
    name: "control-plane",
    version: kubernetes,
    executables: ["etcd", "kwok", ...kubernetesPrograms],
    // Kubernetes publishes its servers only for Linux; on other systems everything is built.
    downloads: ({ os, arch }: Platform) =>
      os === "linux"
        ? [
            ...kubernetesPrograms.map((name) => ({
              url: `https://dl.k8s.io/v${kubernetes}/bin/${os}/${arch}/${name}`,
              files: { [name]: name },
            })),
            {
              url: `https://github.com/etcd-io/etcd/releases/download/v${etcd}/etcd-v${etcd}-${os}-${arch}.tar.gz`,
              files: { etcd: `etcd-v${etcd}-${os}-${arch}/etcd` },
            },
            {
              url: `https://github.com/kubernetes-sigs/kwok/releases/download/v${kwok}/kwok-${os}-${arch}`,
              files: { kwok: "kwok" },
            },
          ]
        : [],
    builds: [
      {
        module: "kubekit",
        package: ".",
        output: "kubekit",
        variables: { "k8s.io/component-base/version.gitVersion": `v${kubernetes}` },
        links: ["etcd", "kwok", ...kubernetesPrograms],
      },
    ],
    minutes: 5,
  },
  plugin(
    "kubernetes",
    versions.kubernetes,
    "https://get.pulumi.com/releases/plugins",
    {
      module: "kubernetes-provider",
      package: ".",
      // The newest commit in the Go module registry: this release plus two dependency updates.
      variables: { "github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/version.Version": "4.27.0" },
    },
    7,
  ),
  {
    name: "helm",
    version: helm,
    executables: ["helm"],
    downloads: ({ os, arch }: Platform) => [
      { url: `https://get.helm.sh/helm-v${helm}-${os}-${arch}.tar.gz`, files: { helm: `${os}-${arch}/helm` } },
    ],
    builds: [
      {
        module: "kubekit",
        package: "helm.sh/helm/v3/cmd/helm",
        output: "helm",
        variables: {
          "helm.sh/helm/v3/internal/version.version": `v${helm}`,
          // Kubernetes version that `helm template` and `helm lint` target. Without these it is 1.20, unlike in any official Helm.
          "helm.sh/helm/v3/pkg/chartutil.k8sVersionMajor": kubernetesMajor,
          "helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor": kubernetesMinor,
          "helm.sh/helm/v3/pkg/lint/rules.k8sVersionMajor": kubernetesMajor,
          "helm.sh/helm/v3/pkg/lint/rules.k8sVersionMinor": kubernetesMinor,
        },
      },
    ],
    minutes: 1,
  },
  {
    name: "alloyfmt",
    version: requiredVersion("alloy-syntax", "github.com/grafana/alloy/syntax"),
    executables: ["alloyfmt"],
    downloads: () => [],
    builds: [{ module: "alloy-syntax", package: ".", output: "alloyfmt" }],
    minutes: 1,
  },
  {
    name: "alloy",
    version: alloy,
    executables: ["alloy"],
    downloads: ({ os, arch }: Platform) => [
      {
        url: `https://github.com/grafana/alloy/releases/download/v${alloy}/alloy-${os}-${arch}.zip`,
        files: { alloy: `alloy-${os}-${arch}` },
      },
    ],
    builds: [{ module: "alloy", package: ".", output: "alloy" }],
    minutes: 13,
  },
  {
    // For machines that cannot reach the public repository: Alloy's Go module contains the chart.
    name: "alloy-chart",
    version: alloy,
    executables: [],
    downloads: () => [],
    builds: [],
    copy: { module: "alloy", dependency: "github.com/grafana/alloy", folder: "operations/helm/charts/alloy" },
    minutes: 1,
  },
  {
    name: "kube-state-metrics",
    version: kubeStateMetrics,
    executables: ["kube-state-metrics"],
    // The project publishes only images.
    downloads: () => [],
    builds: [
      {
        module: "kube-state-metrics",
        package: "k8s.io/kube-state-metrics/v2",
        output: "kube-state-metrics",
        variables: { "github.com/prometheus/common/version.Version": `v${kubeStateMetrics}` },
      },
    ],
    minutes: 3,
  },
  {
    name: "prometheus",
    version: prometheus,
    executables: prometheusPrograms,
    // The first version that supports keep_firing_for.
    minimumOnPath: "2.42",
    downloads: ({ os, arch }: Platform) => [
      {
        url: `https://github.com/prometheus/prometheus/releases/download/v${prometheus}/prometheus-${prometheus}.${os}-${arch}.tar.gz`,
        files: Object.fromEntries(
          prometheusPrograms.map((name) => [name, `prometheus-${prometheus}.${os}-${arch}/${name}`]),
        ),
      },
    ],
    debian: {
      package: "prometheus",
      files: Object.fromEntries(prometheusPrograms.map((name) => [name, `usr/bin/${name}`])),
    },
    builds: prometheusPrograms.map((name) => ({
      module: "prometheus",
      package: `github.com/prometheus/prometheus/cmd/${name}`,
      output: name,
      variables: { "github.com/prometheus/common/version.Version": prometheus },
    })),
    minutes: 5,
  },
];

/** Tools that `make up` needs. */
export const worldTools: readonly string[] = ["pulumi", "grafana-plugin", "control-plane", "kubernetes-plugin"];
