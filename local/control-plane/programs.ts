/** A program of the control plane and its arguments; paths are relative to the control plane's folder. */
export interface Program {
  readonly name: string;
  readonly args: readonly string[];
}

/**
 * etcd on Unix sockets, so that it needs no port. Their paths are relative because an absolute path can be too long for a socket.
 * @param durable sync every write to disk, so that the state survives a crash of the machine
 */
export const etcd = (durable: boolean): Program => ({
  name: "etcd",
  args: [
    "--data-dir=etcd",
    "--listen-client-urls=unix://etcd.sock:0",
    "--advertise-client-urls=unix://etcd.sock:0",
    "--listen-peer-urls=unix://peer.sock:0",
    "--log-level=warn",
    ...(durable ? [] : ["--unsafe-no-fsync"]),
  ],
});

/** The API server on one loopback port. */
export const apiServer = (port: number): Program => ({
  name: "kube-apiserver",
  args: [
    "--etcd-servers=unix://etcd.sock:0",
    "--bind-address=127.0.0.1",
    "--advertise-address=127.0.0.1", // a machine without a default route has no other address to offer
    `--secure-port=${port}`,
    "--cert-dir=pki",
    "--service-cluster-ip-range=10.96.0.0/16",
    "--authorization-mode=RBAC",
    "--anonymous-auth=false",
    "--token-auth-file=tokens.csv",
    "--service-account-issuer=https://kubernetes.default.svc",
    "--service-account-key-file=sa.pub",
    "--service-account-signing-key-file=sa.key",
    "--allow-privileged=true",
    "--kubelet-preferred-address-types=InternalIP",
    "--enable-priority-and-fairness=false",
    "--endpoint-reconciler-type=none", // a loopback endpoint is refused
    "--profiling=false",
  ],
});

const CLIENT_LIMITS = ["--kube-api-qps=500", "--kube-api-burst=1000"];

/** Controllers, scheduler and kwok. They need a kubeconfig, and therefore a running API server. */
export const controllers = (stages: string): readonly Program[] => [
  {
    name: "kube-controller-manager",
    args: [
      "--kubeconfig=kubeconfig",
      "--leader-elect=false",
      "--secure-port=0",
      "--profiling=false",
      "--root-ca-file=pki/apiserver.crt",
      "--service-account-private-key-file=sa.key",
      "--flex-volume-plugin-dir=flex", // by default it writes to /usr/libexec
      ...CLIENT_LIMITS,
    ],
  },
  {
    name: "kube-scheduler",
    args: ["--kubeconfig=kubeconfig", "--leader-elect=false", "--secure-port=0", ...CLIENT_LIMITS],
  },
  {
    name: "kwok",
    args: [
      "--kubeconfig=kubeconfig",
      `--config=${stages}`,
      "--manage-all-nodes=true",
      "--node-ip=127.0.0.1",
      "--cidr=10.244.0.0/16",
      "--node-lease-duration-seconds=40",
    ],
  },
];

const ADMISSION = "/apis/admissionregistration.k8s.io/v1";

/** These pods have no process to stop. Without this, deleting a namespace would wait for their grace periods. */
const podsEndAtOnce = (): readonly StartingObject[] => {
  const metadata = { name: "pods-end-at-once" };
  const pods = { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] };
  const expression = "Object{spec: Object.spec{terminationGracePeriodSeconds: 0}}";
  const policy = {
    metadata,
    spec: {
      matchConstraints: { resourceRules: [pods] },
      failurePolicy: "Ignore",
      reinvocationPolicy: "Never",
      mutations: [{ patchType: "ApplyConfiguration", applyConfiguration: { expression } }],
    },
  };
  return [
    [`${ADMISSION}/mutatingadmissionpolicies`, policy],
    [`${ADMISSION}/mutatingadmissionpolicybindings`, { metadata, spec: { policyName: metadata.name } }],
  ];
};

/** An object and the path of the collection it belongs to. */
type StartingObject = readonly [string, object];

/** Objects that a kubelet and a cloud provider would have created: nodes and a default storage class. */
export const startingObjects = (nodes: number): readonly StartingObject[] => [
  ...podsEndAtOnce(),
  ...Array.from({ length: nodes }, (_, index) => {
    const name = `node-${index + 1}`;
    const labels = { "kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64" };
    return ["/api/v1/nodes", { metadata: { name, labels } }] as const;
  }),
  [
    "/apis/storage.k8s.io/v1/storageclasses",
    {
      metadata: { name: "fake", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
      provisioner: "example.com/fake",
      reclaimPolicy: "Delete",
      allowVolumeExpansion: true, // claims may ask for more; nobody gives it
      volumeBindingMode: "Immediate",
    },
  ],
];
