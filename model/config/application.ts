import { z } from "zod";
import { DNS_LABEL_EXPECTED, dnsLabel, field } from "./field.ts";

/** Leaves room for suffixes: names such as `<team>-sensitive-credentials` must fit into a DNS label. */
const TEAM_LENGTH = 40;

const members = z.strictObject({
  namespace: field(dnsLabel(), {
    description: "Kubernetes namespace of the application.",
    expected: DNS_LABEL_EXPECTED,
    example: "petrosa-apps",
  }),
  team: field(dnsLabel(TEAM_LENGTH), {
    description:
      "Team that owns the application: prefix of the default names below, and `service.namespace` of its telemetry.",
    expected: `a DNS label (a-z, 0-9, -, at most ${TEAM_LENGTH} characters)`,
    example: "petrosa",
  }),
  createNamespace: field(z.boolean().default(false), {
    description: "Create the namespace. If false, it must already exist.",
    expected: "true or false",
    example: "false",
  }),
  configMapName: field(dnsLabel().optional(), {
    description: "Name of the ConfigMap to use in `envFrom`. Default: `<team>-common-config`.",
    expected: DNS_LABEL_EXPECTED,
    example: "petrosa-common-config",
  }),
  secretName: field(dnsLabel().optional(), {
    description:
      "Name of the Secret to use in `envFrom` (only with `profiles: direct`). Default: `<team>-sensitive-credentials`.",
    expected: DNS_LABEL_EXPECTED,
    example: "petrosa-sensitive-credentials",
  }),
  adoptObjects: field(z.boolean().default(false), {
    description:
      "Set to true if the ConfigMap and the Secret already exist and hold other keys. The program then manages only its own keys in them.",
    expected: "true or false",
    example: "false",
  }),
  egressPolicy: field(z.boolean().default(true), {
    description:
      "Create a NetworkPolicy that lets the pods reach the collector, DNS and (with `profiles: direct`) the backend. With any egress policy, Kubernetes denies all egress that no policy allows: " +
      "set this to false in a namespace that does not restrict egress and whose pods call anything else.",
    expected: "true or false",
    example: "true",
  }),
  profiles: field(z.enum(["collector", "direct", "off"]).default("collector"), {
    description:
      "How profiles are sent: `collector` (through the collector, without a token in the application), `direct` (to the backend, with a separate token) or `off`.",
    expected: "collector, direct or off",
    example: "collector",
  }),
});

export const application = field(members, {
  description: "A namespace that sends telemetry.",
  expected: "an application with a namespace and a team",
  example: "{ namespace: petrosa-apps, team: petrosa }",
});
