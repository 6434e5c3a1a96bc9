import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { parseDuration, goDuration } from "../../../model/duration.ts";
import { parseConfig } from "../../../model/check/parse.ts";
import { describeProblems } from "../../../model/problem.ts";
import { accepted, changed, GOOD, KNOWN } from "./input.ts";

describe("configuration: defaults", () => {
  it("fills in everything that is not given", () => {
    assert.deepEqual(
      accepted({ applications: undefined, catalog: undefined, alerts: undefined, slackWebhookUrl: undefined }),
      {
        environment: "dev",
        cluster: { name: "petrosa-dev", context: "petrosa-dev", namespace: "observability" },
        backend: {
          kind: "grafana-cloud",
          apiUrl: "https://grafana.com",
          stack: {
            mode: "create",
            slug: "petrosadev",
            region: "prod-sa-east-1",
            description: "Managed by the observability Pulumi program",
            labels: {},
            deleteProtection: true,
            protect: false,
            readinessTimeout: parseDuration("10m"),
          },
          tokens: {
            lifetime: parseDuration("2160h"),
            overlap: parseDuration("1080h"),
            readinessTimeout: parseDuration("15m"),
          },
        },
        collector: {
          chart: { repository: "https://grafana.github.io/helm-charts", version: "1.11.1" },
          load: "small",
          outage: parseDuration("2h"),
          metrics: {
            applications: {
              enabled: true,
              interval: parseDuration("60s"),
              sampleLimit: 20_000,
              labelLimit: 60,
              targetLimit: 2_000,
            },
            kubernetes: {
              enabled: true,
              interval: parseDuration("60s"),
              keep: "catalog",
              apiServer: false,
              chart: { repository: "https://prometheus-community.github.io/helm-charts", version: "8.3.1" },
            },
            host: { enabled: true, interval: parseDuration("60s"), keep: "catalog" },
          },
          logs: { pods: { enabled: true, linesPerSecond: 2_000, multiline: false }, events: { enabled: true } },
          traces: { sampling: { kind: "none" }, spanMetrics: false, serviceGraph: false, seriesLimit: 20_000 },
          profiles: { pull: true, types: ["cpu", "memory"] },
          redaction: true,
        },
        applications: [],
        catalog: { systems: [] },
        alerts: {
          contactPoints: [],
          routing: "per-rule",
          paging: false,
          muteTimings: [],
          tier: "full",
          thresholds: {},
        },
      },
    );
  });

  it("gives an application no token, and adopts none of its objects", () => {
    assert.deepEqual(accepted().applications, [
      {
        namespace: "petrosa-apps",
        team: "petrosa",
        createNamespace: false,
        adoptObjects: false,
        egressPolicy: true,
        profiles: "collector",
      },
    ]);
  });
});

describe("configuration: unions", () => {
  it("accepts mode adopt with only a slug", () => {
    const stack = { mode: "adopt", slug: "petrosadev" };
    assert.deepEqual(accepted({ "backend.stack": stack }).backend.stack, stack);
  });

  it("accepts a chart as a path, or as a repository and a version with defaults", () => {
    const chart = (given: unknown) => accepted({ "collector.chart": given }).collector.chart;
    assert.deepEqual(chart({ path: "./charts/alloy" }), { path: "./charts/alloy" });
    assert.deepEqual(chart({ version: "1.12.0" }), {
      repository: "https://grafana.github.io/helm-charts",
      version: "1.12.0",
    });
    assert.deepEqual(chart({ repository: "http://charts.example.com/" }), {
      repository: "http://charts.example.com",
      version: "1.11.1",
    });
  });

  it("accepts contact points with the keys of their type", () => {
    const points = [
      { name: "chat", type: "slack", secret: "slackWebhookUrl" },
      { name: "pager", type: "pagerduty", secret: "slackWebhookUrl" },
      { name: "hook", type: "webhook", secret: "slackWebhookUrl", pager: true },
      { name: "mail", type: "email", addresses: ["oncall@example.com"], pager: false },
    ];
    const routes = { critical: "pager", warning: "chat", info: "mail" };
    const { alerts } = accepted({ "alerts.contactPoints": points, "alerts.routes": routes, "alerts.paging": true });
    assert.deepEqual(alerts.contactPoints, points);
  });
});

