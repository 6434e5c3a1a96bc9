import { basic } from "../../grafana-cloud/harness.ts";
import type { StackAnswer } from "../../grafana-cloud/harness.ts";

/** Returns the minimal configuration that reads every fixture and writes to the stand-in. */
export const fixtureConfig = (cloud: string, stack: StackAnswer, token: string): string => `
otelcol.exporter.otlphttp "cloud" {
  client {
    endpoint = "${cloud}/gateways/otlp"
    headers  = { "Authorization" = "${basic(stack.id, token)}" }
  }
}

otelcol.receiver.otlp "in" {
  http {
    endpoint = "0.0.0.0:4318"
  }

  output {
    metrics = [otelcol.exporter.otlphttp.cloud.input]
    logs    = [otelcol.exporter.otlphttp.cloud.input]
    traces  = [otelcol.exporter.otlphttp.cloud.input]
  }
}

otelcol.receiver.prometheus "in" {
  output {
    metrics = [otelcol.exporter.otlphttp.cloud.input]
  }
}

otelcol.receiver.loki "in" {
  output {
    logs = [otelcol.exporter.otlphttp.cloud.input]
  }
}

discovery.kubernetes "endpoints" {
  role = "endpointslice"

  namespaces {
    names = ["trading"]
  }
}

discovery.relabel "annotated" {
  targets = discovery.kubernetes.endpoints.targets

  rule {
    source_labels = ["__meta_kubernetes_service_annotation_prometheus_io_scrape", "__meta_kubernetes_endpointslice_endpoint_conditions_ready"]
    regex         = "true;true"
    action        = "keep"
  }

  rule {
    source_labels = ["__meta_kubernetes_pod_name"]
    target_label  = "pod"
  }
}

prometheus.scrape "annotated" {
  targets         = discovery.relabel.annotated.output
  scrape_interval = "1s"
  scrape_timeout  = "1s"
  forward_to      = [otelcol.receiver.prometheus.in.receiver]
}

discovery.kubernetes "nodes" {
  role = "node"
}

prometheus.scrape "kubelet" {
  targets           = discovery.kubernetes.nodes.targets
  scheme            = "https"
  scrape_interval   = "2s"
  scrape_timeout    = "2s"
  bearer_token_file = "/var/run/secrets/kubernetes.io/serviceaccount/token"
  forward_to        = [otelcol.receiver.prometheus.in.receiver]

  tls_config {
    ca_file = "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt"
  }
}

prometheus.scrape "cadvisor" {
  targets           = discovery.kubernetes.nodes.targets
  scheme            = "https"
  metrics_path      = "/metrics/cadvisor"
  scrape_interval   = "2s"
  scrape_timeout    = "2s"
  bearer_token_file = "/var/run/secrets/kubernetes.io/serviceaccount/token"
  forward_to        = [otelcol.receiver.prometheus.in.receiver]

  tls_config {
    ca_file = "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt"
  }
}

local.file_match "pods" {
  path_targets = [{ "__path__" = "/var/log/pods/*/*/*.log" }]
  sync_period  = "1s"
}

loki.source.file "pods" {
  targets    = local.file_match.pods.targets
  forward_to = [loki.process.pods.receiver]
}

loki.process "pods" {
  stage.cri { }
  forward_to = [otelcol.receiver.loki.in.receiver]
}

loki.source.kubernetes_events "all" {
  forward_to = [otelcol.receiver.loki.in.receiver]
}

pyroscope.receive_http "in" {
  http {
    listen_address = "0.0.0.0"
    listen_port    = 4040
  }
  forward_to = [pyroscope.write.cloud.receiver]
}

pyroscope.scrape "pulled" {
  targets         = discovery.relabel.pulled.output
  scrape_interval = "2s"
  forward_to      = [pyroscope.write.cloud.receiver]

  profiling_config {
    profile.process_cpu {
      enabled = false
    }
  }
}

discovery.relabel "pulled" {
  targets = discovery.relabel.annotated.output

  rule {
    target_label = "service_name"
    replacement  = "pulled"
  }
}

pyroscope.write "cloud" {
  endpoint {
    url = "${cloud}/gateways/profiles"

    basic_auth {
      username = "${stack.hpInstanceId}"
      password = "${token}"
    }
  }
}
`;
