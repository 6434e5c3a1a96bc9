import { describe } from "mocha";
import { refuses } from "./input.ts";

describe("configuration: collector", () => {
  refuses("a collector that is a list", { collector: [] }, [
    "collector: expected an object with sizes of the collector, got []",
    "fix: write in Pulumi.<stack>.yaml below observability:collector: { replicas: 2 }",
  ]);
  refuses("no replica", { "collector.replicas": 0 }, [
    "collector.replicas: expected a whole number from 1 to 50, got 0",
    "fix: pulumi config set --path 'observability:collector.replicas' 2",
  ]);
  refuses("a number in quotes", { "collector.replicas": "3" }, [
    'collector.replicas: expected a whole number from 1 to 50, got "3"',
    "fix: pulumi config set --path 'observability:collector.replicas' 2",
  ]);
  refuses("a part of a replica", { "collector.replicas": 2.5 }, [
    "collector.replicas: expected a whole number from 1 to 50, got 2.5",
    "fix: pulumi config set --path 'observability:collector.replicas' 2",
  ]);
  refuses("a quantity of Kubernetes", { "collector.cpu": "250m" }, [
    "collector.cpu: expected one of chart, replicas, cpuMillicores, memoryMebibytes, queueGibibytes, got an unknown key",
    "fix: remove it: pulumi config rm --path 'observability:collector.cpu'",
  ]);
  refuses("memory that the pipeline does not fit in", { "collector.memoryMebibytes": 100 }, [
    "collector.memoryMebibytes: expected a whole number of MiB from 256 to 65536, got 100",
    "fix: pulumi config set --path 'observability:collector.memoryMebibytes' 1024",
  ]);
  refuses("more memory than a node has", { "collector.memoryMebibytes": 100000 }, [
    "collector.memoryMebibytes: expected a whole number of MiB from 256 to 65536, got 100000",
    "fix: pulumi config set --path 'observability:collector.memoryMebibytes' 1024",
  ]);
  refuses("a queue of negative size", { "collector.queueGibibytes": -1 }, [
    "collector.queueGibibytes: expected a whole number of GiB from 1 to 1024, got -1",
    "fix: pulumi config set --path 'observability:collector.queueGibibytes' 10",
  ]);
  refuses("a chart that is a path", { "collector.chart": "./charts/alloy" }, [
    'collector.chart: expected { repository, version } or { path }, each a text, got "./charts/alloy"',
    'fix: write in Pulumi.<stack>.yaml below observability:collector.chart: { version: "1.11.1" }',
  ]);
  refuses("a chart with a path and a version", { "collector.chart": { path: "./charts/alloy", version: "1.11.1" } }, [
    'collector.chart: expected { repository, version } or { path }, each a text, got {"path":"./charts/alloy","version":"1.11.1"}',
    'fix: write in Pulumi.<stack>.yaml below observability:collector.chart: { version: "1.11.1" }',
  ]);
  refuses("a chart version that YAML reads as a number", { "collector.chart": { version: 1.11 } }, [
    'collector.chart: expected { repository, version } or { path }, each a text, got {"version":1.11}',
    'fix: write in Pulumi.<stack>.yaml below observability:collector.chart: { version: "1.11.1" }',
  ]);
  refuses("a chart in an OCI registry", { "collector.chart": { repository: "oci://ghcr.io/grafana" } }, [
    'collector.chart.repository: expected an http(s) URL, got "oci://ghcr.io/grafana"',
    "fix: pulumi config set --path 'observability:collector.chart.repository' https://grafana.github.io/helm-charts",
  ]);
  refuses("a misspelt member of the chart", { "collector.chart": { versoin: "1.11.1" } }, [
    "collector.chart.versoin: expected one of repository, version, path, got an unknown key",
    'fix: did you mean "version"? Rename it',
  ]);
});

