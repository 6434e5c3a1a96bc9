import { describe } from "mocha";
import { refuses } from "./input.ts";

describe("configuration: catalog", () => {
  refuses("systems that are a name", { "catalog.systems": "tradeengine" }, [
    'catalog.systems: expected a list of names of systems, got "tradeengine"',
    "fix: write in Pulumi.<stack>.yaml below observability:catalog.systems: [tradeengine]",
  ]);
  refuses("a system that is a number", { "catalog.systems": [5] }, [
    "catalog.systems[0]: expected the name of a system, got 5",
    "fix: pulumi config set --path 'observability:catalog.systems[0]' tradeengine",
  ]);
  refuses("a system there is not", { "catalog.systems": ["tradengine"] }, [
    'catalog.systems[0]: expected a system of the catalog (tradeengine, ledger), got "tradengine"',
    'fix: did you mean "tradeengine"? Otherwise add it to catalog/index.ts',
  ]);
  refuses("a system twice", { "catalog.systems": ["tradeengine", "ledger", "tradeengine"] }, [
    'catalog.systems[2]: expected each system once, got "tradeengine" again, as in catalog.systems[0]',
    "fix: remove one of the two",
  ]);
  refuses("a system there is not, beside a directory", { "catalog.systems": ["shop"], "catalog.directory": "../our" }, [
    'catalog.systems[0]: expected a system of the catalog (tradeengine, ledger), got "shop"',
    'fix: did you mean "ledger"? Otherwise add it to ../our/index.ts',
  ]);
  refuses("directories", { "catalog.directory": ["../our"] }, [
    'catalog.directory: expected the path of a folder, got ["../our"]',
    "fix: pulumi config set --path 'observability:catalog.directory' ../our-catalog",
  ]);
  refuses("an empty directory", { "catalog.directory": "" }, [
    'catalog.directory: expected the path of a folder, got ""',
    "fix: pulumi config set --path 'observability:catalog.directory' ../our-catalog",
  ]);
  refuses("a misspelt member", { "catalog.system": ["tradeengine"] }, [
    "catalog.system: expected one of systems, directory, got an unknown key",
    'fix: did you mean "systems"? Rename it',
  ]);
});

describe("configuration: contact points", () => {
  refuses("a type there is not", { "alerts.contactPoints.0.type": "teams" }, [
    'alerts.contactPoints[0].type: expected one of slack, pagerduty, webhook, email, got "teams"',
    "fix: pulumi config set --path 'observability:alerts.contactPoints[0].type' slack",
  ]);
  refuses("no type", { "alerts.contactPoints.0.type": undefined }, [
    "alerts.contactPoints[0].type: expected one of slack, pagerduty, webhook, email, got nothing",
    "fix: pulumi config set --path 'observability:alerts.contactPoints[0].type' slack",
  ]);
  refuses("an empty name, without advice on routes", { "alerts.contactPoints.0.name": "" }, [
    'alerts.contactPoints[0].name: expected the name of a contact point, got ""',
    "fix: pulumi config set --path 'observability:alerts.contactPoints[0].name' oncall",
  ]);
  refuses("no name", { "alerts.contactPoints.0.name": undefined }, [
    "alerts.contactPoints[0].name: expected the name of a contact point, got nothing",
    "fix: pulumi config set --path 'observability:alerts.contactPoints[0].name' oncall",
  ]);
  refuses(
    "two of one name",
    { "alerts.contactPoints.1": { name: "oncall", type: "email", addresses: ["oncall@example.com"] } },
    [
      'alerts.contactPoints[1].name: expected a name of its own, got "oncall" again, as in alerts.contactPoints[0].name',
      "fix: rename one of the two",
    ],
  );
  refuses(
    "an address without a host",
    { "alerts.contactPoints.1": { name: "mail", type: "email", addresses: ["oncall"] } },
    [
      'alerts.contactPoints[1].addresses[0]: expected an e-mail address, got "oncall"',
      "fix: pulumi config set --path 'observability:alerts.contactPoints[1].addresses[0]' oncall@example.com",
    ],
  );
  refuses("no address", { "alerts.contactPoints.1": { name: "mail", type: "email", addresses: [] } }, [
    "alerts.contactPoints[1].addresses: expected a list of e-mail addresses, got []",
    "fix: write in Pulumi.<stack>.yaml below observability:alerts.contactPoints[1].addresses: [oncall@example.com]",
  ]);
  refuses(
    "one address in place of a list",
    { "alerts.contactPoints.1": { name: "mail", type: "email", addresses: "oncall@example.com" } },
    [
      'alerts.contactPoints[1].addresses: expected a list of e-mail addresses, got "oncall@example.com"',
      "fix: write in Pulumi.<stack>.yaml below observability:alerts.contactPoints[1].addresses: [oncall@example.com]",
    ],
  );
  refuses("e-mail with a secret", { "alerts.contactPoints.1": { name: "mail", type: "email", secret: "mailSecret" } }, [
    "alerts.contactPoints[1].addresses: expected a list of e-mail addresses, got nothing",
    "fix: write in Pulumi.<stack>.yaml below observability:alerts.contactPoints[1].addresses: [oncall@example.com]",
    "alerts.contactPoints[1].secret: expected one of name, type, addresses, pager, got an unknown key",
    "fix: remove it: pulumi config rm --path 'observability:alerts.contactPoints[1].secret'",
  ]);
});

