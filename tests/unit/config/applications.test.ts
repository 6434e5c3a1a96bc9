import { describe } from "mocha";
import { refuses } from "./input.ts";

describe("configuration: applications", () => {
  refuses("applications as a map", { applications: { petrosa: {} } }, [
    'applications: expected a list of applications, got {"petrosa":{}}',
    "fix: in Pulumi.<stack>.yaml, set observability:applications to [{ namespace: petrosa-apps, team: petrosa }]",
  ]);
  refuses("an application that is null", { applications: [null] }, [
    "applications[0]: expected an application with a namespace and a team, got null",
    "fix: in Pulumi.<stack>.yaml, set observability:applications[0] to { namespace: petrosa-apps, team: petrosa }",
  ]);
  refuses("an application that is only a namespace", { applications: ["petrosa-apps"] }, [
    'applications[0]: expected an application with a namespace and a team, got "petrosa-apps"',
    "fix: in Pulumi.<stack>.yaml, set observability:applications[0] to { namespace: petrosa-apps, team: petrosa }",
  ]);
  refuses("an application that is a list", { applications: [["petrosa-apps"]] }, [
    'applications[0]: expected an application with a namespace and a team, got ["petrosa-apps"]',
    "fix: in Pulumi.<stack>.yaml, set observability:applications[0] to { namespace: petrosa-apps, team: petrosa }",
  ]);
  refuses("a missing namespace", { "applications.0.namespace": undefined }, [
    "applications[0].namespace: expected a DNS label (a-z, 0-9, -, at most 63 characters), got nothing",
    "fix: pulumi config set --path 'observability:applications[0].namespace' petrosa-apps",
  ]);
  refuses(
    "a team name too long for the suffixes of object names",
    { "applications.0.team": "ttttttttttttttttttttttttttttttttttttttttt" },
    [
      'applications[0].team: expected a DNS label (a-z, 0-9, -, at most 40 characters), got "ttttttttttttttttttttttttttttttttttttttttt"',
      "fix: pulumi config set --path 'observability:applications[0].team' petrosa",
    ],
  );
  refuses("profiles that are true", { "applications.0.profiles": true }, [
    "applications[0].profiles: expected collector, direct or off, got true",
    "fix: pulumi config set --path 'observability:applications[0].profiles' collector",
  ]);
  refuses("a boolean that is a word", { "applications.0.createNamespace": "no" }, [
    'applications[0].createNamespace: expected true or false, got "no"',
    "fix: pulumi config set --path 'observability:applications[0].createNamespace' false",
  ]);
  refuses("an object name with an underscore", { "applications.0.configMapName": "common_config" }, [
    'applications[0].configMapName: expected a DNS label (a-z, 0-9, -, at most 63 characters), got "common_config"',
    "fix: pulumi config set --path 'observability:applications[0].configMapName' petrosa-common-config",
  ]);
  refuses("a misspelt key", { "applications.0.adoptObject": true }, [
    "applications[0].adoptObject: expected one of namespace, team, createNamespace, configMapName, secretName, adoptObjects, egressPolicy, profiles, got an unknown key",
    'fix: did you mean "adoptObjects"? Rename it',
  ]);
  refuses("two applications in the same namespace", { "applications.1": { namespace: "petrosa-apps", team: "risk" } }, [
    'applications[1].namespace: expected a unique namespace, got "petrosa-apps", which is also used in applications[0].namespace',
    "fix: keep one entry per namespace",
  ]);
});

describe("configuration: an application in the collector's namespace", () => {
  refuses(
    "an application that creates the namespace",
    { "applications.0.namespace": "observability", "applications.0.createNamespace": true },
    [
      "applications[0].createNamespace: expected false, because the collector creates this namespace, got true",
      "fix: pulumi config set --path 'observability:applications[0].createNamespace' false",
    ],
  );
  refuses(
    "an application that creates the namespace, if the namespace has another name",
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
    "an application that uses the name of the collector's ConfigMap",
    { "applications.0.namespace": "observability", "applications.0.configMapName": "grafana-alloy" },
    [
      'applications[0].configMapName: expected a ConfigMap name that the collector does not use in namespace "observability", got "grafana-alloy"',
      "fix: pulumi config set --path 'observability:applications[0].configMapName' petrosa-common-config",
    ],
  );
  refuses(
    "an application that uses the name of the collector's Secret",
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