describe("configuration: applications", () => {
  refuses("applications by name", { applications: { petrosa: {} } }, [
    'applications: expected a list of application namespaces, got {"petrosa":{}}',
    "fix: write in Pulumi.<stack>.yaml below observability:applications: [{ namespace: petrosa-apps, team: petrosa }]",
  ]);
  refuses("an application that is null", { applications: [null] }, [
    "applications[0]: expected an application with namespace and team, got null",
    "fix: write in Pulumi.<stack>.yaml below observability:applications[0]: { namespace: petrosa-apps, team: petrosa }",
  ]);
  refuses("an application that is its namespace", { applications: ["petrosa-apps"] }, [
    'applications[0]: expected an application with namespace and team, got "petrosa-apps"',
    "fix: write in Pulumi.<stack>.yaml below observability:applications[0]: { namespace: petrosa-apps, team: petrosa }",
  ]);
  refuses("an application that is a list", { applications: [["petrosa-apps"]] }, [
    'applications[0]: expected an application with namespace and team, got ["petrosa-apps"]',
    "fix: write in Pulumi.<stack>.yaml below observability:applications[0]: { namespace: petrosa-apps, team: petrosa }",
  ]);
  refuses("no namespace", { "applications.0.namespace": undefined }, [
    "applications[0].namespace: expected a DNS label (a-z, 0-9, -, at most 63 characters), got nothing",
    "fix: pulumi config set --path 'observability:applications[0].namespace' petrosa-apps",
  ]);
  refuses("a team too long for its suffixes", { "applications.0.team": "ttttttttttttttttttttttttttttttttttttttttt" }, [
    'applications[0].team: expected a DNS label (a-z, 0-9, -, at most 40 characters), got "ttttttttttttttttttttttttttttttttttttttttt"',
    "fix: pulumi config set --path 'observability:applications[0].team' petrosa",
  ]);
  refuses("profiles that are on", { "applications.0.profiles": true }, [
    "applications[0].profiles: expected collector, direct or off, got true",
    "fix: pulumi config set --path 'observability:applications[0].profiles' collector",
  ]);
  refuses("a boolean in words", { "applications.0.createNamespace": "no" }, [
    'applications[0].createNamespace: expected true or false, got "no"',
    "fix: pulumi config set --path 'observability:applications[0].createNamespace' false",
  ]);
  refuses("a name with an underscore", { "applications.0.configMapName": "common_config" }, [
    'applications[0].configMapName: expected a DNS label (a-z, 0-9, -, at most 63 characters), got "common_config"',
    "fix: pulumi config set --path 'observability:applications[0].configMapName' petrosa-common-config",
  ]);
  refuses("a misspelt member", { "applications.0.adoptObject": true }, [
    "applications[0].adoptObject: expected one of namespace, team, createNamespace, configMapName, secretName, adoptObjects, egressPolicy, profiles, got an unknown key",
    'fix: did you mean "adoptObjects"? Rename it',
  ]);
  refuses("two applications in one namespace", { "applications.1": { namespace: "petrosa-apps", team: "risk" } }, [
    'applications[1].namespace: expected a namespace of its own, got "petrosa-apps" again, as in applications[0].namespace',
    "fix: keep one entry per namespace",
  ]);
});

describe("configuration: an application in the collector's namespace", () => {
  refuses("that creates it", { "applications.0.namespace": "observability", "applications.0.createNamespace": true }, [
    "applications[0].createNamespace: expected false, because the collector creates this namespace, got true",
    "fix: pulumi config set --path 'observability:applications[0].createNamespace' false",
  ]);
  refuses(
    "that creates it, under a name of its own",
    {
      "cluster.namespace": "telemetry",
      "applications.0.namespace": "telemetry",
      "applications.0.createNamespace": true,
    },
    [
      "applications[0].createNamespace: expected false, because the collector creates this namespace, got true",
      "fix: pulumi config set --path 'observability:applications[0].createNamespace' false",
    ],
  );
  refuses(
    "with the collector's ConfigMap",
    { "applications.0.namespace": "observability", "applications.0.configMapName": "grafana-alloy" },
    [
      'applications[0].configMapName: expected a ConfigMap name that the collector does not use in namespace "observability", got "grafana-alloy"',
      "fix: pulumi config set --path 'observability:applications[0].configMapName' petrosa-common-config",
    ],
  );
  refuses(
    "with the collector's Secret",
    {
      "applications.0.namespace": "observability",
      "applications.0.secretName": "grafana-alloy",
      "applications.0.profiles": "direct",
    },
    [
      'applications[0].secretName: expected a Secret name that the collector does not use in namespace "observability", got "grafana-alloy"',
      "fix: pulumi config set --path 'observability:applications[0].secretName' petrosa-sensitive-credentials",
    ],
  );
});
