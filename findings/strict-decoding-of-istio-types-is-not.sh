#!/usr/bin/env bash
# UnmarshalStrict sees no misspelt field in an Istio object's spec, and no wrong capitals in anybody's.
#
# Guess, written down before the run: UnmarshalStrict refuses an AuthorizationPolicy whose rule says `form` for `from`, and an HTTPRoute
#   that says `backendrefs`.
# Version: sigs.k8s.io/yaml v1.6.0, istio.io/client-go v1.32.0, sigs.k8s.io/gateway-api v1.6.3,
#   sigs.k8s.io/json v0.0.0-20260909141634-11ed52e25bc5 (what the API server reads with), Go 1.26.
# Behaviour: the specs of Istio's types read themselves and drop what they do not know, so strictness ends at `spec`, with the API
#   server's own reader too; the types of Kubernetes and Gateway API take any capitals in sigs.k8s.io/yaml, and the API server's reader none.
# Seen: `rules: [{form: ...}]` -> no error, and the rule becomes {} (everybody). `backendrefs` -> no error and read as backendRefs by
#   sigs.k8s.io/yaml; `unknown field "spec.rules[0].backendrefs"` from sigs.k8s.io/json. `backendRef` -> refused by both.
# Why it matters: a Go check in CI that "decodes strictly" calls a policy fine that the API server refuses by its schema, and what it
#   then compares is another, wider policy. A tool that compares manifests needs the CRD's schema, not the types.
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

	security "istio.io/client-go/pkg/apis/security/v1"
	gateway "sigs.k8s.io/gateway-api/apis/v1"
	serverjson "sigs.k8s.io/json"
	"sigs.k8s.io/yaml"
)

func main() {
	for _, c := range []struct {
		text                string
		object              any
		yamlSays, serverSay bool
	}{
		{"spec: {rules: [{form: [{source: {principals: [a]}}]}]}", &security.AuthorizationPolicy{}, true, true},
		{"spec: {Rules: [{from: [{source: {principals: [a]}}]}]}", &security.AuthorizationPolicy{}, true, true},
		{"sepc: {rules: []}", &security.AuthorizationPolicy{}, false, false},
		{"spec: {rules: [{backendrefs: [{name: a, port: 80}]}]}", &gateway.HTTPRoute{}, true, false},
		{"spec: {rules: [{backendRef: [{name: a, port: 80}]}]}", &gateway.HTTPRoute{}, false, false},
	} {
		err := yaml.UnmarshalStrict([]byte(c.text), c.object)
		out, _ := yaml.Marshal(c.object)
		text, _ := yaml.YAMLToJSON([]byte(c.text))
		strict, err2 := serverjson.UnmarshalStrict(text, c.object)
		fmt.Printf("%s\n  sigs.k8s.io/yaml: %v\n  sigs.k8s.io/json: %v %v\n%s", c.text, err, strict, err2, out)
		if (err == nil) != c.yamlSays || (len(strict) == 0 && err2 == nil) != c.serverSay {
			fmt.Println("the behaviour changed")
			os.Exit(1)
		}
	}
}
GO
export GOFLAGS=-mod=mod
nice -n 10 go get istio.io/client-go@v1.32.0 sigs.k8s.io/gateway-api@v1.6.3 sigs.k8s.io/yaml@v1.6.0 \
  sigs.k8s.io/json@v0.0.0-20260909141634-11ed52e25bc5 2> log || { cat log; exit 1; }
nice -n 10 timeout 500 go run .
