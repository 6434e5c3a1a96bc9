import { systems } from "../../catalog/index.ts";
import { settingsOf, type RawSettings } from "../../startup/stack-file.ts";
import { graphFiles } from "../../testing/graph.ts";
import { deploy, type Deployment } from "../../testing/harness.ts";
import { writeOrCheck } from "../../scripts/write.ts";
import { withTinyKind } from "./tiny/index.ts";

/** Secret keys that the settings below need. */
export const SECRETS = ["tinyPassword", "slackWebhookUrl", "pagerdutyIntegrationKey", "heartbeatUrl"] as const;

/** Production settings with every signal and system, on the tiny kind of backend. */
export const settings: RawSettings = {
  ...settingsOf("prod"),
  backend: { kind: "tiny", region: "south-1" },
  catalog: { systems: Object.keys(systems) },
  collector: {
    traces: { sampling: { kind: "tail", tracesPerSecond: 10, percent: 10 }, spanMetrics: true },
    profiles: { ebpf: { namespaces: ["petrosa-apps"] } },
  },
};

/** The resources that the program registers with it. */
export const graph = (): Promise<Deployment> =>
  withTinyKind((mark) => deploy(settings, { mark, secretKeys: SECRETS, preview: false }));

export const goldenOfTiny = async (): Promise<Record<string, string>> =>
  graphFiles((await graph()).resources, "tests/backends/golden");

if (import.meta.main) writeOrCheck(await goldenOfTiny(), "make golden");
