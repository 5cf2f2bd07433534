#!/usr/bin/env bash
# build.sh FOLDER: builds kube-apiserver, etcd and kubectl into FOLDER/bin and fetches the CRDs of Istio, the Gateway API and Cilium into
# FOLDER/crds, those of the Gateway API's experimental channel into FOLDER/crds-experimental, all of them from Go modules. The first run takes a quarter of an hour and more, later runs find everything there.
set -euo pipefail

kubernetes=v1.37.2
staging=v0.37.2
istio=v1.32.0
gateway_api=v1.7.0
cilium=v1.20.2

folder=$(mkdir -p "$1" && cd "$1" && pwd)
if [ ! -x "$folder/bin/kube-apiserver" ] || [ ! -x "$folder/bin/kubectl" ] || [ ! -x "$folder/bin/etcd" ]; then
  mkdir -p "$folder/module"
  cd "$folder/module"
  printf 'module apiserver-for-tests\n\ngo 1.26.0\n' > go.mod
  source=$(go mod download -json "k8s.io/kubernetes@$kubernetes" | sed -n 's/^\t"Dir": "\(.*\)",*$/\1/p')
  # kubernetes replaces its own modules by folders of its repository, which a module does not carry: they are published under another version.
  {
    printf 'module apiserver-for-tests\n\ngo 1.26.0\n\nrequire k8s.io/kubernetes %s\n\nreplace (\n' "$kubernetes"
    sed -n "s#^\t\(k8s.io/[a-z-]*\) => ./staging.*#\t\1 => \1 $staging#p" "$source/go.mod"
    printf ')\n'
  } > go.mod
  cat > programs.go <<'GO'
//go:build programs

package programs

import (
	_ "go.etcd.io/etcd/server/v3"
	_ "k8s.io/kubernetes/cmd/kube-apiserver"
	_ "k8s.io/kubernetes/cmd/kubectl"
)
GO
  go mod tidy
  nice go build -ldflags "-s -w -X k8s.io/component-base/version.gitVersion=$kubernetes" -o "$folder/bin/" \
    k8s.io/kubernetes/cmd/kube-apiserver k8s.io/kubernetes/cmd/kubectl
  # Of the version whose client kube-apiserver has.
  nice go build -ldflags '-s -w' -o "$folder/bin/etcd" go.etcd.io/etcd/server/v3
fi

# From the archives: a module that asks for a newer Go is downloaded and not unpacked.
files() { unzip -q -j -o "$(go mod download -json "$1" | sed -n 's/^\t"Zip": "\(.*\)",*$/\1/p')" "$1/$2" -d "$new"; }

if [ ! -f "$folder/crds/ciliumenvoyconfigs.yaml" ]; then
  rm -rf "$folder/crds"
  new=$(mktemp -d "$folder/crds.XXXXXX")
  files "istio.io/api@$istio" kubernetes/customresourcedefinitions.gen.yaml
  files "sigs.k8s.io/gateway-api@$gateway_api" 'config/crd/standard/gateway.networking.k8s.io_*.yaml'
  files "github.com/cilium/cilium@$cilium" 'pkg/k8s/apis/cilium.io/client/crds/v2/cilium*.yaml'
  chmod -R u+w "$new"
  mv "$new" "$folder/crds"
fi

if [ ! -d "$folder/crds-experimental" ]; then
  new=$(mktemp -d "$folder/crds-experimental.XXXXXX")
  files "sigs.k8s.io/gateway-api@$gateway_api" 'config/crd/experimental/gateway.networking*.yaml'
  chmod -R u+w "$new"
  mv "$new" "$folder/crds-experimental"
fi
