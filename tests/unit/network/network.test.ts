import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { applicationEgressPolicy, backendPorts, collectorNetworkPolicies } from "../../../model/network.ts";
import type { CollectorFlows, NetworkPolicySpec } from "../../../model/network.ts";

const flows: CollectorFlows = {
  podLabels: { "app.kubernetes.io/name": "alloy" },
  applicationNamespaces: ["risk", "petrosa-apps"],
  ports: [
    { name: "otlp-grpc", port: 4317, protocol: "TCP" },
    { name: "pyroscope", port: 4040, protocol: "TCP" },
  ],
  backendUrls: ["https://otlp.example.net/otlp", "https://profiles.example.net:8443"],
  usesKubernetesApi: true,
};
const collector = { matchLabels: { "app.kubernetes.io/name": "alloy" } };
const dns = [
  { protocol: "UDP", port: 53 },
  { protocol: "TCP", port: 53 },
];
const kubeSystem = { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } } };
const anywhere = [
  { ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] } },
  { ipBlock: { cidr: "::/0", except: ["fe80::/10"] } },
];

function policy(name: string, changes: Partial<CollectorFlows> = {}): NetworkPolicySpec | undefined {
  return collectorNetworkPolicies({ ...flows, ...changes }).find((candidate) => candidate.name === name)?.spec;
}

describe("collectorNetworkPolicies", () => {
  it("has one policy per flow", () => {
    assert.deepEqual(
      collectorNetworkPolicies(flows).map(({ name }) => name),
      ["default-deny", "allow-telemetry-from-applications", "allow-dns", "allow-kubernetes-api", "allow-backend"],
    );
  });

  it("denies everything to and from every pod of the namespace by default", () => {
    assert.deepEqual(policy("default-deny"), { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
  });

  it("takes telemetry from the application namespaces only, in any order of them", () => {
    const expected = {
      podSelector: collector,
      policyTypes: ["Ingress"],
      ingress: [
        {
          from: [
            {
              namespaceSelector: {
                matchExpressions: [
                  { key: "kubernetes.io/metadata.name", operator: "In", values: ["petrosa-apps", "risk"] },
                ],
              },
            },
          ],
          ports: [
            { protocol: "TCP", port: 4317 },
            { protocol: "TCP", port: 4040 },
          ],
        },
      ],
    };
    assert.deepEqual(policy("allow-telemetry-from-applications"), expected);
    const reordered = { applicationNamespaces: ["petrosa-apps", "risk"] };
    assert.deepEqual(policy("allow-telemetry-from-applications", reordered), expected);
  });

  it("lets nobody in when there is no application namespace", () => {
    assert.deepEqual(policy("allow-telemetry-from-applications", { applicationNamespaces: [] })?.ingress, []);
  });

  it("may resolve names in the cluster", () => {
    assert.deepEqual(policy("allow-dns"), {
      podSelector: collector,
      policyTypes: ["Egress"],
      egress: [{ to: [kubeSystem], ports: dns }],
    });
  });

  it("may call the Kubernetes API, if it uses it", () => {
    assert.deepEqual(policy("allow-kubernetes-api")?.egress, [
      {
        to: anywhere,
        ports: [
          { protocol: "TCP", port: 443 },
          { protocol: "TCP", port: 6443 },
        ],
      },
    ]);
    assert.equal(policy("allow-kubernetes-api", { usesKubernetesApi: false }), undefined);
  });

  it("may call the backend on its ports, but not the node's metadata service", () => {
    assert.deepEqual(policy("allow-backend")?.egress, [
      {
        to: anywhere,
        ports: [
          { protocol: "TCP", port: 443 },
          { protocol: "TCP", port: 8443 },
        ],
      },
    ]);
  });
});

describe("collectorNetworkPolicies without a backend", () => {
  it("lets nothing out to one", () => assert.deepEqual(policy("allow-backend", { backendUrls: [] })?.egress, []));
});

describe("applicationEgressPolicy", () => {
  it("lets all pods of the namespace reach the collector's ports and DNS", () => {
    assert.deepEqual(applicationEgressPolicy({ name: "observability" }, flows.ports), {
      name: "allow-telemetry-to-collector",
      spec: {
        podSelector: {},
        policyTypes: ["Egress"],
        egress: [
          {
            to: [{ namespaceSelector: { matchLabels: { name: "observability" } } }],
            ports: [
              { protocol: "TCP", port: 4317 },
              { protocol: "TCP", port: 4040 },
            ],
          },
          { to: [kubeSystem], ports: dns },
        ],
      },
    });
  });
});

describe("applicationEgressPolicy of applications that write to the backend themselves", () => {
  it("lets them reach its port, too", () => {
    const { egress = [] } = applicationEgressPolicy({ name: "observability" }, flows.ports, flows.backendUrls).spec;
    assert.deepEqual(egress.slice(2), [
      {
        to: anywhere,
        ports: [
          { protocol: "TCP", port: 443 },
          { protocol: "TCP", port: 8443 },
        ],
      },
    ]);
  });
});

describe("backendPorts", () => {
  it("knows the default ports, and names each port once, ascending", () => {
    assert.deepEqual(backendPorts(["http://b:9090/x", "https://a/otlp", "https://c", "http://d"]), [80, 443, 9090]);
  });

  for (const url of ["", "otlp.example.net:443", "ftp://example.net"]) {
    it(`fails on ${JSON.stringify(url)}`, () => {
      const message = `backend URL: expected http:// or https:// and a host, got ${JSON.stringify(url)}`;
      assert.throws(() => backendPorts([url]), { message });
    });
  }
});