describe("configuration: routes", () => {
  refuses("none although there are contact points", { "alerts.routes": undefined }, [
    "alerts.routes: expected a contact point for each of critical, warning and info, got nothing",
    "fix: write in Pulumi.<stack>.yaml below observability:alerts.routes: { critical: oncall, warning: oncall, info: oncall }",
  ]);
  refuses("one for all", { "alerts.routes": "oncall" }, [
    'alerts.routes: expected the name of a contact point for each of critical, warning and info, got "oncall"',
    "fix: write in Pulumi.<stack>.yaml below observability:alerts.routes: { critical: pager, warning: slack, info: slack }",
  ]);
  refuses("null", { "alerts.routes": null }, [
    "alerts.routes: expected the name of a contact point for each of critical, warning and info, got null",
    "fix: write in Pulumi.<stack>.yaml below observability:alerts.routes: { critical: pager, warning: slack, info: slack }",
  ]);
  refuses("one severity missing", { "alerts.routes.info": undefined }, [
    "alerts.routes.info: expected the name of a contact point, got nothing",
    "fix: pulumi config set --path 'observability:alerts.routes.info' oncall",
  ]);
  refuses("an empty name, told once", { "alerts.routes.info": "" }, [
    'alerts.routes.info: expected the name of a contact point, got ""',
    "fix: pulumi config set --path 'observability:alerts.routes.info' oncall",
  ]);
  refuses("a misspelt contact point", { "alerts.routes.info": "oncal" }, [
    'alerts.routes.info: expected a contact point (oncall), got "oncal"',
    'fix: did you mean "oncall"? Otherwise add it to alerts.contactPoints',
  ]);
  refuses("a severity there is not", { "alerts.routes.error": "oncall" }, [
    "alerts.routes.error: expected one of critical, warning, info, got an unknown key",
    "fix: remove it: pulumi config rm --path 'observability:alerts.routes.error'",
  ]);
  refuses("routes without contact points", { "alerts.contactPoints": [], slackWebhookUrl: undefined }, [
    'alerts.routes.critical: expected a contact point (none is configured), got "oncall"',
    "fix: add it to alerts.contactPoints",
    'alerts.routes.warning: expected a contact point (none is configured), got "oncall"',
    "fix: add it to alerts.contactPoints",
    'alerts.routes.info: expected a contact point (none is configured), got "oncall"',
    "fix: add it to alerts.contactPoints",
  ]);
  refuses("a routing there is not", { "alerts.routing": "root" }, [
    'alerts.routing: expected per-rule or root-policy, got "root"',
    "fix: pulumi config set --path 'observability:alerts.routing' per-rule",
  ]);
});

describe("configuration: thresholds and runbooks", () => {
  refuses("a rule there is not", { "alerts.thresholds": { "tradeengine-http-error": 0.1 } }, [
    'alerts.thresholds.tradeengine-http-error: expected the id of a rule that has a threshold, in a system of catalog.systems, got "tradeengine-http-error"',
    'fix: did you mean "tradeengine-http-errors"? Otherwise remove it',
  ]);
  refuses("a rule of a system that is not published", { "alerts.thresholds": { "ledger-lag": 1 } }, [
    'alerts.thresholds.ledger-lag: expected the id of a rule that has a threshold, in a system of catalog.systems, got a rule of "ledger"',
    "fix: add ledger to catalog.systems, or remove it",
  ]);
  refuses("a percentage", { "alerts.thresholds": { "tradeengine-http-errors": "10%" } }, [
    'alerts.thresholds.tradeengine-http-errors: expected a number from 0, got "10%"',
    "fix: pulumi config set --path --type float 'observability:alerts.thresholds.tradeengine-http-errors' 0.1",
  ]);
  refuses("a negative number", { "alerts.thresholds": { "tradeengine-http-errors": -1 } }, [
    "alerts.thresholds.tradeengine-http-errors: expected a number from 0, got -1",
    "fix: pulumi config set --path --type float 'observability:alerts.thresholds.tradeengine-http-errors' 0.1",
  ]);
  refuses("a list", { "alerts.thresholds": [0.1] }, [
    "alerts.thresholds: expected numbers by rule id, got [0.1]",
    "fix: write in Pulumi.<stack>.yaml below observability:alerts.thresholds: { tradeengine-http-errors: 0.1 }",
  ]);
  refuses("no runbooks although systems are published", { "alerts.runbookUrl": undefined }, [
    "alerts.runbookUrl: expected an http(s) URL, because alerts link to their runbook, got nothing",
    "fix: pulumi config set --path 'observability:alerts.runbookUrl' https://git.example.com/observability/docs/runbooks",
  ]);
  refuses("a runbook path", { "alerts.runbookUrl": "docs/runbooks" }, [
    'alerts.runbookUrl: expected an http(s) URL, got "docs/runbooks"',
    "fix: pulumi config set --path 'observability:alerts.runbookUrl' https://git.example.com/observability/docs/runbooks",
  ]);
});
