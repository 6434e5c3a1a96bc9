/** Imports the program's SDKs and creates nothing. Measures the additional cost of the SDKs. */
import "@pulumi/kubernetes";
import "@pulumi/pulumi";
import "@pulumiverse/grafana";

export const nothing = true;
