import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { applicationEgressPolicy, backendPorts, namespacesNamed } from "../../../model/collector/network-policy.ts";

const ports = [
  { name: "otlp-grpc", port: 4317, protocol: "TCP" },
  { name: "pyroscope", port: 4040, protocol: "TCP" },
] as const;
const backendUrls = ["https://otlp.example.net/otlp", "https://profiles.example.net:8443"];
const dns = [
  { protocol: "UDP", port: 53 },
  { protocol: "TCP", port: 53 },
];
const kubeSystem = { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } } };
const anywhere = [
  { ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] } },
  { ipBlock: { cidr: "::/0", except: ["fe80::/10"] } },
];

describe("applicationEgressPolicy", () => {
  it("lets all pods of the namespace reach the collector's ports and DNS", () => {
    assert.deepEqual(applicationEgressPolicy({ name: "observability" }, ports), {
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

describe("applicationEgressPolicy of applications that write directly to the backend", () => {
  it("also lets them reach its ports", () => {
    const { egress = [] } = applicationEgressPolicy({ name: "observability" }, ports, backendUrls).spec;
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
  it("knows the default ports, and returns each port once in ascending order", () => {
    assert.deepEqual(backendPorts(["http://b:9090/x", "https://a/otlp", "https://c", "http://d"]), [80, 443, 9090]);
  });

  for (const url of ["", "otlp.example.net:443", "ftp://example.net"]) {
    it(`fails on ${JSON.stringify(url)}`, () => {
      const message = `backend URL: expected http:// or https:// and a host, got ${JSON.stringify(url)}`;
      assert.throws(() => backendPorts([url]), { message });
    });
  }
});

describe("namespacesNamed", () => {
  it("is one peer for all namespaces in any order, and no peer without namespaces", () => {
    const expected = [
      {
        namespaceSelector: {
          matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: ["petrosa-apps", "risk"] }],
        },
      },
    ];
    assert.deepEqual(namespacesNamed(["risk", "petrosa-apps"]), expected);
    assert.deepEqual(namespacesNamed(["petrosa-apps", "risk"]), expected);
    assert.deepEqual(namespacesNamed([]), []);
  });
});
