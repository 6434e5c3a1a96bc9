import { block, raw } from "../language/ast.ts";
import { SCRAPE_JOBS } from "../../../model/catalog/metrics.ts";
import { component, exported } from "../language/components.ts";
import type { Feature } from "./feature.ts";
import type { CollectorPlan } from "../plan.ts";
import { set } from "../language/relabel.ts";
import { nodeName, relabel, relabelled } from "./discovery.ts";
import { scrape } from "./scraping.ts";

/** Mount path of the node's root. */
const HOST_ROOT = "/host/root";

/**
 * The node_exporter collectors that work correctly in a pod. Network counters do not: a pod without the host's network sees
 * only its own. cAdvisor provides them for pods.
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

/** Collects metrics of the node's CPU, memory, disks and file systems. */
export function hostMetrics(plan: CollectorPlan): Feature {
  const { enabled, interval, keep } = plan.settings.metrics.host;
  if (!enabled) return { blocks: [] };
  return {
    hostPaths: [{ name: "root", path: "/", mountPath: HOST_ROOT }],
    blocks: [
      component("prometheus.exporter.unix", "host", {
        comment: "Exposes metrics of this node's CPU, memory, disks and file systems.",
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
        "Sets the job, the cluster and the node's name.",
      ),
      ...scrape({
        label: "host",
        comment: "Scrapes the node's metrics.",
        targets: relabelled("host"),
        interval: interval.text,
        clustered: false,
        keep: keep === "all" ? "all" : plan.keepLists.host,
      }),
    ],
  };
}
