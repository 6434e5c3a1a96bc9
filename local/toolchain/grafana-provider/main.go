// Command grafana-provider is the Pulumi plugin "grafana" around the real Terraform provider, without generated files:
// which of the provider's two halves (SDKv2 or framework) serves a token is computed at start.
package main

import (
	"context"
	"fmt"

	"toolchain/grafana-provider/mapping"
	"toolchain/grafana-provider/version"

	pf "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/x/muxer"
	"github.com/pulumi/pulumi-terraform-bridge/v3/unstable/metadata"
)

func main() {
	p := mapping.Provider(version.Version, []byte("{}"))
	table, err := p.P.(interface {
		ResolveDispatch(*tfbridge.ProviderInfo) (muxer.DispatchTable, error)
	}).ResolveDispatch(&p)
	if err == nil {
		err = metadata.Set(p.GetMetadata(), "mux", table)
	}
	if err != nil {
		panic(err)
	}
	schema := fmt.Sprintf(`{"name":"grafana","version":%q}`, version.Version)
	pf.MainWithMuxer(context.Background(), "grafana", p, []byte(schema))
}
