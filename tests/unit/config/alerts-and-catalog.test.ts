import { describe } from "mocha";
import { refuses } from "./input.ts";

describe("configuration: catalog", () => {
  refuses("systems that are only a name", { "catalog.systems": "tradeengine" }, [
    'catalog.systems: expected a list of system names, got "tradeengine"',
    "fix: in Pulumi.<stack>.yaml, set observability:catalog.systems to [tradeengine]",
  ]);
  refuses("a system that is a number", { "catalog.systems": [5] }, [
    "catalog.systems[0]: expected the name of a system, got 5",
    "fix: pulumi config set --path 'observability:catalog.systems[0]' tradeengine",
  ]);
  refuses("an unknown system", { "catalog.systems": ["tradengine"] }, [
    'catalog.systems[0]: expected a system in the catalog (tradeengine, ledger), got "tradengine"',
    'fix: did you mean "tradeengine"? Otherwise add it to catalog/index.ts',
  ]);
  refuses("a system that is listed twice", { "catalog.systems": ["tradeengine", "ledger", "tradeengine"] }, [
    'catalog.systems[2]: expected each system only once, got "tradeengine", which is also used in catalog.systems[0]',
    "fix: remove one of the two",
  ]);
  refuses(
    "an unknown system, and suggests the directory's index",
    { "catalog.systems": ["shop"], "catalog.directory": "../our" },
    [
      'catalog.systems[0]: expected a system in the catalog (tradeengine, ledger), got "shop"',
      'fix: did you mean "ledger"? Otherwise add it to ../our/index.ts',
    ],
  );
  refuses("a list of directories", { "catalog.directory": ["../our"] }, [
    'catalog.directory: expected the path to a folder, got ["../our"]',
    "fix: pulumi config set --path 'observability:catalog.directory' ../our-catalog",
  ]);
  refuses("an empty directory", { "catalog.directory": "" }, [
    'catalog.directory: expected the path to a folder, got ""',
    "fix: pulumi config set --path 'observability:catalog.directory' ../our-catalog",
  ]);
  refuses("a misspelt key", { "catalog.system": ["tradeengine"] }, [
    "catalog.system: expected one of systems, directory, got an unknown key",
    'fix: did you mean "systems"? Rename it',
  ]);
});

