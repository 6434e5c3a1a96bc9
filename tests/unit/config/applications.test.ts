import { describe } from "mocha";
import { refuses } from "./input.ts";

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