describe("configuration: values", () => {
  it("removes trailing slashes from URLs that paths are appended to", () => {
    const { alerts, backend } = accepted({
      "alerts.runbookUrl": "https://git.example.com/runbooks/",
      "backend.apiUrl": "https://grafana.com//",
    });
    assert.deepEqual([alerts.runbookUrl, backend.apiUrl], ["https://git.example.com/runbooks", "https://grafana.com"]);
  });

  it("accepts a threshold of zero, and thresholds for rules of any published system", () => {
    const thresholds = { "tradeengine-http-errors": 0, "ledger-lag": 1.5 };
    const systems = ["tradeengine", "ledger"];
    assert.deepEqual(
      accepted({ "catalog.systems": systems, "alerts.thresholds": thresholds }).alerts.thresholds,
      thresholds,
    );
  });

  it("accepts the same name for a ConfigMap and a Secret, which differ in kind", () => {
    const names = { configMapName: "petrosa", secretName: "petrosa", profiles: "direct" };
    accepted({ "applications.0": { ...GOOD.applications[0], ...names } });
  });

  it("accepts the same ConfigMap name in two namespaces", () => {
    accepted({ "applications.1": { namespace: "petrosa-jobs", team: "petrosa" } });
  });

  for (const [text, seconds] of [
    ["2160h", 7_776_000],
    ["1h30m", 5400],
    ["1m1s", 61],
    ["0s", 0],
    ["", undefined],
    ["90", undefined],
    ["90d", undefined],
    ["1.5h", undefined],
    ["-1h", undefined],
    ["30m1h", undefined],
    ["1h 30m", undefined],
  ] as const) {
    it(`reads the duration "${text}" as ${seconds} seconds`, () => assert.equal(parseDuration(text)?.seconds, seconds));
  }

  it("formats whole seconds as the shortest duration", () => {
    assert.deepEqual([3_888_000, 5400, 61].map(goDuration), ["1080h", "90m", "61s"]);
  });
});

describe("configuration: several problems", () => {
  it("reports them together: first those of the schema, then secrets, then rules between fields", () => {
    const raw = changed({
      environment: "Dev",
      "backend.stack.slug": "PetrosaDev",
      "collector.replicas": 0,
      slackWebhookUrl: undefined,
      "backend.tokens": { lifetime: "24h", overlap: "48h" },
      "catalog.systems": ["ledgr"],
      "alerts.routes.info": "oncal",
    });
    const parsed = parseConfig(raw, KNOWN);
    assert.ok("problems" in parsed);
    assert.equal(
      describeProblems("observability config of stack dev", parsed.problems),
      `observability config of stack dev has 7 problems
  environment: expected a DNS label (a-z, 0-9, -, at most 63 characters), got "Dev"
    fix: pulumi config set --path 'observability:environment' dev
  backend.stack.slug: expected at most 29 lower-case letters and digits, starting with a letter, got "PetrosaDev"
    fix: pulumi config set --path 'observability:backend.stack.slug' petrosadev
  collector.replicas: expected a whole number from 1 to 50, got 0
    fix: pulumi config set --path 'observability:collector.replicas' 2
  slackWebhookUrl: expected a secret, got nothing
    fix: pulumi config set --secret observability:slackWebhookUrl
  backend.tokens.overlap: expected less than the lifetime "24h", got "48h"
    fix: pulumi config set --path 'observability:backend.tokens.overlap' 12h
  catalog.systems[0]: expected a system in the catalog (tradeengine, ledger), got "ledgr"
    fix: did you mean "ledger"? Otherwise add it to catalog/index.ts
  alerts.routes.info: expected a contact point (oncall), got "oncal"
    fix: did you mean "oncall"? Otherwise add it to alerts.contactPoints`,
    );
  });

  it("counts a single problem in the singular", () => {
    const problem = { path: "a.b", expected: "c", got: "d", fix: "e" };
    assert.equal(describeProblems("config", [problem]), "config has 1 problem\n  a.b: expected c, got d\n    fix: e");
  });
});
