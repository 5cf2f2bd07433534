#!/usr/bin/env bash
# Prints the number of the pull request that a workflow_run event is about. The event itself lacks it for forks, and an artefact of the fork
# could name any other one: it is the open pull request of that branch whose head is the commit that ran.
#   EVENT       the payload of the workflow_run event (a file)
#   REPOSITORY  OWNER/NAME
set -euo pipefail

field() { node -e 'const value = process.argv[2].split(".").reduce((one, key) => one?.[key], JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"))); console.log(value ?? "")' "$EVENT" "$1"; }
owner=$(field workflow_run.head_repository.owner.login)
branch=$(field workflow_run.head_branch)
sha=$(field workflow_run.head_sha)
[[ $sha =~ ^[0-9a-f]{40}$ ]] || { echo "the event names no commit" >&2; exit 2; }

number=$(gh api --method GET "repos/$REPOSITORY/pulls" -f state=open -f head="$owner:$branch" | node -e '
  const pulls = JSON.parse(require("fs").readFileSync(0, "utf8"))
  console.log(pulls.find(({ head }) => head.sha === process.argv[1])?.number ?? "")' "$sha")
[[ -n $number ]] || { echo "no open pull request has $sha as its head" >&2; exit 2; }
echo "$number"
