import { z } from "zod";
import { DNS_LABEL_EXPECTED, dnsLabel, field } from "./field.ts";

/** Room for the suffix of names such as `<team>-sensitive-credentials`. */
const TEAM_LENGTH = 40;

const members = z.strictObject({
  namespace: field(dnsLabel(), {
    description: "Kubernetes namespace of the application.",
    expected: DNS_LABEL_EXPECTED,
    example: "petrosa-apps",
  }),
  team: field(dnsLabel(TEAM_LENGTH), {
    description: "Owner; prefix of the names below and `service.namespace` of its telemetry.",
    expected: `a DNS label (a-z, 0-9, -, at most ${TEAM_LENGTH} characters)`,
    example: "petrosa",
  }),
  createNamespace: field(z.boolean().default(false), {
    description: "Create the namespace; otherwise it has to exist.",
    expected: "true or false",
    example: "false",
  }),
  configMapName: field(dnsLabel().optional(), {
    description: "Name of the ConfigMap for `envFrom`. Default: `<team>-common-config`.",
    expected: DNS_LABEL_EXPECTED,
    example: "petrosa-common-config",
  }),
  secretName: field(dnsLabel().optional(), {
    description:
      "Name of the Secret for `envFrom` (only with `profiles: direct`). Default: `<team>-sensitive-credentials`.",
    expected: DNS_LABEL_EXPECTED,
    example: "petrosa-sensitive-credentials",
  }),
  adoptObjects: field(z.boolean().default(false), {
    description:
      "The ConfigMap and the Secret exist already and hold keys of others: own only the keys of this program in them.",
    expected: "true or false",
    example: "false",
  }),
  egressPolicy: field(z.boolean().default(true), {
    description:
      "Let the pods reach the collector, DNS and (with `profiles: direct`) the backend by a NetworkPolicy. Any egress policy makes Kubernetes deny what no policy allows: " +
      "set it to false in a namespace that restricts no egress and calls anything else.",
    expected: "true or false",
    example: "true",
  }),
  profiles: field(z.enum(["collector", "direct", "off"]).default("collector"), {
    description:
      "Way of the profiles: through the collector (no token in the application), directly to the backend with a token of its own, or none.",
    expected: "collector, direct or off",
    example: "collector",
  }),
});

export const application = field(members, {
  description: "A namespace that sends telemetry.",
  expected: "an application with namespace and team",
  example: "{ namespace: petrosa-apps, team: petrosa }",
});
