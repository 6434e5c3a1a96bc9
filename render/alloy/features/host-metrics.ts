import { block, raw } from "../language/ast.ts";
import { SCRAPE_JOBS } from "../../../model/catalog/metrics.ts";
import { component, exported } from "../language/components.ts";
import type { Feature } from "./feature.ts";
import type { CollectorPlan } from "../plan.ts";
import { set } from "../language/relabel.ts";
import { nodeName, relabel, relabelled } from "./discovery.ts";
import { scrape } from "./scraping.ts";

/** Where the node's root is mounted. */
const HOST_ROOT = "/host/root";

/**
 * Of node_exporter's collectors those that tell the truth from a pod. Network counters are not among them: a pod without the
 * host's network sees its own. cAdvisor has them for pods.
 */
const COLLECTORS = [
  "cpu",
  "diskstats",
  "filefd",
  "filesystem",
  "loadavg",
  "meminfo",
  "pressure",
  "stat",
  "time",
  "timex",
  "uname",
  "vmstat",
];

/** CPU, memory, disks and file systems of the node. */
export function hostMetrics(plan: CollectorPlan): Feature {
  const { enabled, interval, keep } = plan.settings.metrics.host;
  if (!enabled) return { blocks: [] };
  return {
    hostPaths: [{ name: "root", path: "/", mountPath: HOST_ROOT }],
    blocks: [
      component("prometheus.exporter.unix", "host", {
        comment: "CPU, memory, disks and file systems of this node.",
        attributes: {
          procfs_path: `${HOST_ROOT}/proc`,
          sysfs_path: `${HOST_ROOT}/sys`,
          rootfs_path: HOST_ROOT,
          udev_data_path: `${HOST_ROOT}/run/udev/data`,
          set_collectors: COLLECTORS,
        },
        blocks: [
          block("filesystem", {
            fs_types_exclude: raw(
              "^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs|iso9660|mqueue|nsfs|overlay|proc|procfs|pstore|ramfs|rpc_pipefs|securityfs|selinuxfs|squashfs|sysfs|tmpfs|tracefs)$",
            ),
            mount_points_exclude: raw("^/(dev|proc|run|sys|var/lib/(docker|containerd|kubelet))($|/)"),
          }),
        ],
      }),
      relabel(
        "host",
        exported("prometheus.exporter.unix", "host", "targets"),
        [set("job", SCRAPE_JOBS.host), set("cluster", plan.cluster), set("instance", nodeName)],
        "Under the node's name.",
      ),
      ...scrape({
        label: "host",
        comment: "Metrics of the node.",
        targets: relabelled("host"),
        interval: interval.text,
        clustered: false,
        keep: keep === "all" ? "all" : plan.keepLists.host,
      }),
    ],
  };
}
