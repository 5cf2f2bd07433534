#!/usr/bin/env bash
# Writes a review as the one comment of its pull request: the comment that begins with the marker is updated, and written where there is none. A
# review that nothing changes only updates one that is there.
#   REVIEW      the review, as `unsidecar diff -o markdown` writes it
#   NUMBER      of the pull request
#   REPOSITORY  OWNER/NAME
# It needs `gh` (GitHub's runners have it) and a token in GH_TOKEN that may write to pull requests. It ends with an error where it could not write.
set -euo pipefail

marker='<!-- unsidecar: review -->'
most=65536 # characters of a comment (docs.github.com, "Issue comments")

[[ $NUMBER =~ ^[0-9]+$ ]] || { echo "not the number of a pull request" >&2; exit 2; }
# An artefact is what a fork has put into it: a link would post a file of the runner.
if [[ -L $REVIEW ]]; then
  echo "$REVIEW is a link and not a review" >&2
  exit 2
fi
if [[ $(head -n 1 "$REVIEW") != "$marker" ]]; then
  echo "$REVIEW is not a review: it does not begin with $marker" >&2
  exit 2
fi
if (($(wc -c <"$REVIEW") >= most)); then
  echo "$REVIEW is longer than a comment may be" >&2
  exit 2
fi

# Comments of others may quote the marker, so it has to be the beginning, and the author a bot.
id=$(gh api --paginate --slurp "repos/$REPOSITORY/issues/$NUMBER/comments?per_page=100" | node -e '
  const comments = JSON.parse(require("fs").readFileSync(0, "utf8")).flat()
  console.log(comments.find(({ user, body }) => user?.type === "Bot" && body?.startsWith(process.argv[1]))?.id ?? "")' "$marker")
body=$(node -e 'process.stdout.write(JSON.stringify({ body: require("fs").readFileSync(process.argv[1], "utf8") }))' "$REVIEW")
if [[ -n $id ]]; then
  gh api --silent --method PATCH "repos/$REPOSITORY/issues/comments/$id" --input - <<<"$body"
  echo "updated comment $id of pull request $NUMBER"
elif [[ $(sed -n 2p "$REVIEW") == '<!-- unsidecar: unchanged -->' ]]; then
  echo "nothing to say on pull request $NUMBER"
else
  gh api --silent --method POST "repos/$REPOSITORY/issues/$NUMBER/comments" --input - <<<"$body"
  echo "wrote a comment on pull request $NUMBER"
fi
