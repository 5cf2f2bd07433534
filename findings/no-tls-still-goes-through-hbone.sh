#!/usr/bin/env bash
# A DestinationRule with tls DISABLE or SIMPLE does not keep a sidecar or gateway from HBONE: the tunnel to a pod in ambient mode comes first.
#
# Guess, written down before the run: DISABLE is plaintext on the wire, so that ztunnel sees a client without an identity; SIMPLE is a TLS connection
#   that ztunnel hands on as it is. Both are what the field is documented to do, and what they do towards pods on sidecars.
# Version: istiod of istio.io/istio v0.0.0-20260827124520-eed52ebb66ad (before 1.32) with PILOT_ENABLE_AMBIENT, its clusters and endpoints as pushed to
#   proxies; Go 1.26.
# Behaviour: such a cluster gets two transport sockets. The first matches endpoints that take HBONE and is an internal upstream to the tunnel; what the rule
#   says comes second and is left to endpoints without HBONE. Pods in ambient mode are sent as the first kind, whatever the rule says.
# Seen (for a sidecar and a gateway alike): DISABLE -> hbone, then tlsMode-disabled (plaintext); SIMPLE -> hbone with TLS in it, then user (TLS).
#   A pod in ambient mode is sent as `connect_originate` with `tunnel: http`, a pod on a sidecar with its address. Without PILOT_ENABLE_AMBIENT the cluster
#   has no matches, and the pod is sent as `connect_originate` all the same.
# Why it matters: while a mesh moves, clients that were anonymous by configuration become known by name at the pods that moved. Policies that admit nobody
#   without an identity begin to let them in, and no manifest of theirs has changed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
printf 'module finding\ngo 1.26\n' > go.mod
cat > tls_test.go <<'GO'
package finding

import (
	"fmt"
	"strings"
	"testing"

	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/test/xds"
)

const mesh = `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: till, namespace: shop}
spec:
  hosts: [till.shop.svc.cluster.local]
  addresses: [10.1.0.1]
  location: MESH_INTERNAL
  resolution: STATIC
  ports: [{number: 80, name: http, protocol: HTTP}]
  endpoints: [{address: 10.2.0.1%s}]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: till, namespace: web}
spec:
  host: till.shop.svc.cluster.local
  exportTo: ['.']
  trafficPolicy: {tls: %s}
`

const cluster = "outbound|80||till.shop.svc.cluster.local"

func TestTLS(t *testing.T) {
	kinds := []struct {
		name string
		kind model.NodeType
	}{{"sidecar", model.SidecarProxy}, {"gateway", model.Router}}
	pods := []struct{ name, labels string }{
		{"pod in ambient mode", ", labels: {networking.istio.io/tunnel: http}"},
		{"pod on a sidecar", ", labels: {security.istio.io/tlsMode: istio}"},
	}
	for _, tls := range []string{"{mode: DISABLE}", "{mode: SIMPLE, sni: till}"} {
		for _, pod := range pods {
			for _, client := range kinds {
				s := xds.NewFakeDiscoveryServer(t, xds.FakeOptions{ConfigString: fmt.Sprintf(mesh, pod.labels, tls)})
				proxy := s.SetupProxy(&model.Proxy{Type: client.kind, ConfigNamespace: "web",
					Metadata: &model.NodeMetadata{Namespace: "web", EnableHBONE: true}})
				var sockets, endpoints []string
				for _, c := range s.Clusters(proxy) {
					if c.Name != cluster {
						continue
					}
					for _, m := range c.TransportSocketMatches {
						sockets = append(sockets, fmt.Sprintf("%s (%s)", m.Name, m.TransportSocket.GetName()))
					}
					if own := c.TransportSocket.GetName(); own != "" {
						sockets = append(sockets, own)
					}
				}
				for _, e := range s.Endpoints(proxy) {
					if e.ClusterName != cluster {
						continue
					}
					for _, l := range e.Endpoints {
						for _, b := range l.LbEndpoints {
							way := "its address"
							if internal := b.GetEndpoint().GetAddress().GetEnvoyInternalAddress(); internal != nil {
								way = internal.GetServerListenerName()
							}
							tunnel := b.GetMetadata().GetFilterMetadata()["envoy.transport_socket_match"].GetFields()["tunnel"].GetStringValue()
							endpoints = append(endpoints, strings.TrimSpace(way+" "+tunnel))
						}
					}
				}
				fmt.Printf("SEEN %s, %s, %s: %s -> %s\n", tls, pod.name, client.name, strings.Join(sockets, ", "), strings.Join(endpoints, ", "))
			}
		}
	}
}
GO
export GOFLAGS=-mod=mod PILOT_ENABLE_AMBIENT=true
nice -n 10 go get istio.io/istio@v0.0.0-20260827124520-eed52ebb66ad 2> log || { cat log; exit 1; }
nice -n 10 timeout 1500 go test -v -count=1 . 2>&1 | grep '^SEEN' | tee seen
diff - seen <<'SEEN' || { echo "the behaviour changed"; exit 1; }
SEEN {mode: DISABLE}, pod in ambient mode, sidecar: hbone (envoy.transport_sockets.internal_upstream), tlsMode-disabled (envoy.transport_sockets.raw_buffer) -> connect_originate http
SEEN {mode: DISABLE}, pod in ambient mode, gateway: hbone (envoy.transport_sockets.internal_upstream), tlsMode-disabled (envoy.transport_sockets.raw_buffer) -> connect_originate http
SEEN {mode: DISABLE}, pod on a sidecar, sidecar: hbone (envoy.transport_sockets.internal_upstream), tlsMode-disabled (envoy.transport_sockets.raw_buffer) -> its address
SEEN {mode: DISABLE}, pod on a sidecar, gateway: hbone (envoy.transport_sockets.internal_upstream), tlsMode-disabled (envoy.transport_sockets.raw_buffer) -> its address
SEEN {mode: SIMPLE, sni: till}, pod in ambient mode, sidecar: hbone (envoy.transport_sockets.internal_upstream), user (envoy.transport_sockets.tls) -> connect_originate http
SEEN {mode: SIMPLE, sni: till}, pod in ambient mode, gateway: hbone (envoy.transport_sockets.internal_upstream), user (envoy.transport_sockets.tls) -> connect_originate http
SEEN {mode: SIMPLE, sni: till}, pod on a sidecar, sidecar: hbone (envoy.transport_sockets.internal_upstream), user (envoy.transport_sockets.tls) -> its address
SEEN {mode: SIMPLE, sni: till}, pod on a sidecar, gateway: hbone (envoy.transport_sockets.internal_upstream), user (envoy.transport_sockets.tls) -> its address
SEEN
