import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Wave } from '../../../src/plan/plan.ts'
import type { ExpectedAnswer } from '../../../src/plan/requests/expected-answer.ts'
import type { WaveRequest } from '../../../src/plan/requests/wave-requests.ts'
import { requestScript } from '../../../src/report/plan/request-script.ts'

const allowed: ExpectedAnswer = { verdict: 'allowed' }
const forbidden: ExpectedAnswer = { verdict: 'denied', by: '403' }
const closed: ExpectedAnswer = { verdict: 'denied', by: 'connection' }

const request = (expected: WaveRequest['expected'], path = '/', account = 'clerk', headers: [string, string][] = []): WaveRequest => ({
  sent: {
    from: { namespace: 'office', serviceAccount: account, outOfMesh: false },
    to: { kind: 'service', host: 'files.office.svc.cluster.local', port: 80 },
    method: 'GET',
    path,
    headers,
    http2: false,
  },
  expected,
})

/** A `kubectl` that writes down what it is given, one argument a line, and answers each request with what `answer` is. */
const fake = `#!/bin/sh
for one in "$@"; do printf '%s\\n' "$one"; done >>"$CALLS"
printf 'end\\n' >>"$CALLS"
case " $* " in *' exec '*) cat "$ANSWER" ;; *podIP*) printf 'fd00::7' ;; esac
`

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'requests-'))
  writeFileSync(join(folder, 'kubectl'), fake)
  chmodSync(join(folder, 'kubectl'), 0o755)
})

/** Runs the script of some requests with what each of them is answered. */
function ran(requests: readonly WaveRequest[], state: string, answer: string) {
  const steps = [{}, {}] as unknown as Wave['steps']
  writeFileSync(join(folder, 'requests.sh'), requestScript({ number: 2, phase: 'rollout', steps, requests } as unknown as Wave))
  writeFileSync(join(folder, 'answer'), answer)
  const env = { PATH: `${folder}${delimiter}${process.env.PATH}`, CALLS: join(folder, 'calls'), ANSWER: join(folder, 'answer') }
  const { status, stdout, stderr } = spawnSync('sh', ['requests.sh', state], { cwd: folder, env, encoding: 'utf8' })
  const calls = existsSync(env.CALLS)
    ? readFileSync(env.CALLS, 'utf8')
        .split('end\n')
        .slice(0, -1)
        .map((call) => call.split('\n').slice(0, -1))
    : []
  return { status, stdout, stderr, calls }
}

describe('requests.sh', () => {
  test('compares each answer with what is expected in a state', () => {
    const requests = [request([allowed, forbidden, allowed])]
    expect(ran(requests, '0', 'hello\n200')).toMatchObject({ status: 0, stdout: '1 requests sent, 0 not answered as expected\n' })
    expect(ran(requests, '1', 'RBAC: access denied\n403')).toMatchObject({ status: 0, stderr: '' })
    expect(ran(requests, '1', 'hello\n200')).toMatchObject({
      status: 1,
      stdout:
        'expected 403, got 200 (other): office/clerk: GET http://files.office.svc.cluster.local:80/\n1 requests sent, 1 not answered as expected\n',
    })
    expect(ran(requests, '2', 'RBAC: access denied\n403').status).toBe(1)
  })

  test('tells a refusal by the mesh from one by the application', () => {
    expect(ran([request([allowed])], '0', 'who are you?\n403').status).toBe(0)
    expect(ran([request([forbidden])], '0', 'who are you?\n403').status).toBe(1)
  })

  test('takes a connection that ends, and a proxy that could not connect, for a refused one, and no answer at all for none', () => {
    expect(ran([request([closed])], '0', '\n000').status).toBe(0)
    expect(ran([request([closed])], '0', 'upstream connect error\n503').status).toBe(0)
    expect(ran([request([closed])], '0', '').status).toBe(1)
    expect(ran([request([allowed])], '0', '\n000').status).toBe(1)
  })

  test('leaves out what is not known in a state, and refuses a state that the wave does not have', () => {
    expect(ran([request([undefined, allowed])], '0', '')).toMatchObject({
      status: 0,
      stdout: '0 requests sent, 0 not answered as expected\n',
    })
    for (const state of ['3', 'x', '$(touch owned)']) expect(ran([request([allowed])], state, '')).toMatchObject({ status: 2, stdout: '' })
    expect(existsSync(join(folder, 'owned'))).toBe(false)
  })

  test('sends from pods with the service account of the client, and deletes these at the end', () => {
    const { calls } = ran([request([allowed]), request([allowed], '/', 'porter')], '0', '\n200')
    const runs = calls.filter((call) => call.includes('run'))
    expect(runs.map((call) => call.find((word) => word.startsWith('--overrides='))?.match(/"serviceAccountName":"(\w+)"/)?.[1])).toEqual([
      'clerk',
      'porter',
    ])
    expect(calls.slice(-2).map((call) => [call[2], call.at(-1)])).toEqual([
      ['delete', 'pod/unsidecar-requests-1'],
      ['delete', 'pod/unsidecar-requests-2'],
    ])
  })

  test('gives curl every name and value as it is, whatever a shell would make of it', () => {
    const hostile = `/a'$(touch owned)\`touch owned\`";touch\${IFS}owned`
    const { status, calls } = ran(
      [
        request([allowed], hostile, `a'b$(touch owned)`, [
          ['x-note', `'"; touch owned; $(touch owned)`],
          ['x-empty', ''],
        ]),
      ],
      '0',
      '\n200',
    )
    expect(status).toBe(0)
    expect(existsSync(join(folder, 'owned'))).toBe(false)
    const sent = calls.find((call) => call.includes('exec'))!
    expect(sent.slice(sent.indexOf('--header'))).toEqual([
      ...['--header', `x-note: '"; touch owned; $(touch owned)`, '--header', 'x-empty;'],
      ...['--url', `http://files.office.svc.cluster.local:80${hostile}`],
    ])
  })

  test('asks a pod by its address, of version 6 as well', () => {
    const one = request([closed], '/x')
    const to = { kind: 'pod', namespace: 'office', workload: 'files', pods: '--selector=app in (a,b)', port: 8080 } as const
    const { calls } = ran([{ ...one, sent: { ...one.sent, to } }], '0', '\n000')
    expect(calls.find((call) => call.includes('exec'))?.at(-1)).toBe('http://[fd00::7]:8080/x')
    expect(calls.find((call) => call.includes('pods'))).toContain('--selector=app in (a,b)')
  })

  test('is a script that every POSIX shell reads', () => {
    ran([request([allowed])], '0', '\n200')
    expect(execFileSync('sh', ['-n', join(folder, 'requests.sh')], { encoding: 'utf8' })).toBe('')
  })
})
