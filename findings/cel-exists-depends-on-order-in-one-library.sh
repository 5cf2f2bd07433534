#!/usr/bin/env bash
# "Does one of the routes have this timeout?" In CEL an absent field is forgiven if another route answers, except in one library.
#
# Guess, written down before the run: exists forgives an error if another element is true, all if another is false, in every library.
# Version: cel-go v0.31.0, npm @bufbuild/cel 0.6.1, PyPI cel-python 0.5.0, PyPI common-expression-language 0.10.0 (bindings of the Rust one).
# Behaviour: cel-go (the API server's), @bufbuild/cel and cel-python forgive in exists and all and not in exists_one; in
#   common-expression-language the first error met is the answer, so the order of the elements decides.
# Seen, routes [{name}, {name, timeout: 5s}]: exists(r, r.timeout == '5s') -> true, true, true, error; all(r, r.timeout == '9s')
#   -> false, false, false, error; with the routes the other way round exists -> true in all four; exists_one -> error in all four.
# Why it matters: rules of CRDs and admission policies are tried out before a move with whatever CEL the language has. With this one, policies
#   that the API server accepts fail, or pass or fail by the order of routes that means nothing to the rule.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > rules.json <<'JSON'
{"routes": [{"name": "a"}, {"name": "b", "timeout": "5s"}],
 "rules": ["routes.exists(r, r.timeout == '5s')", "routes.all(r, r.timeout == '9s')", "routes.exists_one(r, r.timeout == '5s')",
           "[routes[1], routes[0]].exists(r, r.timeout == '5s')"]}
JSON
python3 -m venv v
nice -n 10 v/bin/pip -q install cel-python==0.5.0 common-expression-language==0.10.0
nice -n 10 npm i --no-save --no-audit --no-fund --silent --prefix . @bufbuild/cel@0.6.1 > /dev/null
printf 'module x\ngo 1.26\n' > go.mod
cat > main.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/google/cel-go/cel"
)

func main() {
	var input struct {
		Routes []any
		Rules  []string
	}
	text, _ := os.ReadFile("rules.json")
	if err := json.Unmarshal(text, &input); err != nil {
		panic(err)
	}
	env, err := cel.NewEnv(cel.Variable("routes", cel.ListType(cel.DynType)))
	if err != nil {
		panic(err)
	}
	for _, rule := range input.Rules {
		ast, issues := env.Compile(rule)
		if issues.Err() != nil {
			panic(issues.Err())
		}
		program, _ := env.Program(ast)
		value, _, err := program.Eval(map[string]any{"routes": input.Routes})
		if err != nil {
			value = nil
		}
		fmt.Println(map[bool]any{true: "error", false: value}[err != nil])
	}
}
GO
cat > try.mjs <<'JS'
import { readFileSync } from 'node:fs'
import { run } from '@bufbuild/cel'
const { routes, rules } = JSON.parse(readFileSync('rules.json', 'utf8'))
for (const rule of rules) {
  const value = run(rule, { routes })
  console.log(typeof value === 'boolean' ? value : 'error')
}
JS
cat > try.py <<'PY'
import json, sys
import cel, celpy
from celpy.adapter import json_to_cel
input = json.load(open('rules.json'))
env = celpy.Environment()
for rule in input['rules']:
    try:
        if sys.argv[1] == 'celpy': value = bool(env.program(env.compile(rule)).evaluate(json_to_cel({'routes': input['routes']})))
        else: value = cel.evaluate(rule, {'routes': input['routes']})
    except Exception: value = 'error'
    print(str(value).lower())
PY
export GOFLAGS=-mod=mod
nice -n 10 go get github.com/google/cel-go@v0.31.0 2> log || { cat log; exit 1; }
nice -n 10 timeout 500 go run . > go.txt 2> log || { cat log; exit 1; }
nice -n 10 timeout 60 node try.mjs > buf.txt
nice -n 10 timeout 60 v/bin/python try.py celpy > celpy.txt
nice -n 10 timeout 60 v/bin/python try.py cel > rust.txt
paste -d' ' go.txt buf.txt celpy.txt rust.txt | tee seen.txt
diff seen.txt - <<'SEEN' || { echo 'the behaviour changed'; exit 1; }
true true true error
false false false error
error error error error
true true true true
SEEN
