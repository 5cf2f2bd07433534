#!/usr/bin/env bash
# Istio's own Go types read one JSON text in two ways, and neither is the API server's.
#
# Guess, written down before the run: UnmarshalJSON of the types follows the JSON mapping of protobuf, so only seconds are a duration
#   ("5400s", not "1h30m"); of two matches in one StringMatch the last one written counts, or both together are an error.
# Version: istio.io/api v1.32.0 (generated UnmarshalJSON), google.golang.org/protobuf v1.36.12 (protojson), Go 1.26.
# Behaviour: the generated reader takes Go's durations, sums repeated units, and of {exact, prefix} keeps prefix in whichever order they
#   stand; protojson on the very same type refuses all of that.
# Seen: "1h30m" and "1.5h" -> 5400s, "1m1m" -> 120s, "0" -> 0s; protojson: invalid google.protobuf.Duration value.
#   {"exact": "/a", "prefix": "/b"} and {"prefix": "/b", "exact": "/a"} -> prefix /b; protojson: oneof already set.
#   {"source_labels": {a}, "sourceLabels": {c}} -> c alone; protojson: duplicate field.
# Why it matters: tools that read manifests from files through these types (analysis in CI, generators, migrations) see a mesh where the
#   API server refuses the object (two matches in one, names with underscores), and a tool with a protobuf library of another language
#   refuses timeouts that the API server stores. "Parsed with Istio's types" does not say which of the two.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
printf 'module x\ngo 1.26\n' > go.mod
cat > main.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"google.golang.org/protobuf/encoding/protojson"
	networking "istio.io/api/networking/v1"
)

func main() {
	uri := func(s string) string { return `{"http":[{"match":[{"uri":` + s + `}]}]}` }
	timeout := func(s string) string { return `{"http":[{"timeout":"` + s + `"}]}` }
	prefix := uri(`{"prefix":"/b"}`)
	for _, c := range [][3]string{
		{timeout("5400s"), timeout("5400s"), "read"},
		{timeout("1h30m"), timeout("5400s"), "refused"},
		{timeout("1.5h"), timeout("5400s"), "refused"},
		{timeout("1m1m"), timeout("120s"), "refused"},
		{timeout("0"), timeout("0s"), "refused"},
		{uri(`{"exact":"/a","prefix":"/b"}`), prefix, "refused"},
		{uri(`{"prefix":"/b","exact":"/a"}`), prefix, "refused"},
		{`{"http":[{"match":[{"source_labels":{"a":"b"},"sourceLabels":{"c":"d"}}]}]}`, `{"http":[{"match":[{"sourceLabels":{"c":"d"}}]}]}`, "refused"},
	} {
		var one, two networking.VirtualService
		own := "refused"
		if err := json.Unmarshal([]byte(c[0]), &one); err == nil {
			text, _ := one.MarshalJSON()
			own = string(text)
		}
		mapping := "read"
		err := protojson.Unmarshal([]byte(c[0]), &two)
		if err != nil {
			mapping = "refused"
		}
		fmt.Println(c[0], "-> UnmarshalJSON:", own, "protojson:", mapping, err)
		if own != c[1] || mapping != c[2] {
			fmt.Println("the behaviour changed")
			os.Exit(1)
		}
	}
}
GO
export GOFLAGS=-mod=mod
nice -n 10 go get istio.io/api@v1.32.0 google.golang.org/protobuf@v1.36.12 2> log || { cat log; exit 1; }
nice -n 10 timeout 500 go run .
