import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { collectorNetworkPolicies } from "../../../model/collector/network-flows.ts";
import type { CollectorFlows, CollectorPods, CollectorPolicy } from "../../../model/collector/network-flows.ts";
import type { NetworkPeer, NetworkPolicySpec, PolicyPort } from "../../../model/collector/network-policy.ts";
import { GRAFANA_CLOUD_DESTINATIONS } from "../../../model/backends/grafana-cloud.ts";
import type { KnownDestinations } from "../../../model/backends/destinations.ts";
import { isLater } from "../../../model/later.ts";
import { collectorPods } from "../../../render/collector.ts";
import { collectorRoles } from "../../../render/alloy/roles/index.ts";
import { collectorCombinations } from "../../combinations.ts";
import { planOf } from "../alloy/roles.ts";

const OTLP = { name: "otlp-grpc", port: 4317, protocol: "TCP" } as const;
const PROFILES = { name: "pyroscope", port: 4040, protocol: "TCP" } as const;

const gateway: CollectorPods = {
  kind: "gateway",
  instance: "gateway",
  ports: [OTLP, PROFILES],
  egress: new Set([
    "kubernetes-api",
    "backend:otlp",
    "backend:profiles",
    "application-pods",
    "kube-state-metrics",
    "peers",
  ]),
};
const node: CollectorPods = {
  kind: "node",
  instance: "node",
  ports: [],
  egress: new Set(["kubernetes-api", "backend:otlp", "kubelet"]),
};
const sampler: CollectorPods = {
  kind: "sampler",
  instance: "sampler",
  ports: [OTLP],
  egress: new Set(["backend:otlp"]),
};
const sampled: CollectorPods = { ...gateway, egress: new Set([...gateway.egress, "sampler"]) };
const profiler: CollectorPods = {
  kind: "profiler",
  instance: "profiler",
  ports: [],
  egress: new Set(["kubernetes-api", "backend:otlp", "backend:profiles"]),
};
const state: CollectorPods = {
  kind: "kube-state-metrics",
  instance: "state",
  ports: [],
  egress: new Set(["kubernetes-api"]),
};

const flows: CollectorFlows = {
  pods: [gateway, node, state],
  applicationNamespaces: ["risk", "petrosa-apps"],
  destinations: Object.values(GRAFANA_CLOUD_DESTINATIONS),
};
const KNOWN: KnownDestinations = {
  otlp: { url: "https://otlp.example.net/otlp", username: "1" },
  profiles: { url: "https://profiles.example.net:8443", username: "2" },
};
const EVERYTHING = { pods: [sampled, node, sampler, profiler, state] };

const specOf = ({ spec }: CollectorPolicy, known = KNOWN): NetworkPolicySpec => (isLater(spec) ? spec(known) : spec);
const policiesOf = (changes: Partial<CollectorFlows> = {}) =>
  collectorNetworkPolicies({ ...flows, ...changes }).map((one) => ({ name: one.name, spec: specOf(one) }));
const namesOf = (changes: Partial<CollectorFlows> = {}) => policiesOf(changes).map(({ name }) => name);
const policy = (name: string, changes: Partial<CollectorFlows> = {}): NetworkPolicySpec | undefined =>
  policiesOf(changes).find((candidate) => candidate.name === name)?.spec;

const pods = (...instances: string[]) => ({
  matchExpressions: [{ key: "app.kubernetes.io/instance", operator: "In" as const, values: instances }],
});
const tcp = (port: number): PolicyPort => ({ protocol: "TCP", port });
const anywhere: NetworkPeer[] = [
  { ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] } },
  { ipBlock: { cidr: "::/0", except: ["fe80::/10"] } },
];
const applications: NetworkPeer = {
  namespaceSelector: {
    matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: ["petrosa-apps", "risk"] }],
  },
};
const ingress = (to: string, from: NetworkPeer, ...ports: number[]): NetworkPolicySpec => ({
  podSelector: pods(to),
  policyTypes: ["Ingress"],
  ingress: [{ from: [from], ports: ports.map(tcp) }],
});
const egress = (from: string[], to: NetworkPeer[], ...ports: number[]): NetworkPolicySpec => ({
  podSelector: pods(...from),
  policyTypes: ["Egress"],
  egress: [{ to, ports: ports.map(tcp) }],
});

