import * as pulumi from "@pulumi/pulumi";

/** Canary in everything that a provider issues. If it appears outside a secret envelope, a secret has leaked. */
export const CANARY = "canary-secret-value";

const STACK = {
  slug: "petrosa",
  regionSlug: "prod-sa-east-1",
  url: "https://petrosa.grafana.net",
  otlpUrl: "https://otlp-gateway-prod-sa-east-1.grafana.net/otlp",
  profilesUrl: "https://profiles-prod-011.grafana.net",
  profilesUserId: 1402896,
};

/** Returns the properties that the real provider would add to the inputs of each type. */
function computed(type: string, inputs: Record<string, unknown>): Record<string, unknown> {
  switch (type) {
    case "grafana:cloud/stack:Stack":
      return { ...STACK, slug: inputs["slug"], url: `https://${String(inputs["slug"])}.grafana.net` };
    case "grafana:cloud/accessPolicy:AccessPolicy":
      return { policyId: `${String(inputs["name"])}-id` };
    case "grafana:cloud/accessPolicyRotatingToken:AccessPolicyRotatingToken":
      return {
        name: `${String(inputs["namePrefix"])}-1800000000`,
        expiresAt: "2027-04-15T08:00:00Z",
        token: pulumi.secret(`${CANARY}-token-of-${String(inputs["namePrefix"])}`),
      };
    case "grafana:cloud/stackServiceAccountRotatingToken:StackServiceAccountRotatingToken":
      return { key: pulumi.secret(`${CANARY}-key`) };
    default:
      return {};
  }
}

/** Responds like the providers. Throws on an unknown call, which is a mistake in the program. */
export const mocks: pulumi.runtime.Mocks = {
  newResource: ({ type, name, inputs }) => ({
    id: type === "grafana:cloud/stack:Stack" ? "1402895" : `${name}-id`,
    state: { ...inputs, ...computed(type, inputs) },
  }),
  call: ({ token, inputs }) => {
    if (token === "grafana:cloud/getStack:getStack") return { ...STACK, ...inputs, id: "1402895" };
    throw new Error(`no mock for ${token}`);
  },
};
