#!/usr/bin/env bash
# serve.sh FOLDER PORT: starts etcd (on PORT+1 and PORT+2) and kube-apiserver (on PORT) of FOLDER on loopback, with their state in a temporary
# folder. Prints that folder, in which there is a `kubeconfig`, when the server is ready, and ends both when its standard input ends.
set -euo pipefail

bin=$1/bin
port=$2
state=$(mktemp -d "${TMPDIR:-/tmp}/unsidecar-apiserver.XXXXXX")
processes=()
# At once: the state is thrown away, and the server would wait a minute for its connections.
trap 'kill -KILL "${processes[@]}" 2>/dev/null || true; wait 2>/dev/null; rm -rf "$state"' EXIT

token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
printf '%s,admin,admin,system:masters\n' "$token" > "$state/tokens.csv"
openssl genrsa -out "$state/accounts.key" 2048 2>/dev/null
cat > "$state/kubeconfig" <<YAML
apiVersion: v1
kind: Config
clusters: [{name: test, cluster: {server: "https://127.0.0.1:$port", insecure-skip-tls-verify: true}}]
users: [{name: test, user: {token: "$token"}}]
contexts: [{name: test, context: {cluster: test, user: test}}]
current-context: test
YAML

"$bin/etcd" --data-dir "$state/etcd" --listen-client-urls "http://127.0.0.1:$((port + 1))" --advertise-client-urls "http://127.0.0.1:$((port + 1))" \
  --listen-peer-urls "http://127.0.0.1:$((port + 2))" --initial-advertise-peer-urls "http://127.0.0.1:$((port + 2))" \
  --initial-cluster "default=http://127.0.0.1:$((port + 2))" > "$state/etcd.log" 2>&1 &
processes+=($!)
"$bin/kube-apiserver" --etcd-servers "http://127.0.0.1:$((port + 1))" --bind-address 127.0.0.1 --advertise-address 127.0.0.1 \
  --secure-port "$port" --cert-dir "$state/certs" --service-cluster-ip-range 10.96.0.0/12 --endpoint-reconciler-type none \
  --service-account-key-file "$state/accounts.key" --service-account-signing-key-file "$state/accounts.key" \
  --service-account-issuer https://kubernetes.default.svc --token-auth-file "$state/tokens.csv" --authorization-mode RBAC \
  --disable-admission-plugins ServiceAccount > "$state/apiserver.log" 2>&1 &
processes+=($!)

until "$bin/kubectl" --kubeconfig "$state/kubeconfig" get --raw /readyz > /dev/null 2>&1; do
  kill -0 "${processes[@]}" 2>/dev/null || { tail -5 "$state"/*.log >&2; exit 1; }
  sleep 1
done
echo "$state"
cat > /dev/null
