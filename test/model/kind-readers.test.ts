import { describe, expect, test } from 'vitest'
import type { KindReader } from '../../src/model/dialect.ts'
import { KindReaders } from '../../src/model/kind-readers.ts'

const reader = (name: string, phase: KindReader['phase'] = 'objects', kind = 'HTTPRoute') => ({
  name,
  group: 'gateway.networking.k8s.io',
  kind,
  phase,
  read: () => true,
})

/** Asks readers of an HTTPRoute, each of which answers as its name says; the names of those that were asked, and the answer of all. */
function ask(...readers: ReturnType<typeof reader>[]) {
  const asked: string[] = []
  const answer = new KindReaders(readers).ask('gateway.networking.k8s.io', 'HTTPRoute', 'objects', (one) => {
    const { name } = one as ReturnType<typeof reader>
    asked.push(name)
    return name.startsWith('fails') ? undefined : name.startsWith('reads')
  })
  return { asked, answer }
}

describe('readers of one kind', () => {
  test('are all asked, in their order, whatever the first says', () => {
    expect(ask(reader('reads'), reader('declines'), reader('reads too'))).toEqual({
      asked: ['reads', 'declines', 'reads too'],
      answer: 'read',
    })
  })

  test('have read an object when one of them has', () => {
    expect(ask(reader('declines'), reader('reads')).answer).toBe('read')
    expect(ask(reader('fails'), reader('reads')).answer).toBe('read')
  })

  test('decline it when none knows it, which is something else than a failure', () => {
    expect(ask(reader('declines'), reader('declines too')).answer).toBe('declined')
    expect(ask(reader('declines'), reader('fails')).answer).toBe('failed')
  })

  test('are those of the group, the kind and the phase', () => {
    const other = { ...reader('reads'), group: 'networking.istio.io' }
    expect(ask(other, reader('reads', 'settings'), reader('reads', 'objects', 'TCPRoute'))).toEqual({ asked: [], answer: 'no-reader' })
  })
})
