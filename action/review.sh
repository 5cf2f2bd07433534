#!/usr/bin/env bash
# Reviews what a pull request changes of a mesh: the manifests at its base against those at its head. Everything that it needs comes by the
# environment, so that no text of a pull request is ever part of a script:
#   EVENT      the payload of the pull_request event (a file)
#   PATHS      manifests, one path or several lines; all of the mesh, not only what changes. Files and folders of the repository, no patterns
#   TO         a target, to review what `convert` would make of the head; empty to review the change itself
#   FLAGS      more options of `unsidecar diff`, one a line, such as --accept=accept.yaml
#   OUT        a folder for review.md, review.html, review.sarif and review.json
#   UNSIDECAR  the program; default: the one beside this script
set -euo pipefail

unsidecar=${UNSIDECAR:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/bin/unsidecar.js}
output() { printf '%s=%s\n' "$1" "$2" >>"${GITHUB_OUTPUT:-/dev/stdout}"; }
field() { node -e 'const value = process.argv[2].split(".").reduce((one, key) => one?.[key], JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"))); console.log(value ?? "")' "$EVENT" "$1"; }
# Without the spaces around each, of which a carriage return is one.
lines() { while read -r line; do line=${line%"${line##*[![:space:]]}"} && [[ -z $line ]] || printf '%s\0' "$line"; done <<<"$1"; }

# Where there is nothing to review, the review says so: it replaces that of an earlier commit, and is not worth a comment of its own. The second
# marker tells that to `comment.sh`, also from an artefact.
nothing() {
  printf '<!-- unsidecar: review -->\n<!-- unsidecar: unchanged -->\n## ✅ unsidecar: %s\n' "$1" >"$OUT/review.md"
  output result unchanged
  output review "$OUT/review.md"
  echo "$1"
  exit 0
}

# What cannot be reviewed is never a review without differences, and that of an earlier commit says nothing about this one.
unreviewed() {
  printf '<!-- unsidecar: review -->\n## ❌ unsidecar: this change could not be reviewed\n\n%s\n' 'The log of the run says why.' >"$OUT/review.md"
  output result failed
  output review "$OUT/review.md"
  exit "$1"
}
failed() {
  echo "$1" >&2
  unreviewed 2
}

mkdir -p "$OUT"
OUT=$(cd "$OUT" && pwd)
paths=() flags=()
while IFS= read -r -d '' line; do paths+=("$line"); done < <(lines "$PATHS")
while IFS= read -r -d '' line; do flags+=("$line"); done < <(lines "${FLAGS:-}")

number=$(field pull_request.number)
base=$(field pull_request.base.sha)
if [[ -z $base ]]; then
  echo "unsidecar reviews pull requests, and this event is not one" >&2
  exit 2
fi
output number "$number"
# Git may fail, too: without the network, or without room for the base.
trap 'unreviewed "$?"' ERR

# The merge commit that is checked out knows what its base is, also where the base branch went on since the event.
if [[ $(git rev-parse --is-shallow-repository) == true ]]; then
  git fetch --quiet --no-tags --depth=2 origin "$(git rev-parse HEAD)" || true
fi
if git rev-parse --quiet --verify 'HEAD^2' >/dev/null; then base=$(git rev-parse 'HEAD^1'); fi
git cat-file -e "$base^{commit}" 2>/dev/null || git fetch --quiet --no-tags --depth=1 origin "$base"

# A path that is misspelt, a pattern, or one outside of the repository would have no changes, whatever a pull request does.
[[ ${#paths[@]} -gt 0 ]] || failed "no path of a manifest is given"
prefix=$(git rev-parse --show-prefix)
has() { git rev-parse --quiet --verify "$1:./${2#./}" >/dev/null 2>&1; }
before_has=0 after_has=0
for path in "${paths[@]}"; do
  found=0
  if has "$base" "$path"; then before_has=1 found=1; fi
  if has HEAD "$path"; then after_has=1 found=1; fi
  ((found)) || failed "there is no file or folder $(printf '%q' "$path") in the repository, neither before nor after the change"
done
# Every policy may be gone, or all of it be somewhere else.
((after_has)) || failed "the change leaves none of these manifests; name where they are now as well"

if git --literal-pathspecs diff --quiet "$base" HEAD -- "${paths[@]}"; then
  nothing "nothing of the mesh changes"
fi

rm -rf "$OUT/base"
git worktree prune
git worktree add --quiet --detach "$OUT/base" "$base"
trap 'git worktree remove --force "$OUT/base"' EXIT

reports=()
for report in markdown=review.md html=review.html sarif=review.sarif json=review.json; do reports+=(--report "${report%%=*}=$OUT/${report#*=}"); done
before=() after=()
for path in "${paths[@]}"; do
  [[ -e $OUT/base/$prefix$path ]] && before+=("$OUT/base/$prefix$path")
  [[ -e $path ]] && after+=("$path")
done

code=0
if [[ -n ${TO:-} ]]; then
  # What the base had already is not what this change adds.
  if (cd "$OUT/base/$prefix" && "$unsidecar" diff "${paths[@]}" --to "$TO" -o json -q --exit-zero "${flags[@]}") >"$OUT/base.json" 2>/dev/null; then
    flags+=(--baseline "$OUT/base.json")
  else
    echo "the base cannot be converted, so all of the head is reviewed"
  fi
  "$unsidecar" diff "${paths[@]}" --to "$TO" -o github "${reports[@]}" "${flags[@]}" || code=$?
elif ((!before_has)); then
  # A mesh that is added as a whole has no other side.
  nothing "there is nothing to compare, because the base has none of these manifests"
else
  "$unsidecar" diff "${before[@]}" --against "${after[@]}" -o github "${reports[@]}" "${flags[@]}" || code=$?
fi

case $code in
  0) output result clean ;;
  1) output result differences ;;
  *) unreviewed "$code" ;;
esac
# A comment that is cut says how much is left out; the artefact of the run has all of it.
if [[ ${GITHUB_RUN_ID:-} =~ ^[0-9]+$ ]]; then
  printf '\n[All of it](%s/%s/actions/runs/%s) is in the artefact `unsidecar-review`, as a page, SARIF and JSON.\n' \
    "${GITHUB_SERVER_URL:-https://github.com}" "$GITHUB_REPOSITORY" "$GITHUB_RUN_ID" >>"$OUT/review.md"
fi
[[ -z ${GITHUB_STEP_SUMMARY:-} ]] || cat "$OUT/review.md" >>"$GITHUB_STEP_SUMMARY"
output review "$OUT/review.md"
output sarif "$OUT/review.sarif"
output report "$OUT/review.json"
