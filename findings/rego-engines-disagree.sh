#!/usr/bin/env bash
# Three engines for Rego, three answers to what an external authorizer's policy asks about paths, durations, versions and addresses.
#
# Guess, written down before the run: the built-in functions that all three have answer alike.
# Version: OPA v1.22.4 (Go), regorus in PyPI opa-eval 0.1.1 (Rust), rego-cpp in PyPI regopy 1.5.2 (C++).
# Behaviour: they do not, and what one lacks ends in an error in regorus and as "undefined" in rego-cpp.
# Seen (OPA, regorus, rego-cpp): glob.match("/a/**/b", ["/"], "/a/b"): false, true, false. time.parse_duration_ns("1d"): a day, error, a day.
#   semver.compare("1.10.0", "1.9.0"): 1, 1, -1.
#   net.cidr_contains("10.0.0.0/8", "10.2.3.4"): true, error, undefined.
#   Alike: glob.match("/api/*", [], "/api/a.b") is false ([] means "."), and with null for [] true.
# Why it matters: policies that stand behind a CUSTOM action are tested, and moved, with whichever engine is at hand. Istio's own
#   /a/{**}/b does not match /a/b either, so a rule that was ported to Rego is right in one engine and wrong in another.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv v
nice -n 10 v/bin/pip -q install opa-eval==0.1.1 regopy==1.5.2
printf 'module x\ngo 1.26\n' > go.mod
cat > main.go <<'GO'
package main

import (
	"context"
	"encoding/json"
	"os"

	"github.com/open-policy-agent/opa/v1/rego"
)

func main() {
	seen := []any{}
	for _, question := range os.Args[1:] {
		result, err := rego.New(rego.Query("x := " + question)).Eval(context.Background())
		switch {
		case err != nil:
			seen = append(seen, "error")
		case len(result) == 0:
			seen = append(seen, "undefined")
		default:
			seen = append(seen, result[0].Bindings["x"])
		}
	}
	json.NewEncoder(os.Stdout).Encode(seen)
}
GO
cat > try.py <<'PY'
import json, subprocess
import opa_eval
from regopy import Interpreter
cpp = Interpreter()
def in_cpp(q):
    try: found = json.loads(str(cpp.query('x := ' + q)))
    except json.JSONDecodeError: return 'undefined'
    return found['bindings']['x'] if 'bindings' in found else found
def in_regorus(q):
    open('p.rego', 'w').write('package p\nx := ' + q + '\n')
    try: return json.loads(opa_eval.OpaEval('p.rego', None, 'data.p.x').evaluate('{}'))
    except RuntimeError: return 'error'
DAY = 86400 * 10 ** 9
questions = {
    'glob.match("/api/*", [], "/api/a.b")': (False, False, False),
    'glob.match("/api/*", null, "/api/a.b")': (True, True, True),
    'glob.match("/a/**/b", ["/"], "/a/x/b")': (True, True, True),
    'glob.match("/a/**/b", ["/"], "/a/b")': (False, True, False),
    'time.parse_duration_ns("1.5h")': (DAY / 16, DAY / 16, DAY / 16),
    'time.parse_duration_ns("1d")': (DAY, 'error', DAY),
    'semver.compare("1.9.0", "1.10.0")': (-1, -1, -1),
    'semver.compare("1.10.0", "1.9.0")': (1, 1, -1),
    'net.cidr_contains("10.0.0.0/8", "10.2.3.4")': (True, 'error', 'undefined')}
opa = json.loads(subprocess.run(['./opa', *questions], capture_output=True, text=True, check=True, timeout=60).stdout)
for (q, expected), first in zip(questions.items(), opa):
    seen = (first, in_regorus(q), in_cpp(q))
    print(q, seen)
    assert seen == expected, 'the behaviour changed'
PY
export GOFLAGS=-mod=mod
nice -n 10 go get github.com/open-policy-agent/opa@v1.22.4 2> log || { cat log; exit 1; }
nice -n 10 timeout 500 go build -o opa . 2> log || { cat log; exit 1; }
nice -n 10 timeout 120 v/bin/python try.py