describe("configuration: contact points", () => {
  refuses("an unknown type", { "alerts.contactPoints.0.type": "teams" }, [
    'alerts.contactPoints[0].type: expected one of slack, pagerduty, webhook, email, got "teams"',
    "fix: pulumi config set --path 'observability:alerts.contactPoints[0].type' slack",
  ]);
  refuses("a missing type", { "alerts.contactPoints.0.type": undefined }, [
    "alerts.contactPoints[0].type: expected one of slack, pagerduty, webhook, email, got nothing",
    "fix: pulumi config set --path 'observability:alerts.contactPoints[0].type' slack",
  ]);
  refuses("an empty name, and reports nothing about routes", { "alerts.contactPoints.0.name": "" }, [
    'alerts.contactPoints[0].name: expected the name of a contact point, got ""',
    "fix: pulumi config set --path 'observability:alerts.contactPoints[0].name' oncall",
  ]);
  refuses("a missing name", { "alerts.contactPoints.0.name": undefined }, [
    "alerts.contactPoints[0].name: expected the name of a contact point, got nothing",
    "fix: pulumi config set --path 'observability:alerts.contactPoints[0].name' oncall",
  ]);
  refuses(
    "two contact points with the same name",
    { "alerts.contactPoints.1": { name: "oncall", type: "email", addresses: ["oncall@example.com"] } },
    [
      'alerts.contactPoints[1].name: expected a unique name, got "oncall", which is also used in alerts.contactPoints[0].name',
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
  refuses("an empty list of addresses", { "alerts.contactPoints.1": { name: "mail", type: "email", addresses: [] } }, [
    "alerts.contactPoints[1].addresses: expected a list of e-mail addresses, got []",
    "fix: in Pulumi.<stack>.yaml, set observability:alerts.contactPoints[1].addresses to [oncall@example.com]",
  ]);
  refuses(
    "a single address instead of a list",
    { "alerts.contactPoints.1": { name: "mail", type: "email", addresses: "oncall@example.com" } },
    [
      'alerts.contactPoints[1].addresses: expected a list of e-mail addresses, got "oncall@example.com"',
      "fix: in Pulumi.<stack>.yaml, set observability:alerts.contactPoints[1].addresses to [oncall@example.com]",
    ],
  );
  refuses(
    "an e-mail contact point with a secret instead of addresses",
    { "alerts.contactPoints.1": { name: "mail", type: "email", secret: "mailSecret" } },
    [
      "alerts.contactPoints[1].addresses: expected a list of e-mail addresses, got nothing",
      "fix: in Pulumi.<stack>.yaml, set observability:alerts.contactPoints[1].addresses to [oncall@example.com]",
      "alerts.contactPoints[1].secret: expected one of name, type, addresses, pager, got an unknown key",
      "fix: remove it: pulumi config rm --path 'observability:alerts.contactPoints[1].secret'",
    ],
  );
});

describe("configuration: routes", () => {
  refuses("contact points without routes", { "alerts.routes": undefined }, [
    "alerts.routes: expected a contact point for each of critical, warning and info, got nothing",
    "fix: in Pulumi.<stack>.yaml, set observability:alerts.routes to { critical: oncall, warning: oncall, info: oncall }",
  ]);
  refuses("one route for all severities", { "alerts.routes": "oncall" }, [
    'alerts.routes: expected the name of a contact point for each of critical, warning and info, got "oncall"',
    "fix: in Pulumi.<stack>.yaml, set observability:alerts.routes to { critical: pager, warning: slack, info: slack }",
  ]);
  refuses("routes that are null", { "alerts.routes": null }, [
    "alerts.routes: expected the name of a contact point for each of critical, warning and info, got null",
    "fix: in Pulumi.<stack>.yaml, set observability:alerts.routes to { critical: pager, warning: slack, info: slack }",
  ]);
  refuses("routes without one of the severities", { "alerts.routes.info": undefined }, [
    "alerts.routes.info: expected the name of a contact point, got nothing",
    "fix: pulumi config set --path 'observability:alerts.routes.info' oncall",
  ]);
  refuses("an empty name, and reports it once", { "alerts.routes.info": "" }, [
    'alerts.routes.info: expected the name of a contact point, got ""',
    "fix: pulumi config set --path 'observability:alerts.routes.info' oncall",
  ]);
  refuses("a misspelt contact point", { "alerts.routes.info": "oncal" }, [
    'alerts.routes.info: expected a contact point (oncall), got "oncal"',
    'fix: did you mean "oncall"? Otherwise add it to alerts.contactPoints',
  ]);
  refuses("an unknown severity", { "alerts.routes.error": "oncall" }, [
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
  refuses("an unknown routing", { "alerts.routing": "root" }, [
    'alerts.routing: expected per-rule or root-policy, got "root"',
    "fix: pulumi config set --path 'observability:alerts.routing' per-rule",
  ]);
});

describe("configuration: thresholds and runbooks", () => {
  refuses("a threshold of an unknown rule", { "alerts.thresholds": { "tradeengine-http-error": 0.1 } }, [
    'alerts.thresholds.tradeengine-http-error: expected the id of a rule that has a threshold, from a system in catalog.systems, got "tradeengine-http-error"',
    'fix: did you mean "tradeengine-http-errors"? Otherwise remove it',
  ]);
  refuses("a threshold of a rule whose system is not published", { "alerts.thresholds": { "ledger-lag": 1 } }, [
    'alerts.thresholds.ledger-lag: expected the id of a rule that has a threshold, from a system in catalog.systems, got a rule of system "ledger"',
    "fix: add ledger to catalog.systems, or remove it",
  ]);
  refuses("a threshold with a percent sign", { "alerts.thresholds": { "tradeengine-http-errors": "10%" } }, [
    'alerts.thresholds.tradeengine-http-errors: expected a non-negative number, got "10%"',
    "fix: pulumi config set --path --type float 'observability:alerts.thresholds.tradeengine-http-errors' 0.1",
  ]);
  refuses("a negative threshold", { "alerts.thresholds": { "tradeengine-http-errors": -1 } }, [
    "alerts.thresholds.tradeengine-http-errors: expected a non-negative number, got -1",
    "fix: pulumi config set --path --type float 'observability:alerts.thresholds.tradeengine-http-errors' 0.1",
  ]);
  refuses("thresholds that are a list", { "alerts.thresholds": [0.1] }, [
    "alerts.thresholds: expected a map from rule id to number, got [0.1]",
    "fix: in Pulumi.<stack>.yaml, set observability:alerts.thresholds to { tradeengine-http-errors: 0.1 }",
  ]);
  refuses("a missing runbook URL if systems are published", { "alerts.runbookUrl": undefined }, [
    "alerts.runbookUrl: expected an http(s) URL, because alerts link to their runbooks, got nothing",
    "fix: pulumi config set --path 'observability:alerts.runbookUrl' https://git.example.com/observability/docs/runbooks",
  ]);
  refuses("a runbook URL that is a path", { "alerts.runbookUrl": "docs/runbooks" }, [
    'alerts.runbookUrl: expected an http(s) URL, got "docs/runbooks"',
    "fix: pulumi config set --path 'observability:alerts.runbookUrl' https://git.example.com/observability/docs/runbooks",
  ]);
});
