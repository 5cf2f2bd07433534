#!/usr/bin/env bash
# `1.5Gi` is a fine memory request. The official JavaScript client cannot read it, and another reader takes it for one byte.
#
# Guess, written down before the run: what the API server takes as a quantity means the same number to every client library.
# Version: k8s.io/apimachinery v0.37.2 (the API server's reader), PyPI kubernetes 37.0.2, npm @kubernetes/client-node 2.0.1,
#   npm kubernetes-resource-parser 0.1.0.
# Behaviour: fractions with a suffix are an error in client-node, which counts in BigInt; kubernetes-resource-parser drops the fraction and
#   the suffix of memory, and knows no u and n for CPU, the suffixes of usage from the metrics API. `1K` is refused by Go and taken by Python.
# Seen (Go, Python, client-node, kubernetes-resource-parser): memory 1.5Gi: 1610612736, the same, error, 1. 0.5Mi: 524288, the same, error, 0.
#   1e3: 1000, the same, the same, 1. 500M: 500000000 in all. CPU 1.5: 1.5 in all. 1500u: 0.0015, the same, the same, 1500.
#   3617391n: 0.003617391, the same, the same, 3617391. 1K: error, 1000, error, not a number.
# Why it matters: how much a mesh saves without sidecars is summed from requests in manifests (1.5Gi, 0.5Mi in annotations and charts)
#   and from usage in n and u. In built-in objects the API server has already rewritten 1.5Gi to 1536Mi; in files, annotations and
#   custom resources the text stays, and a script that works against the cluster fails, or is wrong by nine digits, on the files.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv v
nice -n 10 v/bin/pip -q install kubernetes==37.0.2
nice -n 10 npm i --no-save --no-audit --no-fund --silent --prefix . @kubernetes/client-node@2.0.1 kubernetes-resource-parser@0.1.0 > /dev/null 2>&1
printf 'module x\ngo 1.26\n' > go.mod
cat > main.go <<'GO'
package main

import (
	"fmt"
	"os"

	"k8s.io/apimachinery/pkg/api/resource"
)

func main() {
	for _, text := range os.Args[1:] {
		if q, err := resource.ParseQuantity(text); err != nil {
			fmt.Println("error", "error")
		} else {
			fmt.Println(q.AsApproximateFloat64(), q.String())
		}
	}
}
GO
cat > try.cjs <<'JS'
const { quantityToScalar } = require('./node_modules/@kubernetes/client-node/dist/util.js')
const { cpuParser, memoryParser } = require('kubernetes-resource-parser')
const said = (f) => { try { return Number(f()) } catch { return 'error' } }
const text = (x) => (Number.isNaN(x) ? 'NaN' : x)
const [what, ...quantities] = process.argv.slice(2)
console.log(JSON.stringify(quantities.map((q) => [text(said(() => quantityToScalar(q))), text(said(() => (what === 'cpu' ? cpuParser : memoryParser)(q)))])))
JS
cat > try.py <<'PY'
import json, subprocess
from kubernetes.utils.quantity import parse_quantity
GI, E = 2 ** 30, 'error'
expected = {
    'memory': {'1Gi': (GI,) * 4, '500M': (5 * 10 ** 8,) * 4, '1.5Gi': (1.5 * GI, 1.5 * GI, E, 1), '0.5Mi': (2 ** 19, 2 ** 19, E, 0), '1e3': (1000, 1000, 1000, 1),
        '1K': (E, 1000, E, 'NaN')},
    'cpu': {'1.5': (1.5,) * 4, '250m': (.25,) * 4, '1500u': (.0015, .0015, .0015, 1500), '3617391n': (.003617391, .003617391, .003617391, 3617391)}}
def lines(*command): return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
def in_python(q):
    try: return float(parse_quantity(q))
    except ValueError: return E
def same(a, b): return a == b if isinstance(a, str) or isinstance(b, str) else abs(a - b) <= 1e-9 * abs(b)
for what, quantities in expected.items():
    go = [line.split() for line in lines('./quantity', *quantities).splitlines()]
    rewritten = {q: text for q, (_, text) in zip(quantities, go) if text not in (q, E)}
    print('rewritten by Go', rewritten)
    assert rewritten == ({'1.5Gi': '1536Mi', '0.5Mi': '512Ki'} if what == 'memory' else {'1.5': '1500m'}), 'the behaviour changed'
    go = [E if x == E else float(x) for x, _ in go]
    js = json.loads(lines('node', 'try.cjs', what, *quantities))
    for (q, wanted), in_go, in_js in zip(quantities.items(), go, js):
        seen = (in_go, in_python(q), *in_js)
        print(what, q, seen)
        assert all(map(same, seen, wanted)), 'the behaviour changed'
PY
export GOFLAGS=-mod=mod
nice -n 10 go get k8s.io/apimachinery@v0.37.2 2> log || { cat log; exit 1; }
nice -n 10 timeout 500 go build -o quantity . 2> log || { cat log; exit 1; }
nice -n 10 timeout 120 v/bin/python try.py