describe("collectorNetworkPolicies", () => {
  it("has one policy per flow and direction", () => {
    const always = ["default-deny", "allow-telemetry-from-applications", "allow-peers"];
    const calls = ["allow-dns", "allow-kubernetes-api", "allow-backend", "allow-kubelet", "allow-scrapes"];
    assert.deepEqual(namesOf(), [
      ...always,
      "allow-scrape-of-kube-state-metrics",
      ...calls,
      "allow-to-kube-state-metrics",
      "allow-to-peers",
    ]);
    assert.deepEqual(namesOf(EVERYTHING), [
      ...always,
      "allow-spans-from-gateways",
      "allow-scrape-of-kube-state-metrics",
      ...calls,
      "allow-to-kube-state-metrics",
      "allow-to-samplers",
      "allow-to-peers",
    ]);
    const alone: CollectorPods = { ...gateway, egress: new Set(["backend:otlp"]) };
    assert.deepEqual(namesOf({ pods: [alone] }), [...always, "allow-dns", "allow-backend"]);
  });

  it("denies everything to and from every pod of the namespace by default", () => {
    assert.deepEqual(policy("default-deny"), { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
  });

  const expected: Readonly<Record<string, NetworkPolicySpec>> = {
    "allow-telemetry-from-applications": ingress("gateway", applications, 4317, 4040),
    "allow-peers": ingress("gateway", { podSelector: pods("gateway") }, 12_345),
    "allow-spans-from-gateways": ingress("sampler", { podSelector: pods("gateway") }, 4317),
    "allow-scrape-of-kube-state-metrics": ingress("state", { podSelector: pods("gateway") }, 8080),
    "allow-dns": {
      podSelector: pods("gateway", "node", "profiler", "sampler", "state"),
      policyTypes: ["Egress"],
      egress: [
        {
          to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } } }],
          ports: [{ protocol: "UDP", port: 53 }, tcp(53)],
        },
      ],
    },
    "allow-kubernetes-api": egress(["gateway", "node", "profiler", "state"], anywhere, 443, 6443),
    "allow-backend": egress(["gateway", "node", "profiler", "sampler"], anywhere, 443, 8443),
    "allow-kubelet": egress(["node"], anywhere, 10_250),
    "allow-scrapes": { podSelector: pods("gateway"), policyTypes: ["Egress"], egress: [{ to: [applications] }] },
    "allow-to-kube-state-metrics": egress(["gateway"], [{ podSelector: pods("state") }], 8080),
    "allow-to-samplers": egress(["gateway"], [{ podSelector: pods("sampler") }], 4317),
    "allow-to-peers": egress(["gateway"], [{ podSelector: pods("gateway") }], 12_345),
  };
  for (const [name, spec] of Object.entries(expected)) {
    it(`limits the policy ${name} to its flow`, () => assert.deepEqual(policy(name, EVERYTHING), spec));
  }

  it("does not depend on the order of namespaces", () => {
    const reordered = { applicationNamespaces: ["petrosa-apps", "risk"] };
    assert.deepEqual(policiesOf(reordered), policiesOf());
  });
});

describe("collectorNetworkPolicies without application namespaces", () => {
  const none = { applicationNamespaces: [] };

  it("allows no application to connect", () => {
    assert.deepEqual(policy("allow-telemetry-from-applications", none)?.ingress, []);
  });

  it("allows no scrapes of applications", () => assert.equal(policy("allow-scrapes", none), undefined));
});

describe("collectorNetworkPolicies without a backend", () => {
  it("allows no connection to one", () => assert.equal(policy("allow-backend", { destinations: [] }), undefined));
});

describe("collectorNetworkPolicies, for each combination of settings", () => {
  const all = collectorCombinations().flatMap(({ name, collector }) =>
    [["petrosa-apps"], []].flatMap((applicationNamespaces) => {
      const plan = planOf(collector);
      const kinds = collectorPods(collectorRoles(plan), plan);
      const specs = collectorNetworkPolicies({ ...flows, pods: kinds, applicationNamespaces });
      return specs
        .filter((one) => one.name !== "default-deny")
        .map((one) => ({ ...one, spec: specOf(one), title: `${one.name} of ${name}` }));
    }),
  );

  it("allow ingress only from named pods, on named ports", () => {
    for (const { spec, title } of all) {
      for (const rule of spec.ingress ?? []) {
        assert.notDeepEqual(rule.from, [], title);
        assert.notDeepEqual(rule.ports, [], title);
        assert.ok(!rule.from.some((peer) => "ipBlock" in peer), title);
      }
    }
  });

  it("allow egress only to named peers, and on every port only to applications", () => {
    for (const { name, spec, title } of all) {
      for (const rule of spec.egress ?? []) {
        assert.notDeepEqual(rule.to, [], title);
        assert.equal(rule.ports === undefined, name === "allow-scrapes", title);
        assert.notDeepEqual(rule.ports, [], title);
      }
    }
  });

  it("each select some pods, never all pods in the namespace", () => {
    for (const { spec, title } of all) {
      assert.notDeepEqual(spec.podSelector.matchExpressions?.flatMap(({ values }) => values) ?? [], [], title);
    }
  });
});
