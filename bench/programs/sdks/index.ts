/** What the SDKs of the program cost on top: imported, and nothing is made. */
import "@pulumi/kubernetes";
import "@pulumi/pulumi";
import "@pulumiverse/grafana";

export const nothing = true;
