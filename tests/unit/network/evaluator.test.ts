import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { isAllowed } from "../../network-policies.ts";
import type { Policy } from "../../network-policies.ts";

const pod = (namespace: string, app: string) => ({ namespace, labels: { app } });
const policy = (spec: Policy["spec"]): Policy => ({ metadata: { name: "one", namespace: "inside" }, spec });
const denyAll = policy({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
const tcp = (port: number) => ({ protocol: "TCP" as const, port });

describe("evaluation of NetworkPolicies", () => {
  const call = { from: pod("inside", "a"), to: pod("inside", "b"), port: 80 };

  it("allows everything without a policy, and nothing with a policy that denies", () => {
    assert.equal(isAllowed([], call), true);
    assert.equal(isAllowed([denyAll], call), false);
    assert.equal(isAllowed([denyAll], { ...call, from: pod("outside", "a"), to: pod("outside", "b") }), true);
  });

  it("requires that both ends allow a connection", () => {
    const egress = policy({
      podSelector: { matchLabels: { app: "a" } },
      policyTypes: ["Egress"],
      egress: [{ to: [{ podSelector: {} }], ports: [tcp(80)] }],
    });
    const ingress = policy({
      podSelector: { matchLabels: { app: "b" } },
      policyTypes: ["Ingress"],
      ingress: [{ from: [{ podSelector: { matchLabels: { app: "a" } } }], ports: [tcp(80)] }],
    });
    assert.equal(isAllowed([denyAll, egress], call), false);
    assert.equal(isAllowed([denyAll, ingress], call), false);
    assert.equal(isAllowed([denyAll, egress, ingress], call), true);
    assert.equal(isAllowed([denyAll, egress, ingress], { ...call, port: 81 }), false);
    assert.equal(isAllowed([denyAll, egress, ingress], { ...call, protocol: "UDP" }), false);
    assert.equal(isAllowed([denyAll, egress, ingress], { ...call, from: pod("inside", "c") }), false);
  });

  it("matches namespaces by name and addresses by block and exception, and treats no ports as all ports", () => {
    const egress = policy({
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [
        {
          to: [
            {
              namespaceSelector: {
                matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: ["outside"] }],
              },
            },
          ],
        },
        { to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] } }], ports: [tcp(443)] },
      ],
    });
    const to = (party: Parameters<typeof isAllowed>[1]["to"], port: number) =>
      isAllowed([egress], { from: pod("inside", "a"), to: party, port });
    assert.deepEqual(
      [to(pod("outside", "x"), 1), to(pod("elsewhere", "x"), 1), to(pod("inside", "x"), 1)],
      [true, false, false],
    );
    assert.deepEqual(
      [
        to({ address: "203.0.113.1" }, 443),
        to({ address: "203.0.113.1" }, 80),
        to({ address: "169.254.169.254" }, 443),
        to({ address: "2001:db8::1" }, 443),
      ],
      [true, false, false, false],
    );
  });
});
