import { call } from "../language/ast.ts";
import type { Block } from "../language/ast.ts";
import { read } from "./feature.ts";
import type { Feature } from "./feature.ts";
import type { CollectorPlan } from "../plan.ts";
import { annotation, copy, drop, join, keep, podLabel, port, teamRules, workloadRules } from "../language/relabel.ts";
import { discovered, inNamespaces, relabel, relabelled } from "./discovery.ts";
import { scrape } from "./scraping.ts";

/**
 * Scrapes annotated pods and Services of the application namespaces. An annotated pod is not also scraped through its Service.
 * If two Services or two ports lead to the same address, it is one target, because all their labels are equal.
 */
export function applicationMetrics(plan: CollectorPlan): Feature {
  const { enabled, interval, sampleLimit, labelLimit, targetLimit } = plan.settings.metrics.applications;
  const namespaces = plan.applications.map(({ namespace }) => namespace);
  if (!enabled || namespaces.length === 0) return { blocks: [] };
  return {
    rbac: [read("", "pods", "services"), read("discovery.k8s.io", "endpointslices")],
    egress: ["kubernetes-api", "application-pods"],
    blocks: [
      inNamespaces("pods", "pod", namespaces, "Finds pods of the application namespaces."),
      inNamespaces("services", "endpointslice", namespaces, "Finds endpoints of their Services."),
      relabel("annotated_pods", discovered("pods"), annotatedPods(plan), "Selects pods annotated for scraping."),
      relabel(
        "annotated_services",
        discovered("services"),
        annotatedServices(plan),
        "Selects Services annotated for scraping.",
      ),
      ...scrape({
        label: "applications",
        comment: "Scrapes applications without sending them credentials.",
        targets: call("array.concat", relabelled("annotated_pods"), relabelled("annotated_services")),
        interval: interval.text,
        clustered: true,
        attributes: { sample_limit: sampleLimit, label_limit: labelLimit, target_limit: targetLimit },
        keep: "all",
      }),
    ],
  };
}

const scrapeOf = (of: "pod" | "service", name = "scrape"): string => annotation(of, `prometheus.io/${name}`);

const annotatedPods = (plan: CollectorPlan): Block[] => [
  keep([scrapeOf("pod"), podLabel("phase"), podLabel("container_init")], "true;Running;false"),
  ...targetRules("pod"),
  ...workloadRules(),
  ...identityRules(plan),
];

const annotatedServices = (plan: CollectorPlan): Block[] => [
  keep([scrapeOf("service"), "__meta_kubernetes_endpointslice_endpoint_conditions_ready"], "true;true"),
  drop([scrapeOf("pod")], "true"),
  ...targetRules("service"),
  // Endpoints without a pod belong only to the Service.
  copy(["__meta_kubernetes_service_name"], "(.+)", "__workload"),
  ...workloadRules(),
  ...identityRules(plan),
];

/** Sets where and how to scrape, from the annotations. */
const targetRules = (of: "pod" | "service"): Block[] => [
  port(scrapeOf(of, "port")),
  copy([scrapeOf(of, "path")], "(/.*)", "__metrics_path__"),
  copy([scrapeOf(of, "scheme")], "(https?)", "__scheme__"),
  // The minimum is ten seconds, the scrape timeout: a shorter interval would make the target invalid.
  copy([scrapeOf(of, "interval")], String.raw`([1-9]\d+s|[1-9]\d*m)`, "__scrape_interval__"),
];

/** Sets the labels that identify the owner and the pod of the series. */
const identityRules = ({ applications }: CollectorPlan): Block[] => [
  ...teamRules(applications, "__team"),
  join(["__team", "__workload"], "/", "job"),
  copy(["__meta_kubernetes_namespace"], "(.+)", "namespace"),
  copy([podLabel("name")], "(.+)", "pod"),
];
