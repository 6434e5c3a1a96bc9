import { block } from "../language/ast.ts";
import type { Block } from "../language/ast.ts";
import { component } from "../language/components.ts";
import { read } from "./feature.ts";
import type { Feature } from "./feature.ts";
import type { CollectorPlan } from "../plan.ts";
import {
  annotation,
  anyText,
  copy,
  keep,
  podLabel,
  port,
  SERVICE_NAME_ANNOTATION,
  teamRules,
  workloadRules,
} from "../language/relabel.ts";
import { discovered, inNamespaces, onThisNode, relabel, relabelled } from "./discovery.ts";
import { profilesWriter } from "./profiles.ts";

type ProfileType = CollectorPlan["settings"]["profiles"]["types"][number];

/** Blocks of pyroscope.scrape by their common names. Blocks that are on by default must be turned off. */
const PROFILE_BLOCKS: Readonly<Record<ProfileType, string>> = {
  cpu: "profile.process_cpu",
  memory: "profile.memory",
  goroutine: "profile.goroutine",
  mutex: "profile.mutex",
  block: "profile.block",
};

const profileAnnotation = (name: string): string => annotation("pod", `profiles.grafana.com/${name}`);

/** Scrapes pprof profiles of annotated pods. */
export function pulledProfiles(plan: CollectorPlan): Feature {
  const { pull, types } = plan.settings.profiles;
  const namespaces = plan.applications.map(({ namespace }) => namespace);
  if (!pull || namespaces.length === 0) return { blocks: [] };
  const wanted = Object.entries(PROFILE_BLOCKS).map(([type, name]) =>
    block(name, { enabled: types.includes(type as ProfileType) }),
  );
  return {
    rbac: [read("", "pods")],
    egress: ["kubernetes-api", "application-pods"],
    blocks: [
      inNamespaces("profiled_pods", "pod", namespaces, "Finds pods of the application namespaces."),
      relabel(
        "profiled_pods",
        discovered("profiled_pods"),
        profiledPods(plan),
        "Selects pods annotated for profiling.",
      ),
      component("pyroscope.scrape", "applications", {
        comment: "Scrapes their pprof endpoints.",
        attributes: {
          targets: relabelled("profiled_pods"),
          forward_to: [profilesWriter],
          scrape_interval: "60s",
          scrape_timeout: "70s",
        },
        blocks: [block("profiling_config", {}, wanted), block("clustering", { enabled: true })],
      }),
    ],
  };
}

const profiledPods = (plan: CollectorPlan): Block[] => [
  keep([profileAnnotation("scrape"), podLabel("phase"), podLabel("container_init")], "true;Running;false"),
  port(profileAnnotation("port")),
  copy([profileAnnotation("path")], "(/.*)", "__profile_path_prefix__"),
  copy([profileAnnotation("scheme")], "(https?)", "__scheme__"),
  ...profileLabels(plan),
];

/** Sets the labels by which Pyroscope finds profiles. */
const profileLabels = ({ applications }: CollectorPlan): Block[] => [
  ...workloadRules("service_name"),
  copy([annotation("pod", SERVICE_NAME_ANNOTATION)], "(.+)", "service_name"),
  ...teamRules(applications, "service_namespace"),
  copy(["__meta_kubernetes_namespace"], "(.+)", "namespace"),
  copy([podLabel("name")], "(.+)", "pod"),
];

/** Takes CPU profiles of all processes of some namespaces on this node, through the kernel. */
export function ebpfProfiles(plan: CollectorPlan): Feature {
  const { ebpf } = plan.settings.profiles;
  if (ebpf === undefined) return { blocks: [] };
  return {
    rbac: [read("", "pods")],
    egress: ["kubernetes-api"],
    hostPaths: [
      { name: "tracing", path: "/sys/kernel/tracing", mountPath: "/sys/kernel/tracing" },
      { name: "debug", path: "/sys/kernel/debug", mountPath: "/sys/kernel/debug" },
    ],
    blocks: [
      onThisNode("pods", "pod", "Finds pods on this node."),
      relabel(
        "profiled_pods",
        discovered("pods"),
        [
          keep(["__meta_kubernetes_namespace", podLabel("phase")], `(?:${anyText(ebpf.namespaces)});Running`),
          copy([podLabel("container_id")], "[a-z-]+://(.+)", "__container_id__"),
          copy([podLabel("container_name")], "(.+)", "container"),
          ...profileLabels(plan),
        ],
        "Selects pods of the chosen namespaces.",
      ),
      component("pyroscope.ebpf", "node", {
        comment: "Takes CPU profiles of their processes, without instrumentation.",
        attributes: {
          targets: relabelled("profiled_pods"),
          forward_to: [profilesWriter],
          sample_rate: ebpf.sampleRate,
        },
      }),
    ],
  };
}
