import { describe, expect, test } from 'vitest'
import type { Branch, BranchEnd, Decision, PointName } from '../../../src/model/verdict.ts'
import { noHost } from '../../../src/resolve/routes/answer.ts'
import type { Outcome } from '../../../src/verify/diagrams/leaf.ts'
import { sent } from '../../../src/verify/diagrams/outcome.ts'
import { asSeen, isStopped, isStoppedDecision } from '../../../src/verify/diagrams/stopped.ts'
import type { ProxyAnswer, Recipient } from '../../../src/verify/symbolic/recipient.ts'

const oven: Recipient = { kind: 'pods', namespace: 'bakery', workload: 'oven', port: 8080 }
const status = (code: number): Recipient => ({ kind: 'status', status: code })
const pods: BranchEnd = { kind: 'pods', namespace: 'bakery', workload: 'oven', port: 8080 }
const plain = { mirrors: [], responseHeaders: [] }
const aborting = (percent: number) => ({ ...plain, fault: { abort: { percent, status: 503 } } })
const answered = (answer: ProxyAnswer): Outcome => ({ kind: 'answered', answer })
const to = (...destinations: Recipient[]): Outcome =>
  sent(
    [],
    destinations.map((destination) => ({ destination, share: 1 / destinations.length, mutations: [], allowed: true })),
  )

describe('an outcome is stopped', () => {
  test.each<[string, Outcome, boolean]>([
    ['by a page of 403', answered({ kind: 'response', status: 403 }), true],
    ['by a page of 400', answered({ kind: 'response', status: 400 }), true],
    ['by no page of 399', answered({ kind: 'response', status: 399 }), false],
    ['by no redirect, whatever its status', answered({ kind: 'redirect', status: 404, location: '/' }), false],
    ['by no gateway without routes for the host', answered({ kind: 'response', status: 404, unrouted: true }), false],
    ['where every share gets an error', to(status(503), { kind: 'answer', answer: { kind: 'response', status: 500 } }), true],
    ['not where a share arrives', to(status(503), oven), false],
    ['not where it arrives', to(oven), false],
    ['not where nothing is sent', sent([], []), false],
    ['by a fault that aborts all', sent([aborting(100) as never], []), true],
    ['by no fault that aborts some', sent([aborting(99) as never], []), false],
    ['by no fault of a share', sent([{ ...aborting(100), share: 0.5 } as never], []), false],
    [
      'by no fault that delays',
      sent([{ ...plain, fault: { delay: { percent: 100, ms: 5 } } } as never, { ...plain, timeout: '1s' } as never], []),
      false,
    ],
    ['by a fault of no share', sent([{ ...aborting(100), share: undefined } as never], []), true],
    ['by nothing where it is denied', { kind: 'denied' }, false],
    ['by a gateway that asks for a certificate', { kind: 'denied', barred: true }, true],
  ])('%s', (_, outcome, stopped) => {
    expect(isStopped(outcome)).toBe(stopped)
  })
})

describe('a decision is stopped', () => {
  const decision = (part: Partial<Decision>): Decision => ({ verdict: 'allowed', points: [], branches: [], settings: [], ...part })
  const end = (at: BranchEnd): Branch => ({
    end: at,
    workload: at.kind === 'pods' ? 'bakery/oven' : undefined,
    ...(at.kind === 'status' ? { host: `status ${at.status}` } : at.kind === 'host' ? { host: `${at.host}:${at.port}` } : {}),
    share: 1,
    verdict: 'allowed',
    points: [],
  })

  const at = (...names: PointName[]): Decision['points'] =>
    names.map((point) => ({ point, at: 'bakery/oven', verdict: 'denied', reason: '', saw: { port: 80 }, because: [] }))

  test.each<[string, Decision, boolean]>([
    ['by a page of 403', decision({ answer: { kind: 'response', status: 403 } }), true],
    ['by no page of 200', decision({ answer: { kind: 'response', status: 200 } }), false],
    ['by no redirect', decision({ answer: { kind: 'redirect', status: 302, location: '/' } }), false],
    ['by no gateway without routes for the host', decision({ answer: noHost }), false],
    [
      'where every share gets an error',
      decision({ branches: [end({ kind: 'status', status: 503 }), end({ kind: 'status', status: 404 })] }),
      true,
    ],
    ['not where a share arrives', decision({ branches: [end({ kind: 'status', status: 503 }), end(pods)] }), false],
    ['not at a host outside', decision({ branches: [end({ kind: 'host', host: 'example.com', port: 443 })] }), false],
    ['not without branches', decision({}), false],
    ['by a fault that aborts all', decision({ branches: [end(pods)], settings: [aborting(100) as never] }), true],
    ['by a gateway that denies', decision({ verdict: 'denied', points: at('gateway') }), true],
    ['by no gateway that lets it pass', decision({ points: at('gateway') }), false],
    ['by no pods behind a gateway', decision({ verdict: 'denied', points: at('gateway', 'ztunnel') }), false],
    ['not where it is denied at once', decision({ verdict: 'denied' }), false],
    ['by no fault that aborts some', decision({ branches: [end(pods)], settings: [aborting(50) as never] }), false],
  ])('%s', (_, one, stopped) => {
    expect(isStoppedDecision(one)).toBe(stopped)
  })
})

test('who answered 404 makes no difference to the client', () => {
  const page: ProxyAnswer = { kind: 'response', status: 404 }
  expect(asSeen(answered({ ...page, unrouted: true }))).toEqual(answered(page))
  expect(asSeen(to(oven))).toEqual(to(oven))
})
