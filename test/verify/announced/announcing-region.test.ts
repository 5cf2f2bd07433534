import { describe, expect, test } from 'vitest'
import type { Branch, Decision, Verdict } from '../../../src/model/verdict.ts'
import type { AnnouncedRegion } from '../../../src/verify/announced/announcements.ts'
import { announcingRegion } from '../../../src/verify/announced/announcing-region.ts'
import type { FoundDifference } from '../../../src/verify/witness/group.ts'

/** A decision by what becomes of the request at each pod of `shop`; `503` for a share that a proxy answers. */
function decision(ends: Readonly<Record<string, Verdict>>): Decision {
  const branches = Object.entries(ends).map(([name, verdict]): Branch => {
    const rest = { share: 1 / Object.keys(ends).length, verdict, points: [] }
    if (name === '503') return { end: { kind: 'status', status: 503 }, workload: undefined, ...rest }
    return { end: { kind: 'pods', namespace: 'shop', workload: name, port: 8080 }, workload: `shop/${name}`, ...rest }
  })
  return { verdict: 'denied', points: [], branches, settings: [] }
}

function difference(
  was: Readonly<Record<string, Verdict>>,
  is: Readonly<Record<string, Verdict>>,
  changed: string[] = [],
): FoundDifference {
  const address = { kind: 'service' as const, namespace: 'shop', name: 'front', port: 80 }
  const client = { kind: 'workload' as const, namespace: 'shop', name: 'front', ip: '10.0.0.1' }
  return {
    verdict: changed.length === 0 ? 'narrower' : 'rerouted',
    destination: 'Service shop/front:80',
    client: 'pods on sidecars',
    classes: 1,
    covers: '',
    changed,
    witness: {
      request: { client, address, protocol: 'http' },
      before: decision(was),
      after: decision(is),
    } as FoundDifference['witness'] & {},
  }
}

function region(code: string, pods: readonly string[], more: Partial<AnnouncedRegion> = {}): AnnouncedRegion {
  const announcement = { code, message: '' }
  return {
    announcement,
    verdicts: ['narrower', 'rerouted'],
    namespaces: 'every',
    covers: () => false,
    coversPods: (name) => pods.includes(name),
    ...more,
  }
}

const cart = region('US5058', ['shop/cart'])

function announcing(found: FoundDifference, here: readonly AnnouncedRegion[], all: readonly AnnouncedRegion[]): string | undefined {
  return announcingRegion(found, here, all)?.announcement.code
}

describe('what announces a difference', () => {
  test('a finding about the pods that deny, whatever Service the client called', () => {
    expect(announcing(difference({ cart: 'allowed' }, { cart: 'denied' }), [], [cart])).toBe('US5058')
  })

  test('a finding about the destination comes first', () => {
    expect(announcing(difference({ cart: 'allowed' }, { cart: 'denied' }), [region('US5071', [])], [cart])).toBe('US5071')
  })

  test('no finding about other pods', () => {
    expect(announcing(difference({ cart: 'allowed' }, { cart: 'denied' }), [], [region('US5058', ['shop/ledger'])])).toBeUndefined()
  })

  test('the findings about all pods that deny, if there are several', () => {
    const found = difference({ cart: 'allowed', ledger: 'allowed' }, { cart: 'denied', ledger: 'denied' })
    expect(announcing(found, [], [cart])).toBeUndefined()
    expect(announcing(found, [], [region('US5026', ['shop/ledger']), cart])).toBe('US5058')
  })

  test('pods that denied before, and answers of proxies that were the same, make no difference', () => {
    const [was, is] = [
      { cart: 'allowed', ledger: 'denied', 503: 'unreachable' },
      { cart: 'denied', ledger: 'denied', 503: 'unreachable' },
    ] as const
    expect(announcing(difference(was, is), [], [cart])).toBe('US5058')
    expect(announcing(difference({ cart: 'allowed' }, { 503: 'unreachable' }), [], [cart])).toBeUndefined()
  })

  test('pods say in which form a request arrives, and not where it is sent', () => {
    expect(announcing(difference({ cart: 'allowed' }, { cart: 'allowed' }, ['path']), [], [cart])).toBe('US5058')
    expect(announcing(difference({ cart: 'allowed' }, { cart: 'allowed' }, ['path', 'destination']), [], [cart])).toBeUndefined()
    expect(announcing(difference({ cart: 'allowed' }, { cart: 'allowed' }, ['weights']), [], [cart])).toBeUndefined()
  })

  test('a finding about requests without a sidecar, where a sidecar sends a request on as it is and the proxy of its node routes it', () => {
    const found = difference({ cart: 'allowed' }, { cart: 'denied' })
    const { before, request } = found.witness!
    const node = {
      point: 'node proxy',
      at: 'the node of shop/front',
      verdict: 'allowed',
      reason: '',
      saw: { port: 80 },
      because: [],
    } as const
    const routes = region('US5071', [], { notOf: 'pods on sidecars' })
    const after = { ...found.witness!.after, points: [node] }
    expect(announcing(found, [routes], [])).toBeUndefined()
    expect(announcing({ ...found, witness: { before, request, after } }, [routes], [])).toBe('US5071')
  })

  test('nothing of other verdicts, of other clients, or of more than it speaks of', () => {
    const found = difference({ cart: 'allowed' }, { cart: 'allowed' }, ['path'])
    expect(announcing(found, [], [{ ...cart, verdicts: ['narrower'] }])).toBeUndefined()
    expect(announcing(found, [], [{ ...cart, notOf: 'pods on sidecars' }])).toBeUndefined()
    expect(announcing(found, [], [{ ...cart, only: ['mirrors'] }])).toBeUndefined()
    expect(announcing({ ...found, verdict: 'wider' }, [cart], [cart])).toBeUndefined()
  })
})
