#!/usr/bin/env bash
# Writing the default into one of two DestinationRules of a host, `exportTo: ["*"]`, takes the subsets of the other one away.
#
# Guess, written down before the run: Istio makes one of the rules of a host, with the traffic policy of the oldest and the subsets of all, as far as
#   a client sees them; no exportTo and exportTo ["*"] are the same.
# Version: istiod's config builder of istio.io/istio v0.0.0-20260827124520-eed52ebb66ad (before 1.32), Go 1.26.
# Behaviour: a rule is put together with an older one only where it is exported at least as widely, written out: absent is the default and not "*". Else
#   both stay, and the youngest counts alone. What was put together is seen where the oldest is exported.
# Seen (limit of connections of the rule that counts: older 11, younger 22; subsets): both without exportTo, or both ["*"] -> 11, one and two.
#   One without, one ["*"], in either order -> 22, two. Older [web, bank], younger [web] -> 22, two for web; 11, one for bank. Older [web], younger
#   [web, bank] -> 11, one and two for web, and no rule at all for bank, to which the younger one is exported.
# Why it matters: a route to subset `one` has no cluster any more (503), and where one rule says TLS, clients change between mutual TLS and plaintext
#   with the spelling of a default. A tool that merges by who sees a rule gives clients an identity that they do not have.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
printf 'module finding\ngo 1.26\n' > go.mod
cat > rules_test.go <<'GO'
package finding

import (
	"fmt"
	"sort"
	"strings"
	"testing"

	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/pkg/networking/core"
)

const service = `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: till, namespace: shop, creationTimestamp: "2024-01-01T00:00:00Z"}
spec:
  hosts: [till.shop.svc.cluster.local]
  addresses: [10.1.0.1]
  location: MESH_INTERNAL
  resolution: STATIC
  ports: [{number: 80, name: http, protocol: HTTP}]
  endpoints: [{address: 10.2.0.1, labels: {version: v1}}]
`

func rule(name, created, exportTo string, connections int, subset string) string {
	return fmt.Sprintf(`---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: %s, namespace: shop, creationTimestamp: "%s"}
spec:
  host: till.shop.svc.cluster.local
%s  trafficPolicy: {connectionPool: {tcp: {maxConnections: %d}}}
  subsets: [{name: %s, labels: {version: v1}}]
`, name, created, exportTo, connections, subset)
}

func TestRules(t *testing.T) {
	none, all, web, both := "", "  exportTo: [\"*\"]\n", "  exportTo: [web]\n", "  exportTo: [web, bank]\n"
	for _, c := range []struct{ what, a, b, namespace string }{
		{"both without", none, none, "web"}, {"both *", all, all, "web"},
		{"older without, younger *", none, all, "web"}, {"older *, younger without", all, none, "web"},
		{"older [web], younger [web, bank], seen from web", web, both, "web"},
		{"older [web], younger [web, bank], seen from bank", web, both, "bank"},
		{"older [web, bank], younger [web], seen from web", both, web, "web"},
		{"older [web, bank], younger [web], seen from bank", both, web, "bank"},
	} {
		cg := core.NewConfigGenTest(t, core.TestOptions{ConfigString: service +
			rule("first", "2024-01-01T00:00:00Z", c.a, 11, "one") + rule("second", "2025-01-01T00:00:00Z", c.b, 22, "two")})
		proxy := cg.SetupProxy(&model.Proxy{ConfigNamespace: c.namespace, Metadata: &model.NodeMetadata{Namespace: c.namespace}})
		var seen []string
		for _, cluster := range cg.Clusters(proxy) {
			if !strings.HasSuffix(cluster.Name, "|till.shop.svc.cluster.local") || !strings.HasPrefix(cluster.Name, "outbound|") {
				continue
			}
			limit := uint32(0)
			if cb := cluster.GetCircuitBreakers(); cb != nil {
				limit = cb.Thresholds[0].GetMaxConnections().GetValue()
			}
			seen = append(seen, fmt.Sprintf("%q=%d", strings.Split(cluster.Name, "|")[2], limit))
		}
		sort.Strings(seen)
		fmt.Printf("SEEN %s: %s\n", c.what, strings.Join(seen, " "))
	}
}
GO
export GOFLAGS=-mod=mod
nice -n 10 go get istio.io/istio@v0.0.0-20260827124520-eed52ebb66ad 2> log || { cat log; exit 1; }
nice -n 10 timeout 1500 go test -v -count=1 . 2>&1 | grep '^SEEN' | tee seen
diff - seen <<'SEEN' || { echo "the behaviour changed"; exit 1; }
SEEN both without: ""=11 "one"=11 "two"=11
SEEN both *: ""=11 "one"=11 "two"=11
SEEN older without, younger *: ""=22 "two"=22
SEEN older *, younger without: ""=22 "two"=22
SEEN older [web], younger [web, bank], seen from web: ""=11 "one"=11 "two"=11
SEEN older [web], younger [web, bank], seen from bank: ""=4294967295
SEEN older [web, bank], younger [web], seen from web: ""=22 "two"=22
SEEN older [web, bank], younger [web], seen from bank: ""=11 "one"=11
SEEN
