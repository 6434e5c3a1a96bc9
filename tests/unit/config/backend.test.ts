import { describe } from "mocha";
import { refuses } from "./input.ts";

describe("configuration: backend", () => {
  refuses("a missing backend", { backend: undefined }, [
    "backend: expected a backend of kind grafana-cloud, got nothing",
    "fix: in Pulumi.<stack>.yaml, set observability:backend to { kind: grafana-cloud, stack: { mode: create, slug: petrosadev, region: prod-sa-east-1 } }",
  ]);
  refuses("a backend that is only a kind", { backend: "grafana-cloud" }, [
    'backend: expected a backend of kind grafana-cloud, got "grafana-cloud"',
    "fix: in Pulumi.<stack>.yaml, set observability:backend to { kind: grafana-cloud, stack: { mode: create, slug: petrosadev, region: prod-sa-east-1 } }",
  ]);
  refuses("a missing kind", { "backend.kind": undefined }, [
    "backend.kind: expected grafana-cloud, got nothing",
    "fix: pulumi config set --path 'observability:backend.kind' grafana-cloud",
  ]);
  refuses("an unknown kind", { "backend.kind": "self-hosted" }, [
    'backend.kind: expected grafana-cloud, got "self-hosted"',
    "fix: pulumi config set --path 'observability:backend.kind' grafana-cloud",
  ]);
  refuses("an API URL without a scheme", { "backend.apiUrl": "grafana.com" }, [
    'backend.apiUrl: expected an http(s) URL, got "grafana.com"',
    "fix: pulumi config set --path 'observability:backend.apiUrl' https://grafana.com",
  ]);
  refuses("an API URL that is not HTTP", { "backend.apiUrl": "ftp://grafana.com" }, [
    'backend.apiUrl: expected an http(s) URL, got "ftp://grafana.com"',
    "fix: pulumi config set --path 'observability:backend.apiUrl' https://grafana.com",
  ]);
  refuses("a key in the wrong case", { "backend.apiurl": "https://grafana.com" }, [
    "backend.apiurl: expected one of kind, apiUrl, stack, tokens, got an unknown key",
    'fix: did you mean "apiUrl"? Rename it',
  ]);
});

describe("configuration: stack", () => {
  refuses("a missing stack", { "backend.stack": undefined }, [
    "backend.stack: expected a stack with mode create or adopt, got nothing",
    "fix: in Pulumi.<stack>.yaml, set observability:backend.stack to { mode: create, slug: petrosadev, region: prod-sa-east-1 }",
  ]);
  refuses("a stack that is only a slug", { "backend.stack": "petrosadev" }, [
    'backend.stack: expected a stack with mode create or adopt, got "petrosadev"',
    "fix: in Pulumi.<stack>.yaml, set observability:backend.stack to { mode: create, slug: petrosadev, region: prod-sa-east-1 }",
  ]);
  refuses("a missing mode", { "backend.stack.mode": undefined }, [
    "backend.stack.mode: expected one of create, adopt, got nothing",
    "fix: pulumi config set --path 'observability:backend.stack.mode' create",
  ]);
  refuses("a misspelt mode", { "backend.stack.mode": "adpot" }, [
    'backend.stack.mode: expected one of create, adopt, got "adpot"',
    "fix: pulumi config set --path 'observability:backend.stack.mode' create",
  ]);
  refuses("a mode that is a boolean", { "backend.stack.mode": true }, [
    "backend.stack.mode: expected one of create, adopt, got true",
    "fix: pulumi config set --path 'observability:backend.stack.mode' create",
  ]);
  refuses("mode adopt without a slug", { "backend.stack": { mode: "adopt" } }, [
    "backend.stack.slug: expected at most 29 lower-case letters and digits, starting with a letter, got nothing",
    "fix: pulumi config set --path 'observability:backend.stack.slug' petrosadev",
  ]);
  refuses("mode adopt with keys of mode create", { "backend.stack.mode": "adopt" }, [
    "backend.stack.region: expected one of mode, slug, got an unknown key",
    "fix: remove it: pulumi config rm --path 'observability:backend.stack.region'",
  ]);
  refuses("mode create without a region", { "backend.stack.region": undefined }, [
    "backend.stack.region: expected a Grafana Cloud region slug, got nothing",
    "fix: pulumi config set --path 'observability:backend.stack.region' prod-sa-east-1",
  ]);
  refuses("the display name of a region", { "backend.stack.region": "South America East" }, [
    'backend.stack.region: expected a Grafana Cloud region slug, got "South America East"',
    "fix: pulumi config set --path 'observability:backend.stack.region' prod-sa-east-1",
  ]);
  refuses("a slug in upper case", { "backend.stack.slug": "PetrosaDev" }, [
    'backend.stack.slug: expected at most 29 lower-case letters and digits, starting with a letter, got "PetrosaDev"',
    "fix: pulumi config set --path 'observability:backend.stack.slug' petrosadev",
  ]);
  refuses("a slug with a hyphen", { "backend.stack.slug": "petrosa-dev" }, [
    'backend.stack.slug: expected at most 29 lower-case letters and digits, starting with a letter, got "petrosa-dev"',
    "fix: pulumi config set --path 'observability:backend.stack.slug' petrosadev",
  ]);
  refuses("a slug of 30 characters", { "backend.stack.slug": "pppppppppppppppppppppppppppppp" }, [
    'backend.stack.slug: expected at most 29 lower-case letters and digits, starting with a letter, got "pppppppppppppppppppppppppppppp"',
    "fix: pulumi config set --path 'observability:backend.stack.slug' petrosadev",
  ]);
  refuses("an empty name", { "backend.stack.name": "" }, [
    'backend.stack.name: expected a string, got ""',
    "fix: pulumi config set --path 'observability:backend.stack.name' 'Petrosa dev'",
  ]);
  refuses("a boolean that is a word", { "backend.stack.protect": "yes" }, [
    'backend.stack.protect: expected true or false, got "yes"',
    "fix: pulumi config set --path 'observability:backend.stack.protect' true",
  ]);
  refuses("a boolean in quotes", { "backend.stack.deleteProtection": "true" }, [
    'backend.stack.deleteProtection: expected true or false, got "true"',
    "fix: pulumi config set --path 'observability:backend.stack.deleteProtection' true",
  ]);
  refuses("a label value that is a number", { "backend.stack.labels": { "cost.center": 5 } }, [
    'backend.stack.labels["cost.center"]: expected a string of letters, digits and / - . _, got 5',
    `fix: pulumi config set --path 'observability:backend.stack.labels["cost.center"]' petrosa`,
  ]);
  refuses("a label key with a space", { "backend.stack.labels": { "my team": "petrosa" } }, [
    'backend.stack.labels: expected at most 10 labels of letters, digits and / - . _, got {"my team":"petrosa"}',
    "fix: in Pulumi.<stack>.yaml, set observability:backend.stack.labels to { team: petrosa }",
  ]);
  refuses(
    "eleven labels",
    {
      "backend.stack.labels": {
        l0: "x",
        l1: "x",
        l2: "x",
        l3: "x",
        l4: "x",
        l5: "x",
        l6: "x",
        l7: "x",
        l8: "x",
        l9: "x",
        l10: "x",
      },
    },
    [
      'backend.stack.labels: expected at most 10 labels of letters, digits and / - . _, got {"l0":"x","l1":"x","l2":"x","l3":"x","l4":"x","l5":"x","l…',
      "fix: in Pulumi.<stack>.yaml, set observability:backend.stack.labels to { team: petrosa }",
    ],
  );
  refuses("labels that are a list", { "backend.stack.labels": ["petrosa"] }, [
    'backend.stack.labels: expected at most 10 labels of letters, digits and / - . _, got ["petrosa"]',
    "fix: in Pulumi.<stack>.yaml, set observability:backend.stack.labels to { team: petrosa }",
  ]);
  refuses("a timeout that is not a Go duration", { "backend.stack.readinessTimeout": "10 min" }, [
    'backend.stack.readinessTimeout: expected a Go duration in h, m and s, longer than 0, got "10 min"',
    "fix: pulumi config set --path 'observability:backend.stack.readinessTimeout' 10m",
  ]);
});

