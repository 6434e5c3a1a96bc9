// Package mapping says how the resources and data sources of the Grafana
// Terraform provider are called in the Pulumi package "grafana". The names are
// those that the npm package @pulumiverse/grafana sends: the type of a resource
// is grafana:<module>/<name>:<Name>, the type of a data source is
// grafana:<module>/get<Name>:get<Name>.
package mapping

import (
	"context"
	_ "embed"
	"fmt"
	"sort"
	"strings"

	tf "github.com/grafana/terraform-provider-grafana/v4/pkg/provider"
	pf "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge/info"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
	sdkv2 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
)

const pkg = "grafana"

// Modules whose Terraform names all start with one word group.
var byPrefix = map[string]string{
	"asserts":              "assert",
	"cloud":                "cloud",
	"cloud_provider":       "cloudProvider",
	"connections":          "connections",
	"fleet_management":     "fleetManagement",
	"frontend_o11y":        "frontendObservability",
	"k6":                   "k6",
	"machine_learning":     "machineLearning",
	"oncall":               "onCall",
	"synthetic_monitoring": "syntheticMonitoring",
}

// Names without a module word. What is in no list belongs to "oss".
var byName = map[string]string{}

// Names of the app platform resources (grafana_apps_<group>_<kind>_<version>):
// module and name in newer npm packages, then in those before 2.30.
var apps = map[string][4]string{
	"alertenrichment_alertenrichment_v1beta1":  {"alerting/v1beta1", "AlertEnrichment", "alerting", "AlertEnrichment"},
	"rules_alertrule_v0alpha1":                 {"alerting/v0alpha1", "AlertRule", "alerting", "AlertRuleV0Alpha1"},
	"rules_recordingrule_v0alpha1":             {"alerting/v0alpha1", "RecordingRule", "alerting", "RecordingRuleV0Alpha1"},
	"dashboard_dashboard_v1beta1":              {"apps/v1beta1", "Dashboard", "experimental", "AppsDashboard"},
	"playlist_playlist_v0alpha1":               {"apps/v0alpha1", "Playlist", "experimental", "AppsPlaylistV0Alpha1"},
	"productactivation_appo11yconfig_v1alpha1": {"cloud/v1alpha1", "ProductActivationAppO11yConfig", "cloud", "ProductActivationAppO11yConfigV1Alpha1"},
	"productactivation_k8so11yconfig_v1alpha1": {"cloud/v1alpha1", "ProductActivationK8sO11yConfig", "cloud", "ProductActivationK8sO11yConfigV1Alpha1"},
}

func init() {
	for module, names := range map[string]string{
		"alerting": "contact_point message_template mute_timing notification_policy rule_group",
		"enterprise": "data_source_cache_config data_source_config_lbac_rules data_source_permission " +
			"data_source_permission_item report role role_assignment role_assignment_item scim_config team_external_group",
		"slo": "slo slos",
	} {
		for _, n := range strings.Fields(names) {
			byName[n] = module
		}
	}
}

// Place gives module and bare name ("Stack") for a Terraform name without
// "grafana_". ok is false for what this plugin leaves out.
func Place(name, version string) (module, bare string, ok bool) {
	if strings.HasPrefix(name, "apps_") {
		old := strings.HasPrefix(version, "2.1") || strings.HasPrefix(version, "2.2")
		a, ok := apps[strings.TrimPrefix(name, "apps_")]
		if old {
			return a[2], a[3], ok
		}
		return a[0], a[1], ok
	}
	best := ""
	for p := range byPrefix {
		if strings.HasPrefix(name, p+"_") && len(p) > len(best) {
			best = p
		}
	}
	if best != "" {
		return byPrefix[best], camel(strings.TrimPrefix(name, best+"_")), true
	}
	module, found := byName[name]
	if !found {
		module = "oss"
	}
	if name == "slo" {
		return module, "SLO", true
	}
	return module, camel(name), true
}

