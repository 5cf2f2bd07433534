#!/usr/bin/env bash
# The longest path does not always win, nor does the exact host: Traefik adds up the points that Gateway API compares one after the other.
#
# Guess, written down before the run: the order that Gateway API prescribes (host, exact path, longest prefix, method, headers, queries)
#   is packed into one priority per rule, and points that are added let a method beat a few more characters of path.
# Version: Traefik v3.7.13 (its Gateway API provider with objects in a fake API server, its own muxer), sigs.k8s.io/gateway-api as it pins it.
# Behaviour: the host's points are added too. It counts a point per character, a character of the path 100, a method 1000, a header 100, a query 10,
#   an earlier rule of the same route one per rule after it; GRPCRoutes count the length of the rule's text, header values included.
# Seen: a route for *.shop.example.com with /api takes berlin.shop.example.com/api/cart from the route for exactly that host (prefix /).
#   POST /v1/orders/7 goes to {/v1, POST} instead of {/v1/orders}. The first of twelve rules, {/v2}, takes /v2?x=1 from the twelfth,
#   {/v2, x=1}. A gRPC call goes to {service, header} instead of {service, method}. GET /v1/orders/7 goes where it should.
# Why it matters: HTTPRoutes are written once and served by the class they name. A class that sorts as prescribed sends these requests
#   elsewhere, with the same objects and without an error, so a move of a gateway from or to Traefik has to compare answers, not objects.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
go mod download -json github.com/traefik/traefik/v3@v3.7.13 > module.json
cp -r --no-preserve=mode "$(python3 -c 'import json; print(json.load(open("module.json"))["Dir"])')" traefik
cd traefik
rm pkg/provider/kubernetes/gateway/*_test.go
# The module leaves out this folder, a module of its own: two empty structs for forks to extend.
mkdir pkg/config/dynamic/ext
printf 'module github.com/traefik/traefik/dynamic/ext\ngo 1.26\n' > pkg/config/dynamic/ext/go.mod
printf 'package ext\ntype (\n\tHTTP struct{}\n\tRouter struct{}\n)\n' > pkg/config/dynamic/ext/ext.go
cat > pkg/provider/kubernetes/gateway/precedence_test.go <<'GO'
package gateway

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"testing"

	"github.com/traefik/traefik/v3/pkg/middlewares/requestdecorator"
	httpmuxer "github.com/traefik/traefik/v3/pkg/muxer/http"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	kubefake "k8s.io/client-go/kubernetes/fake"
	gatev1 "sigs.k8s.io/gateway-api/apis/v1"
	gatefake "sigs.k8s.io/gateway-api/pkg/client/clientset/versioned/fake"
	"sigs.k8s.io/yaml"
)

const head = `metadata: {namespace: shop, name: %s}
spec:
  parentRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: edge}]
`

func object[T any](t *testing.T, text string, args ...any) *T {
	var o T
	if err := yaml.UnmarshalStrict([]byte(fmt.Sprintf(text, args...)), &o); err != nil {
		t.Fatal(err)
	}
	return &o
}

func TestPrecedence(t *testing.T) {
	gateways := gatefake.NewSimpleClientset()
	ctx := t.Context()
	must := func(_ any, err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	must(gateways.GatewayV1().GatewayClasses().Create(ctx, object[gatev1.GatewayClass](t, "metadata: {name: traefik}\nspec: {controllerName: traefik.io/gateway-controller}"), metav1.CreateOptions{}))
	must(gateways.GatewayV1().Gateways("shop").Create(ctx, object[gatev1.Gateway](t, `
metadata: {namespace: shop, name: edge}
spec: {gatewayClassName: traefik, listeners: [{name: web, protocol: HTTP, port: 80, allowedRoutes: {namespaces: {from: Same}}}]}`), metav1.CreateOptions{}))
	httpRoute := func(name, rest string) {
		must(gateways.GatewayV1().HTTPRoutes("shop").Create(ctx, object[gatev1.HTTPRoute](t, head+rest, name), metav1.CreateOptions{}))
	}
	httpRoute("all-shops", `
  hostnames: ["*.shop.example.com"]
  rules: [{matches: [{path: {type: PathPrefix, value: /api}}]}]`)
	httpRoute("one-shop", `
  hostnames: [berlin.shop.example.com]
  rules: [{matches: [{path: {type: PathPrefix, value: /}}]}]`)
	httpRoute("orders", `
  hostnames: [orders.example.com]
  rules:
  - matches: [{path: {type: PathPrefix, value: /v1}, method: POST}]
  - matches: [{path: {type: PathPrefix, value: /v1/orders}}]`)
	httpRoute("versions", `
  hostnames: [versions.example.com]
  rules:
  - matches: [{path: {type: PathPrefix, value: /v2}}]
  - matches: [{path: {type: PathPrefix, value: /a}}]
  - matches: [{path: {type: PathPrefix, value: /b}}]
  - matches: [{path: {type: PathPrefix, value: /c}}]
  - matches: [{path: {type: PathPrefix, value: /d}}]
  - matches: [{path: {type: PathPrefix, value: /e}}]
  - matches: [{path: {type: PathPrefix, value: /f}}]
  - matches: [{path: {type: PathPrefix, value: /g}}]
  - matches: [{path: {type: PathPrefix, value: /h}}]
  - matches: [{path: {type: PathPrefix, value: /i}}]
  - matches: [{path: {type: PathPrefix, value: /j}}]
  - matches: [{path: {type: PathPrefix, value: /v2}, queryParams: [{name: x, value: "1"}]}]`)
	must(gateways.GatewayV1().GRPCRoutes("shop").Create(ctx, object[gatev1.GRPCRoute](t, head+`
  hostnames: [grpc.example.com]
  rules:
  - matches: [{method: {service: shop.Cart, method: Get}}]
  - matches: [{method: {service: shop.Cart}, headers: [{name: x-tenant, value: berlin}]}]`, "cart"), metav1.CreateOptions{}))

	client := newClientImpl(kubefake.NewClientset(), gateways)
	events, err := client.WatchAll(nil, make(chan struct{}))
	must(nil, err)
	<-events
	provider := Provider{EntryPoints: map[string]Entrypoint{"web": {Address: ":80"}}, client: client}
	parser, err := httpmuxer.NewSyntaxParser()
	must(nil, err)
	muxer := httpmuxer.NewMuxer(parser, nil)
	for name, router := range provider.loadConfigurationFromGateways(ctx).HTTP.Routers {
		answer := regexp.MustCompile(`^[a-z]+-shop-(.*)-gw-shop-edge-ep-web-(\d+)-`).FindStringSubmatch(name)
		fmt.Println(router.Priority, router.Rule, answer[1:])
		must(nil, muxer.AddRoute(router.Rule, router.RuleSyntax, router.Priority, "", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintf(w, "%s %s", answer[1], answer[2])
		})))
	}
	for _, c := range []struct{ method, host, path, tenant, wanted, expected string }{
		{"GET", "berlin.shop.example.com", "/about", "", "one-shop 0", "one-shop 0"},
		{"GET", "berlin.shop.example.com", "/api/cart", "", "one-shop 0", "all-shops 0"},
		{"GET", "orders.example.com", "/v1/orders/7", "", "orders 1", "orders 1"},
		{"POST", "orders.example.com", "/v1/orders/7", "", "orders 1", "orders 0"},
		{"GET", "versions.example.com", "/v2?x=1", "", "versions 11", "versions 0"},
		{"POST", "grpc.example.com", "/shop.Cart/Get", "berlin", "cart 0", "cart 1"},
	} {
		request := httptest.NewRequest(c.method, "http://"+c.host+c.path, nil)
		request.Header.Set("x-tenant", c.tenant)
		response := httptest.NewRecorder()
		requestdecorator.New(nil).ServeHTTP(response, request, muxer.ServeHTTP)
		fmt.Println(c.method, c.host+c.path, "-> Gateway API:", c.wanted, "Traefik:", response.Body)
		if response.Body.String() != c.expected {
			t.Error("the behaviour changed")
		}
	}
}
GO
nice -n 10 timeout 500 go test -vet=off -count=1 -run TestPrecedence -v ./pkg/provider/kubernetes/gateway
