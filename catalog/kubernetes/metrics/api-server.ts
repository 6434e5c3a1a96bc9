import { scrapedFrom } from "observability/catalog";

/**
 * Metrics of the API server; scraped only where the cluster allows it. Its duration histograms are left out: they alone
 * would be several thousand series.
 */
const { gauge, counter, up } = scrapedFrom("api-server");

export const apiServerUp = up;
export const apiRequests = counter(
  "apiserver_request_total",
  "{request}",
  ["verb", "resource", "code"],
  "Requests answered.",
);
export const apiRequestsInFlight = gauge(
  "apiserver_current_inflight_requests",
  "{request}",
  ["request_kind"],
  "Requests being answered right now.",
);

export const apiServerMetrics = [apiServerUp, apiRequests, apiRequestsInFlight];