func camel(snake string) string {
	var b strings.Builder
	for _, w := range strings.Split(snake, "_") {
		if w != "" {
			b.WriteString(strings.ToUpper(w[:1]) + w[1:])
		}
	}
	return b.String()
}

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// Secret provider settings, and the environment variable of each setting.
var secretConfig = strings.Fields("auth cloud_access_policy_token oncall_access_token sm_access_token tls_key")

var envConfig = strings.Fields("auth ca_cert cloud_access_policy_token cloud_api_url insecure_skip_verify " +
	"oncall_access_token oncall_url retries retry_wait sm_access_token sm_url store_dashboard_sha256 tls_cert tls_key url")

// Provider is the Grafana Terraform provider as a Pulumi provider. version is
// that of the npm package; metadata is "{}" where nothing was generated.
func Provider(version string, metadata []byte) tfbridge.ProviderInfo {
	p := tfbridge.ProviderInfo{
		P: pf.MuxShimWithPF(context.Background(),
			sdkv2.NewProvider(tf.Provider(version)), tf.FrameworkProvider(version)),
		Name:                    pkg,
		DisplayName:             "Grafana",
		Description:             "Grafana resources (plugin built from the Terraform provider's Go module)",
		License:                 "Apache-2.0",
		Repository:              "https://github.com/grafana/terraform-provider-grafana",
		GitHubOrg:               pkg,
		TFProviderModuleVersion: "v4",
		Version:                 version,
		Config:                  map[string]*tfbridge.SchemaInfo{},
		Resources:               map[string]*tfbridge.ResourceInfo{},
		DataSources:             map[string]*tfbridge.DataSourceInfo{},
		MetadataInfo:            tfbridge.NewProviderMetadata(metadata),
	}
	for _, k := range envConfig {
		p.Config[k] = &tfbridge.SchemaInfo{Default: &tfbridge.DefaultInfo{
			EnvVars: []string{"GRAFANA_" + strings.ToUpper(k)},
		}}
	}
	for _, k := range secretConfig {
		p.Config[k].Secret = tfbridge.True()
	}
	for _, k := range []string{"auth", "url"} {
		p.Config[k].Type = "string"
	}

	each(p.P.ResourcesMap(), version, func(tfName, module, bare string, ok bool) {
		if !ok {
			p.IgnoreMappings = append(p.IgnoreMappings, tfName)
			return
		}
		p.Resources[tfName] = &tfbridge.ResourceInfo{
			Tok: tokens.Type(fmt.Sprintf("%s:%s/%s:%s", pkg, module, lowerFirst(bare), bare)),
		}
	})
	each(p.P.DataSourcesMap(), version, func(tfName, module, bare string, ok bool) {
		if !ok {
			p.IgnoreMappings = append(p.IgnoreMappings, tfName)
			return
		}
		get := "get" + bare
		p.DataSources[tfName] = &tfbridge.DataSourceInfo{
			Tok: tokens.ModuleMember(fmt.Sprintf("%s:%s/%s:%s", pkg, module, get, get)),
		}
	})

	// Resources whose "id" Terraform wants as an input, or as a number.
	if r := p.Resources["grafana_fleet_management_collector"]; r != nil {
		r.ComputeID = tfbridge.DelegateIDField("id", pkg, p.Repository)
	}
	if r := p.Resources["grafana_frontend_o11y_app"]; r != nil {
		r.Fields = map[string]*info.Schema{"id": {Type: "string"}}
	}

	p.SetAutonaming(255, "-")
	return p
}

func each(m interface {
	Range(each func(key string, value shim.Resource) bool)
}, version string, f func(tfName, module, bare string, ok bool)) {
	var names []string
	m.Range(func(k string, _ shim.Resource) bool { names = append(names, k); return true })
	sort.Strings(names)
	for _, n := range names {
		module, bare, ok := Place(strings.TrimPrefix(n, "grafana_"), version)
		f(n, module, bare, ok)
	}
}
