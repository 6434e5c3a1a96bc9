import { call } from "../language/ast.ts";
import type { Block } from "../language/ast.ts";
import { read } from "./feature.ts";
import type { Feature } from "./feature.ts";
import type { CollectorPlan } from "../plan.ts";
import { annotation, copy, drop, join, keep, podLabel, port, teamRules, workloadRules } from "../language/relabel.ts";
import { discovered, inNamespaces, relabel, relabelled } from "./discovery.ts";
import { scrape } from "./scraping.ts";

/**
 * Scrapes annotated pods and Services of the application namespaces. A pod that is annotated itself is not scraped through
 * its Service as well, and what two Services or two ports lead to the same address is one target: all their labels agree.
 */
export function applicationMetrics(plan: CollectorPlan): Feature {
  const { enabled, interval, sampleLimit, labelLimit, targetLimit } = plan.settings.metrics.applications;
  const namespaces = plan.applications.map(({ namespace }) => namespace);
  if (!enabled || namespaces.length === 0) return { blocks: [] };
  return {
    rbac: [read("", "pods", "services"), read("discovery.k8s.io", "endpointslices")],
    egress: ["kubernetes-api", "application-pods"],
    blocks: [
      inNamespaces("pods", "pod", namespaces, "Pods of the application namespaces."),
      inNamespaces("services", "endpointslice", namespaces, "Endpoints of their Services."),
      relabel("annotated_pods", discovered("pods"), annotatedPods(plan), "Pods that ask to be scraped."),
      relabel(
        "annotated_services",
        discovered("services"),
        annotatedServices(plan),
        "Services that ask to be scraped.",
      ),
      ...scrape({
        label: "applications",
        comment: "Metrics of applications. They are never shown a credential.",
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
  // Endpoints without a pod belong to the Service alone.
  copy(["__meta_kubernetes_service_name"], "(.+)", "__workload"),
  ...workloadRules(),
  ...identityRules(plan),
];

/** Where and how to scrape, from the annotations. */
const targetRules = (of: "pod" | "service"): Block[] => [
  port(scrapeOf(of, "port")),
  copy([scrapeOf(of, "path")], "(/.*)", "__metrics_path__"),
  copy([scrapeOf(of, "scheme")], "(https?)", "__scheme__"),
  // At least the ten seconds that a target has to answer: a shorter interval would make an invalid target.
  copy([scrapeOf(of, "interval")], String.raw`([1-9]\d+s|[1-9]\d*m)`, "__scrape_interval__"),
];

/** Labels of the series: whose they are and which pod they come from. */
const identityRules = ({ applications }: CollectorPlan): Block[] => [
  ...teamRules(applications, "__team"),
  join(["__team", "__workload"], "/", "job"),
  copy(["__meta_kubernetes_namespace"], "(.+)", "namespace"),
  copy([podLabel("name")], "(.+)", "pod"),
];
