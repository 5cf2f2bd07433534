import { describe, expect, it } from 'vitest'
import type { Language } from '../../src/algebra/language/language.ts'
import { defaultSettings } from '../../src/model/settings.ts'
import type { Workload } from '../../src/model/workload.ts'
import { DiagramPair } from '../../src/verify/diagrams/pair.ts'
import { TextSignatures } from '../../src/verify/diagrams/text-signatures.ts'
import { Universe } from '../../src/verify/diagrams/universe.ts'
import { clientGroups, clientsReached } from '../../src/verify/parts/client-groups.ts'
import type { ClientKind } from '../../src/verify/parts/clients.ts'
import { membersOf } from '../../src/verify/parts/identities.ts'
import { attributes } from '../../src/verify/symbolic/attribute.ts'
import { textIn } from '../../src/verify/symbolic/condition.ts'
import { firstSender } from '../../src/verify/witness/first-client.ts'

/*
 * What is asked of every client of a mesh, for every destination, is asked of classes: these count what is done for one destination where a mesh
 * grows and its policies do not.
 */

const sizes = [50, 400] as const

function podsIn(count: number): Workload[] {
  return Array.from({ length: count }, (_, at) => ({ namespace: `team-${at}`, name: `app-${at}`, serviceAccount: 'default' }) as Workload)
}

function kindOf(workloads: readonly Workload[], strangers: ClientKind['strangers'] = []): ClientKind {
  return { name: 'pods on sidecars', before: 'sidecar', after: 'sidecar', endpoint: 'pod', workloads, strangers }
}

/** What asks for one namespace of many. */
function universeOf(): Universe {
  const asked = textIn(attributes.clientNamespace, { kind: 'exact', value: 'team-7' })
  const universe = Universe.of([asked], defaultSettings, new Map())
  if ('tooLarge' in universe) throw new Error(universe.tooLarge)
  return universe
}

/** A list that counts how often its members are read. */
function counting<T>(list: readonly T[], read: () => void): readonly T[] {
  return new Proxy(list, {
    get(target, key) {
      if (typeof key === 'string' && /^\d+$/.test(key)) read()
      return Reflect.get(target, key, target)
    },
  })
}

