#!/usr/bin/env bash
# `kubectl apply` mixes up the TCP and the UDP port of one number (a gateway's 443 with HTTP/3); kustomize does not.
#
# Guess, written down before the run: the ports of a Service are merged by number and protocol, as server-side apply does, so what is said
#   about 443/UDP arrives at 443/UDP.
# Version: k8s.io/apimachinery v0.37.2 (util/strategicpatch, what kubectl apply computes and the API server applies), k8s.io/api v0.37.2,
#   sigs.k8s.io/kustomize/api v0.21.2.
# Behaviour: the strategic merge key of Service ports is the number alone; the first port of that number takes what was meant for any.
# Seen, live and last applied {https 443/TCP, h3 443/UDP}: adding an appProtocol to h3 -> https has it, h3 has not; leaving h3 out of
#   the manifest -> a Service without any port; a patch with `port: 443, protocol: UDP` -> both ports are UDP.
#   kustomize, same patch: appProtocol at h3, https as it was.
# Why it matters: appProtocol decides which protocol the proxies speak on a port, so a diff that is right in git changes another port in
#   the cluster. Moves that add or change appProtocol or names at gateways with HTTP/3 (or DNS, 53 twice) need --server-side.
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
	"strings"

	core "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/strategicpatch"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

const https = `{"name":"https","port":443,"protocol":"TCP"}`
const h3 = `{"name":"h3","port":443,"protocol":"UDP"}`

func ports(list ...string) []byte { return []byte(`{"spec":{"ports":[` + strings.Join(list, ",") + `]}}`) }

func must(what string, seen []byte, err error, expected string) {
	fmt.Println(what, "->", string(seen), err)
	if err != nil || string(seen) != expected {
		fmt.Println("the behaviour changed")
		os.Exit(1)
	}
}

func apply(what string, wanted []byte, expected string) {
	live := ports(https, h3)
	schema, _ := strategicpatch.NewPatchMetaFromStruct(core.Service{})
	patch, err := strategicpatch.CreateThreeWayMergePatch(live, wanted, live, schema, true)
	if err != nil {
		panic(err)
	}
	seen, err := strategicpatch.StrategicMergePatch(live, patch, core.Service{})
	must(what+" "+string(patch), seen, err, expected)
}

func main() {
	apply("apply, appProtocol at h3", ports(https, `{"name":"h3","port":443,"protocol":"UDP","appProtocol":"example.com/h3"}`),
		`{"spec":{"ports":[{"appProtocol":"example.com/h3","name":"https","port":443,"protocol":"TCP"},{"name":"h3","port":443,"protocol":"UDP"}]}}`)
	apply("apply, without h3", ports(https), `{"spec":{"ports":[]}}`)
	patch := `{"port":443,"protocol":"UDP","appProtocol":"example.com/h3"}`
	seen, err := strategicpatch.StrategicMergePatch(ports(https, h3), ports(patch), core.Service{})
	must("patch", seen, err, `{"spec":{"ports":[{"appProtocol":"example.com/h3","name":"https","port":443,"protocol":"UDP"},{"name":"h3","port":443,"protocol":"UDP"}]}}`)

	files := filesys.MakeFsInMemory()
	head := `{"apiVersion":"v1","kind":"Service","metadata":{"name":"gateway"},"spec":{"ports":[`
	files.WriteFile("/k/service.yaml", []byte(head+https+","+h3+`]}}`))
	files.WriteFile("/k/patch.yaml", []byte(head+patch+`]}}`))
	files.WriteFile("/k/kustomization.yaml", []byte("resources: [service.yaml]\npatches: [{path: patch.yaml}]\n"))
	built, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(files, "/k")
	if err != nil {
		panic(err)
	}
	text, err := built.AsYaml()
	must("kustomize", text, err, `apiVersion: v1
kind: Service
metadata:
  name: gateway
spec:
  ports:
  - name: https
    port: 443
    protocol: TCP
  - appProtocol: example.com/h3
    name: h3
    port: 443
    protocol: UDP
`)
}
GO
export GOFLAGS=-mod=mod
nice -n 10 go get k8s.io/api@v0.37.2 k8s.io/apimachinery@v0.37.2 sigs.k8s.io/kustomize/api@v0.21.2 sigs.k8s.io/kustomize/kyaml@v0.21.2 2> log || { cat log; exit 1; }
nice -n 10 timeout 500 go run .
