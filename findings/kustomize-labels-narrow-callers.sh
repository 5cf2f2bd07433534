#!/usr/bin/env bash
# A label that kustomize adds "to selectors" narrows who may call: it goes into a NetworkPolicy's peers, those of other namespaces too.
#
# Guess, written down before the run: `labels` with includeSelectors changes the podSelector that says which pods a NetworkPolicy is for,
#   and leaves its peers alone.
# Version: sigs.k8s.io/kustomize/api v0.21.2.
# Behaviour: the other way round where the podSelector is empty. Peers with podSelector.matchLabels get the label, in ingress and egress,
#   also beside a namespaceSelector; an empty podSelector, a peer's matchExpressions and a Cilium or Istio policy do not.
# Seen, `pairs: {team: shop}`: from {app: front} -> {app: front, team: shop}; from {namespace web, app: edge} -> the same plus team: shop;
#   podSelector: {} stays {}; AuthorizationPolicy selector {app: a} and CiliumNetworkPolicy fromEndpoints {app: front} stay.
# Why it matters: pods of namespace web do not carry this team's label, so the build shuts them out. A NetworkPolicy and the Cilium or
#   Istio policy that was made from its base are no longer the same after the overlay: compare what is built, not what lies in the base.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
printf 'module x\ngo 1.26\n' > go.mod
cat > main.go <<'GO'
package main

import (
	"fmt"
	"os"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

const base = `{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: n}, spec: {podSelector: {},
  ingress: [{from: [{podSelector: {matchLabels: {app: front}}}, {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: web}}, podSelector: {matchLabels: {app: edge}}},
    {podSelector: {matchExpressions: [{key: app, operator: Exists}]}}]}]}}
---
{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: a}, spec: {selector: {matchLabels: {app: a}}}}
---
{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: c}, spec: {endpointSelector: {matchLabels: {app: a}}, ingress: [{fromEndpoints: [{matchLabels: {app: front}}]}]}}
`

const expected = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  labels:
    team: shop
  name: "n"
spec:
  ingress:
  - from:
    - podSelector:
        matchLabels:
          app: front
          team: shop
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: web
      podSelector:
        matchLabels:
          app: edge
          team: shop
    - podSelector:
        matchExpressions:
        - key: app
          operator: Exists
  podSelector: {}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata:
  labels:
    team: shop
  name: a
spec:
  selector:
    matchLabels:
      app: a
---
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata:
  labels:
    team: shop
  name: c
spec:
  endpointSelector:
    matchLabels:
      app: a
  ingress:
  - fromEndpoints:
    - matchLabels:
        app: front
`

func main() {
	files := filesys.MakeFsInMemory()
	files.WriteFile("/k/base.yaml", []byte(base))
	files.WriteFile("/k/kustomization.yaml", []byte("resources: [base.yaml]\nlabels: [{includeSelectors: true, pairs: {team: shop}}]\n"))
	built, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(files, "/k")
	if err != nil {
		panic(err)
	}
	text, _ := built.AsYaml()
	fmt.Print(string(text))
	if string(text) != expected {
		fmt.Println("the behaviour changed")
		os.Exit(1)
	}
}
GO
export GOFLAGS=-mod=mod
nice -n 10 go get sigs.k8s.io/kustomize/api@v0.21.2 sigs.k8s.io/kustomize/kyaml@v0.21.2 2> log || { cat log; exit 1; }
nice -n 10 timeout 500 go run .