describe('clients of a kind', () => {
  it('that are in the same classes are one condition, however many there are', () => {
    const limits = { trustDomains: 'any', tokens: 1, waypoints: [] } as const
    const conditions = sizes.map((size) => {
      const universe = universeOf()
      let made = 0
      const amongTexts = universe.amongTexts.bind(universe)
      universe.amongTexts = (...args) => {
        made += 1
        return amongTexts(...args)
      }
      membersOf(kindOf(podsIn(size)), universe, limits)
      return made
    })
    // The namespace that is asked for and all others, by namespace and by service account.
    expect(conditions).toEqual([4, 4])
  })

  it('are read from the mesh for the first destination, and for no other', () => {
    const limits = { trustDomains: 'any', tokens: 1, waypoints: [] } as const
    let reads = 0
    const kind = kindOf(
      counting(podsIn(50), () => {
        reads += 1
      }),
      counting(['team-0', 'shop'], () => {
        reads += 1
      }),
    )
    const once = (): number => {
      membersOf(kind, universeOf(), limits)
      clientsReached(kind, universeOf(), () => true)
      firstSender(
        kind,
        () => true,
        () => false,
      )
      return reads
    }
    const first = once()
    expect(first).toBeGreaterThan(0)
    expect(once()).toBe(first)
  })

  it('of one class are asked once whether a difference reaches them', () => {
    const asks = sizes.map((size) => {
      const universe = universeOf()
      const condition = universe.node(textIn(attributes.clientNamespace, { kind: 'exact', value: 'team-7' }))
      const arrival = { destination: { kind: 'host', host: 'example.com', port: 80 }, share: 1, mutations: [], allowed: true } as const
      const before = universe.leaf({ kind: 'denied' })
      const after = universe.diagrams.choose(condition, before, universe.leaf({ kind: 'sent', settings: [], arrivals: [arrival] }))
      const [difference] = new DiagramPair(universe).differences(before, after)
      let children = 0
      const child = universe.diagrams.child.bind(universe.diagrams)
      universe.diagrams.child = (...args) => {
        children += 1
        return child(...args)
      }
      const reached = clientsReached(kindOf(podsIn(size)), universe, difference!.reaches)
      expect(reached).toHaveLength(size - 1)
      return children
    })
    expect(asks[1]).toBe(asks[0])
  })

  it('are told apart by those service accounts that something names, and not each by its own', () => {
    const asked = sizes.map((size) => {
      const pods = podsIn(size).map((pod, at) => ({ ...pod, namespace: 'shop', serviceAccount: `app-${at}` }))
      const named = ['app-3', 'app-5'].map((value) => textIn(attributes.clientAccount, { kind: 'exact', value }))
      const universe = Universe.of(named, defaultSettings, new Map())
      if ('tooLarge' in universe) throw new Error(universe.tooLarge)
      const accounts = universe.signaturesOf(attributes.clientAccount)
      let count = 0
      const classOf = accounts.classOf.bind(accounts)
      accounts.classOf = (text) => {
        count += 1
        return classOf(text)
      }
      const groups = clientGroups(kindOf(pods), universe)
      expect(groups.map(({ clients }) => clients.length).sort((a, b) => a - b)).toEqual([1, 1, size - 2])
      return count
    })
    expect(asked[1]).toBe(asked[0])
  })

  it('that send the same requests are one list, whose text is made once', () => {
    const kind = kindOf(podsIn(50))
    const universe = universeOf()
    const isNamed = (namespace: string): boolean => namespace === 'team-7'
    expect(clientsReached(kind, universe, isNamed)).toEqual(['team-7/app-7'])
    expect(clientsReached(kind, universe, isNamed)).toBe(clientsReached(kind, universe, isNamed))
  })

  it('are passed over by namespace where none in it sends a request', () => {
    const asked = sizes.map((size) => {
      let count = 0
      const maySend = (): boolean => {
        count += 1
        return true
      }
      expect(firstSender(kindOf(podsIn(size)), (namespace) => namespace === 'team-49', maySend)?.name).toBe('app-49')
      return count
    })
    expect(asked).toEqual([1, 1])
  })
})

describe('the class of a text', () => {
  const exact = (count: number): Language[] => Array.from({ length: count }, (_, at) => ({ kind: 'exact', value: `team-${at}` }))

  it('is looked up among single texts, and only what is none is asked one by one, once for each text', () => {
    const asked = sizes.map((size) => {
      let matched = 0
      const prefix = {
        kind: 'prefix',
        get value() {
          matched += 1
          return 'shop'
        },
      } as const
      const single = exact(size)
      const classes = { count: size, members: single.map((_, at) => `team-${at}`), classesOf: () => [] }
      const signatures = new TextSignatures([...single, prefix], classes)
      expect(signatures.classOf('team-3')).toBe(3)
      const first = matched
      expect(signatures.classOf('team-3')).toBe(3)
      expect(matched).toBe(first)
      return first
    })
    expect(asked[1]).toBe(asked[0])
  })

  it('of a long list of texts takes as many look-ups as there are single texts', () => {
    const looked = sizes.map((size) => {
      let count = 0
      const texts = new (class extends Set<string> {
        override has(text: string): boolean {
          count += 1
          return super.has(text)
        }

        override [Symbol.iterator](): SetIterator<string> {
          throw new Error('every text of a list was asked')
        }
      })(podsIn(size).map(({ namespace }) => namespace))
      const classes = { count: 3, members: ['team-1', 'team-2', 'other'], classesOf: () => [] }
      expect([...new TextSignatures(exact(3).slice(1), classes).classesOf(texts)].sort()).toEqual([0, 1, 2])
      return count
    })
    expect(looked).toEqual([2, 2])
  })
})
