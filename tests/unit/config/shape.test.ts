import { describe } from "mocha";
import { refuses } from "./input.ts";

describe("configuration: environment and cluster", () => {
  refuses("a missing environment", { environment: undefined }, [
    "environment: expected a DNS label (a-z, 0-9, -, at most 63 characters), got nothing",
    "fix: pulumi config set --path 'observability:environment' dev",
  ]);
  refuses("an environment in upper case", { environment: "Dev" }, [
    'environment: expected a DNS label (a-z, 0-9, -, at most 63 characters), got "Dev"',
    "fix: pulumi config set --path 'observability:environment' dev",
  ]);
  refuses("an empty environment", { environment: "" }, [
    'environment: expected a DNS label (a-z, 0-9, -, at most 63 characters), got ""',
    "fix: pulumi config set --path 'observability:environment' dev",
  ]);
  refuses("an environment that is an object", { environment: { name: "dev" } }, [
    'environment: expected a DNS label (a-z, 0-9, -, at most 63 characters), got {"name":"dev"}',
    "fix: pulumi config set --path 'observability:environment' dev",
  ]);
  refuses("a missing cluster", { cluster: undefined }, [
    "cluster: expected an object with a name and a context, got nothing",
    "fix: in Pulumi.<stack>.yaml, set observability:cluster to { name: petrosa-dev, context: petrosa-dev }",
  ]);
  refuses("a cluster that is only a name", { cluster: "petrosa-dev" }, [
    'cluster: expected an object with a name and a context, got "petrosa-dev"',
    "fix: in Pulumi.<stack>.yaml, set observability:cluster to { name: petrosa-dev, context: petrosa-dev }",
  ]);
  refuses("a cluster that is null", { cluster: null }, [
    "cluster: expected an object with a name and a context, got null",
    "fix: in Pulumi.<stack>.yaml, set observability:cluster to { name: petrosa-dev, context: petrosa-dev }",
  ]);
  refuses("a cluster that is a list", { cluster: [] }, [
    "cluster: expected an object with a name and a context, got []",
    "fix: in Pulumi.<stack>.yaml, set observability:cluster to { name: petrosa-dev, context: petrosa-dev }",
  ]);
  refuses("a cluster name that is a number", { "cluster.name": 5 }, [
    "cluster.name: expected a DNS label (a-z, 0-9, -, at most 63 characters), got 5",
    "fix: pulumi config set --path 'observability:cluster.name' petrosa-dev",
  ]);
  refuses(
    "a cluster name of 64 characters",
    { "cluster.name": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" },
    [
      'cluster.name: expected a DNS label (a-z, 0-9, -, at most 63 characters), got "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…',
      "fix: pulumi config set --path 'observability:cluster.name' petrosa-dev",
    ],
  );
  refuses("an empty context", { "cluster.context": "" }, [
    'cluster.context: expected the name of a kubeconfig context, got ""',
    "fix: pulumi config set --path 'observability:cluster.context' petrosa-dev",
  ]);
  refuses(
    "a value at the wrong depth, and shortens it in the message",
    { "cluster.name": { petrosa: { clusters: [{ dev: { region: "sa-east-1", nodes: [1, 2, 3, 4, 5] } }] } } },
    [
      'cluster.name: expected a DNS label (a-z, 0-9, -, at most 63 characters), got {"petrosa":{"clusters":[{"dev":{"region":"sa-east-1","nod…',
      "fix: pulumi config set --path 'observability:cluster.name' petrosa-dev",
    ],
  );
  refuses("a misspelt key", { "cluster.kubconfig": "./kubeconfig" }, [
    "cluster.kubconfig: expected one of name, context, kubeconfig, namespace, got an unknown key",
    'fix: did you mean "kubeconfig"? Rename it',
  ]);
});

describe("configuration: the top level", () => {
  refuses("a misspelt key", { aplications: [] }, [
    "aplications: expected one of environment, cluster, backend, collector, applications, catalog, alerts, grafanaCloudToken, got an unknown key",
    'fix: did you mean "applications"? Rename it',
  ]);
  refuses("a key in the wrong case", { Cluster: {} }, [
    "Cluster: expected one of environment, cluster, backend, collector, applications, catalog, alerts, grafanaCloudToken, got an unknown key",
    'fix: did you mean "cluster"? Rename it',
  ]);
  refuses("a misspelt bootstrap token", { grafanaCloudTokn: "hidden" }, [
    "grafanaCloudTokn: expected one of environment, cluster, backend, collector, applications, catalog, alerts, grafanaCloudToken, got an unknown key",
    'fix: did you mean "grafanaCloudToken"? Rename it',
  ]);
  refuses("an unknown key that resembles no known one", { cost: {} }, [
    "cost: expected one of environment, cluster, backend, collector, applications, catalog, alerts, grafanaCloudToken, got an unknown key",
    "fix: remove it: pulumi config rm --path 'observability:cost'",
  ]);
  refuses(
    "null in place of objects and lists that have defaults",
    { collector: null, applications: null, catalog: null, "backend.tokens": null },
    [
      "backend.tokens: expected an object with lifetime, overlap and readinessTimeout, got null",
      "fix: in Pulumi.<stack>.yaml, set observability:backend.tokens to { lifetime: 2160h, overlap: 1080h }",
      "collector: expected an object with collector settings, got null",
      "fix: in Pulumi.<stack>.yaml, set observability:collector to { replicas: 2 }",
      "applications: expected a list of applications, got null",
      "fix: in Pulumi.<stack>.yaml, set observability:applications to [{ namespace: petrosa-apps, team: petrosa }]",
      "catalog: expected an object with a list of systems, got null",
      "fix: in Pulumi.<stack>.yaml, set observability:catalog to { systems: [tradeengine] }",
    ],
  );
});
