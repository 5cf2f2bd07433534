#!/usr/bin/env bash
# kustomize's JSON patches replace fields that are not there, find null where nothing is, and count list places from the end.
#
# Guess, written down before the run: `replace` of an absent field fails the build as `remove` does, `test` of null needs a null that is
#   there (RFC 6902: the target location must exist), and "-1" is no index.
# Version: sigs.k8s.io/kustomize/api v0.21.2 (its patch library: gopkg.in/evanphx/json-patch.v4), npm rfc6902 5.4.0, PyPI jsonpatch 1.47.
# Behaviour: kustomize builds all three; the other two libraries refuse all three.
# Seen, on an AuthorizationPolicy without `action`: replace /spec/action DENY -> action: DENY; test /spec/action null -> passes;
#   add /spec/rules/-1 -> a new last rule. remove /spec/action -> the build fails.
# Why it matters: an overlay may turn a policy that is ALLOW by default into a DENY with a patch that reads as a change of a field, and
#   a reader that applies the overlay with another JSON Patch library reports an error, or leaves the patch out, where the cluster gets a DENY.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
printf 'module x\ngo 1.26\n' > go.mod
cat > main.go <<'GO'
package main

import (
	"fmt"
	"os"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

func main() {
	built, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), os.Args[1])
	if err != nil {
		fmt.Println("refused", err)
		return
	}
	text, _ := built.AsYaml()
	fmt.Print(string(text))
}
GO
export GOFLAGS=-mod=mod
nice -n 10 go get sigs.k8s.io/kustomize/api@v0.21.2 sigs.k8s.io/kustomize/kyaml@v0.21.2 2> log || { cat log; exit 1; }
nice -n 10 go build -o build . 2> log || { cat log; exit 1; }
python3 -m venv v
nice -n 10 v/bin/pip -q install jsonpatch==1.47
nice -n 10 npm i --no-save --no-audit --no-fund --silent --prefix . rfc6902@5.4.0 > /dev/null
cat > try.mjs <<'JS'
import { applyPatch } from 'rfc6902'
const [document, patch] = process.argv.slice(2).map((text) => JSON.parse(text))
const failed = applyPatch(document, patch).filter(Boolean)
console.log(failed.length ? `refused ${failed[0].name}` : JSON.stringify(document))
JS
cat > try.py <<'PY'
import json, os, subprocess
import jsonpatch, jsonpointer
policy = {'apiVersion': 'security.istio.io/v1', 'kind': 'AuthorizationPolicy', 'metadata': {'name': 'p'},
          'spec': {'rules': [{'to': [{'operation': {'methods': ['GET']}}]}]}}
os.mkdir('base')
json.dump(policy, open('base/policy.yaml', 'w'))
def python(patch):
    try: return json.dumps(jsonpatch.apply_patch(policy, patch))
    except (jsonpatch.JsonPatchException, jsonpointer.JsonPointerException) as e: return 'refused ' + type(e).__name__
def kustomize(patch):
    json.dump({'resources': ['policy.yaml'], 'patches': [{'target': {'kind': 'AuthorizationPolicy'}, 'patch': json.dumps(patch)}]}, open('base/kustomization.yaml', 'w'))
    return subprocess.run(['./build', 'base'], capture_output=True, text=True, check=True, timeout=60).stdout
def node(patch):
    return subprocess.run(['node', 'try.mjs', json.dumps(policy), json.dumps(patch)], capture_output=True, text=True, check=True, timeout=60).stdout
for patch, expected in [
    ([{'op': 'replace', 'path': '/spec/action', 'value': 'DENY'}], '  action: DENY\n'),
    ([{'op': 'test', 'path': '/spec/action', 'value': None}, {'op': 'add', 'path': '/spec/action', 'value': 'DENY'}], '  action: DENY\n'),
    ([{'op': 'add', 'path': '/spec/rules/-1', 'value': {'from': [{'source': {'namespaces': ['web']}}]}}], '        - GET\n  - from:\n'),
    ([{'op': 'remove', 'path': '/spec/action'}], 'refused')]:
    ours, theirs = kustomize(patch), [node(patch).strip(), python(patch)]
    print(json.dumps(patch), 'rfc6902 and jsonpatch:', *theirs, '\n' + ours)
    assert expected in ours and all(t.startswith('refused') for t in theirs), 'the behaviour changed'
PY
nice -n 10 timeout 120 v/bin/python try.py
