/** Labels of every Kubernetes object of this program. */
export const LABELS = {
  "app.kubernetes.io/managed-by": "pulumi",
  "app.kubernetes.io/part-of": "observability",
} as const;