describe("configuration: tokens", () => {
  refuses("tokens that are only a duration", { "backend.tokens": "2160h" }, [
    'backend.tokens: expected an object with lifetime, overlap and readinessTimeout, got "2160h"',
    "fix: in Pulumi.<stack>.yaml, set observability:backend.tokens to { lifetime: 2160h, overlap: 1080h }",
  ]);
  refuses("a lifetime in days", { "backend.tokens.lifetime": "90d" }, [
    'backend.tokens.lifetime: expected a Go duration in h, m and s, longer than 0, got "90d"',
    "fix: pulumi config set --path 'observability:backend.tokens.lifetime' 2160h",
  ]);
  refuses("a lifetime that is a number", { "backend.tokens.lifetime": 90 }, [
    "backend.tokens.lifetime: expected a Go duration in h, m and s, longer than 0, got 90",
    "fix: pulumi config set --path 'observability:backend.tokens.lifetime' 2160h",
  ]);
  refuses("a lifetime with a fraction", { "backend.tokens.lifetime": "1.5h" }, [
    'backend.tokens.lifetime: expected a Go duration in h, m and s, longer than 0, got "1.5h"',
    "fix: pulumi config set --path 'observability:backend.tokens.lifetime' 2160h",
  ]);
  refuses("a lifetime of zero, and reports it once", { "backend.tokens.lifetime": "0h" }, [
    'backend.tokens.lifetime: expected a Go duration in h, m and s, longer than 0, got "0h"',
    "fix: pulumi config set --path 'observability:backend.tokens.lifetime' 2160h",
  ]);
  refuses("an overlap equal to the lifetime", { "backend.tokens": { lifetime: "24h", overlap: "24h" } }, [
    'backend.tokens.overlap: expected less than the lifetime "24h", got "24h"',
    "fix: pulumi config set --path 'observability:backend.tokens.overlap' 12h",
  ]);
  refuses("a lifetime shorter than the default overlap", { "backend.tokens.lifetime": "90m" }, [
    'backend.tokens.overlap: expected less than the lifetime "90m", got the default "1080h"',
    "fix: pulumi config set --path 'observability:backend.tokens.overlap' 45m",
  ]);
  refuses("an overlap equal to the default lifetime", { "backend.tokens.overlap": "2160h" }, [
    'backend.tokens.overlap: expected less than the lifetime "2160h", got "2160h"',
    "fix: pulumi config set --path 'observability:backend.tokens.overlap' 1080h",
  ]);
  refuses("a misspelt key", { "backend.tokens.readinesTimeout": "1m" }, [
    "backend.tokens.readinesTimeout: expected one of lifetime, overlap, readinessTimeout, got an unknown key",
    'fix: did you mean "readinessTimeout"? Rename it',
  ]);
});
