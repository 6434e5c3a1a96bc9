import * as common from "@grafana/grafana-foundation-sdk/common";
import * as dashboardList from "@grafana/grafana-foundation-sdk/dashboardlist";
import * as pyroscope from "@grafana/grafana-foundation-sdk/grafanapyroscope";
import * as logsPanel from "@grafana/grafana-foundation-sdk/logs";
import * as loki from "@grafana/grafana-foundation-sdk/loki";
import * as tablePanel from "@grafana/grafana-foundation-sdk/table";
import * as tempo from "@grafana/grafana-foundation-sdk/tempo";
import * as textPanel from "@grafana/grafana-foundation-sdk/text";
import { HEIGHTS } from "../style.ts";
import { panel, UntypedPanel, type Panel, type PanelFrame } from "./panel.ts";

/** Log lines, newest first, with details that can be opened for the links they contain. */
export function logs(frame: PanelFrame & { readonly expr: string }): Panel {
  const builder = new logsPanel.PanelBuilder()
    .showTime(true)
    .wrapLogMessage(true)
    .prettifyLogMessage(true)
    .enableLogDetails(true) // without details, a line has no link to its trace
    .sortOrder(common.LogsSortOrder.Descending)
    .withTarget(new loki.DataqueryBuilder().expr(frame.expr).queryType("range").maxLines(200).refId("A"));
  return panel(frame, HEIGHTS.list, builder, "logs");
}

/** Traces found by TraceQL; Grafana turns their ids into links. */
export function traces(frame: PanelFrame & { readonly query: string; readonly limit: number }): Panel {
  const query = new tempo.DataqueryBuilder()
    .queryType(tempo.TempoQueryType.Traceql)
    .query(frame.query)
    .tableType(tempo.SearchTableType.Traces)
    .limit(frame.limit)
    .refId("A");
  return panel(frame, HEIGHTS.traces, new tablePanel.PanelBuilder().noValue("no traces").withTarget(query), "traces");
}

/** Flame graph of one profile type. */
export function flameGraph(frame: PanelFrame & { readonly profileType: string; readonly selector: string }): Panel {
  const query = new pyroscope.DataqueryBuilder()
    .queryType("profile")
    .profileTypeId(frame.profileType)
    .labelSelector(frame.selector)
    .groupBy([])
    .refId("A");
  return panel(frame, HEIGHTS.flameGraph, new UntypedPanel("flamegraph").withTarget(query), "profiles");
}

/** Firing and pending alerts, selected by a matcher on their labels. */
export function alertList(frame: PanelFrame & { readonly labels: string }): Panel {
  const options = {
    alertInstanceLabelFilter: frame.labels,
    groupMode: "default",
    maxItems: 20,
    sortOrder: 3, // most important first
    stateFilter: { error: true, firing: true, noData: false, normal: false, pending: true, recovering: true },
    viewMode: "list",
  };
  return panel(frame, HEIGHTS.stat, new UntypedPanel("alertlist").withOptions(options));
}

/** Dashboards that have all of these tags. */
export function boardList(frame: PanelFrame & { readonly tags: readonly string[] }): Panel {
  const builder = new dashboardList.PanelBuilder()
    .showStarred(false)
    .showSearch(true)
    .showHeadings(false)
    .showFolderNames(true)
    .keepTime(true)
    .includeVars(false)
    .maxItems(100)
    .tags([...frame.tags]);
  return panel(frame, HEIGHTS.list, builder);
}

export function text(frame: PanelFrame & { readonly markdown: string }): Panel {
  const builder = new textPanel.PanelBuilder().mode(textPanel.TextMode.Markdown).content(frame.markdown);
  return panel(frame, HEIGHTS.stat, builder);
}
