import type { Wave } from '../../plan/plan.ts'
import type { RequestSender, SentRequest } from '../../plan/requests/sent-request.ts'
import type { WaveRequest } from '../../plan/requests/wave-requests.ts'
import { shellWord } from '../../rollout/shell-word.ts'
import { answerWord, requestText } from './request-text.ts'

/** `requests.sh` of a wave: sends its requests, and fails where one of them is answered otherwise than in the state that was compared. */
export function requestScript({ number, phase, steps, requests }: Wave): string {
  const names = new Map(
    [...new Set(requests.map(({ sent }) => senderKey(sent.from)))].sort().map((key, index) => [key, `unsidecar-requests-${index + 1}`]),
  )
  const senders = [...new Map(requests.map(({ sent }) => [names.get(senderKey(sent.from))!, sent.from]))].sort(([a], [b]) =>
    a < b ? -1 : 1,
  )
  const gone = senders.map(
    ([name, { namespace }]) =>
      `  kubectl -n ${shellWord(namespace)} delete --ignore-not-found --wait=false --grace-period=1 pod/${name} >/dev/null 2>&1\n`,
  )
  return [
    `#!/bin/sh
# Sends requests to what wave ${number} (${phase}) changes, and compares the answers with what is decided in each state.
# requests.sh N: after step N of ${steps.length}; 0: before the wave, and once it was taken back. Without N: after the last step.
# Pods of their own send them, under service accounts of the input, and are deleted at the end. CURL_IMAGE names another image with curl and sleep.
set -u
state=\${1:-${steps.length}}
case $state in '' | *[!0-9]*) state=-1 ;; esac
if [ "$state" -lt 0 ] || [ "$state" -gt ${steps.length} ]; then
  echo 'give the number of a step, from 0 to ${steps.length}' >&2
  exit 2
fi
`,
    functions,
    `gone() {\n${gone.join('')}}\ntrap gone EXIT\ntrap 'exit 130' INT TERM\n`,
    '\n# Each has a proxy as its namespace says in this state.\n',
    ...senders.map(
      ([name, from]) => `sender ${name} ${shellWord(from.namespace)} ${labelsOf(from)} ${shellWord(overridesOf(name, from))}\n`,
    ),
    `\n# What is expected before the wave, and after each step; - where the input does not say.\n`,
    ...requests.map((request) => line(request, names.get(senderKey(request.sent.from))!)),
    `\nprintf '%s requests sent, %s not answered as expected\\n' "$sent" "$failed"\n[ "$failed" -eq 0 ]\n`,
  ].join('')
}

/**
 * What the mesh refuses has the text of Envoy, and what the application refuses another one
 * (envoy:source/extensions/filters/http/rbac/rbac_filter.cc, jwt_authn: its texts begin with `Jwt` or say so of its issuer or audience), or of Cilium's proxy.
 */
const functions = `image=\${CURL_IMAGE:-docker.io/curlimages/curl:8.11.1}
sent=0
failed=0

# NAME NAMESPACE LABELS OVERRIDES
sender() {
  kubectl -n "$2" delete --ignore-not-found "pod/$1" >/dev/null 2>&1
  kubectl -n "$2" run "$1" --image="$image" --restart=Never --labels="$3" --override-type=strategic --overrides="$4" --command -- sleep 3600 >/dev/null &&
    kubectl -n "$2" wait --for=condition=Ready --timeout=3m "pod/$1" >/dev/null || {
    printf 'pod %s of namespace %s does not run: nothing was sent\\n' "$1" "$2" >&2
    exit 2
  }
}

# NAMESPACE FLAG: the address of a pod, as a URL has it
pod_ip() {
  ip=$(kubectl -n "$1" get pods "$2" -o jsonpath='{.items[?(@.status.phase=="Running")].status.podIP}')
  ip=\${ip%% *}
  case $ip in *:*) ip="[$ip]" ;; esac
  printf '%s' "$ip"
}

# EXPECTED SENDER NAMESPACE WHAT, and what curl is given
ask() {
  expected=$(printf '%s' "$1" | cut -d ' ' -f"$((state + 1))")
  pod=$2 namespace=$3 what=$4
  shift 4
  [ "$expected" = - ] && return
  sent=$((sent + 1))
  answer=$(kubectl -n "$namespace" exec "$pod" -c "$pod" -- curl --silent --globoff --path-as-is --max-time 10 --max-filesize 65536 --write-out '\\n%{http_code}' "$@" 2>/dev/null)
  # A name that is not resolved, or no pod to ask, is no closed connection (curl: exit codes 6 and 3).
  case $? in 3 | 6) answer='no address' ;; esac
  status=$(printf '%s\\n' "$answer" | tail -n 1)
  case $answer in
    'RBAC: access denied'* | 'Access denied'* | Jwt* | 'Audiences in Jwt'*) by=mesh ;;
    *) by=other ;;
  esac
  case $expected:$status:$by in
    allowed:000:* | allowed:503:* | allowed:40[013]:mesh) met=no ;;
    allowed:[1-5][0-9][0-9]:*) met=yes ;;
    connection:000:* | connection:50[234]:*) met=yes ;;
    400:400:* | 401:401:mesh | 403:403:mesh) met=yes ;;
    answer-*) if [ "answer-$status" = "$expected" ]; then met=yes; else met=no; fi ;;
    *) met=no ;;
  esac
  [ "$met" = yes ] && return
  failed=$((failed + 1))
  printf 'expected %s, got %s (%s): %s\\n' "$expected" "\${status:-nothing}" "$by" "$what"
}

`

function line({ sent, expected }: WaveRequest, name: string): string {
  const answers = shellWord(expected.map(answerWord).join(' '))
  const given = [
    ...(sent.method === 'GET' ? [] : ['--request', sent.method]),
    ...(sent.http2 ? ['--http2-prior-knowledge'] : []),
    ...sent.headers.flatMap(([header, value]) => ['--header', value === '' ? `${header};` : `${header}: ${value}`]),
  ].map(shellWord)
  return `ask ${[answers, name, shellWord(sent.from.namespace), shellWord(requestText(sent)), ...given, '--url', urlOf(sent)].join(' ')}\n`
}

function urlOf({ to, path }: SentRequest): string {
  if (to.kind === 'service') return shellWord(`http://${to.host}:${to.port}${path}`)
  return `"http://$(pod_ip ${shellWord(to.namespace)} ${shellWord(to.pods)}):${to.port}"${shellWord(path)}`
}

function senderKey({ namespace, serviceAccount, outOfMesh }: RequestSender): string {
  return JSON.stringify([namespace, serviceAccount, outOfMesh])
}

function labelsOf({ outOfMesh }: RequestSender): string {
  return outOfMesh ? 'sidecar.istio.io/inject=false,istio.io/dataplane-mode=none' : 'app=unsidecar-requests'
}

/** A pod that namespaces with the Pod Security Standard `restricted` admit. */
function overridesOf(name: string, { serviceAccount }: RequestSender): string {
  const securityContext = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    runAsNonRoot: true,
    runAsUser: 65532,
    seccompProfile: { type: 'RuntimeDefault' },
  }
  return JSON.stringify({ spec: { serviceAccountName: serviceAccount, containers: [{ name, securityContext }] } })
}
