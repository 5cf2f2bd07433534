import { describe, expect, test } from 'vitest'
import type { DecidedArrival, Outcome } from '../../../src/verify/diagrams/leaf.ts'
import {
  beside,
  deniedOutcome,
  sent,
  unreachableOutcome,
  unsentOutcome,
  verdictOf,
  withKnownAddress,
  withOwn,
} from '../../../src/verify/diagrams/outcome.ts'
import type { Recipient } from '../../../src/verify/symbolic/recipient.ts'

const at = (destination: Recipient, allowed = true, share = 1): DecidedArrival => ({ destination, share, mutations: [], allowed })
const to = (...arrivals: DecidedArrival[]): Outcome => sent([], arrivals)
const oven: Recipient = { kind: 'pods', namespace: 'bakery', workload: 'oven', port: 8080 }
const shelf: Recipient = { kind: 'pods', namespace: 'bakery', workload: 'shelf', port: 8080 }
const mill: Recipient = { kind: 'pods', namespace: 'bakery', workload: 'mill', port: 8080 }
const status = (code: number): Recipient => ({ kind: 'status', status: code })
const page = (status: number): Outcome => ({ kind: 'answered', answer: { kind: 'response', status } })
const redirect: Outcome = { kind: 'answered', answer: { kind: 'redirect', status: 302, location: 'https://elsewhere' } }
const aborted: Outcome = sent([{ mirrors: [], responseHeaders: [], fault: { abort: { percent: 100, status: 503 } } } as never], [at(oven)])
const doubt: Outcome = { kind: 'unknown', needs: 'the oldest table' }

describe('a request that is', () => {
  test.each<[string, Outcome, Outcome, string]>([
    ['let in as before', to(at(oven)), to(at(oven)), 'equal'],
    ['refused as before, by whomever', deniedOutcome, to(at(oven, false)), 'equal'],
    ['refused as before where nothing is', unreachableOutcome, deniedOutcome, 'equal'],
    ['refused now', to(at(oven)), deniedOutcome, 'narrower'],
    ['led to nothing now', to(at(oven)), unreachableOutcome, 'narrower'],
    ['refused at the pods now', to(at(oven)), to(at(oven, false)), 'narrower'],
    [
      'refused by a share of the pods now',
      to(at(oven, true, 0.5), at(shelf, true, 0.5)),
      to(at(oven, true, 0.5), at(shelf, false, 0.5)),
      'narrower',
    ],
    ['let in where it was refused', to(at(oven, false)), to(at(oven)), 'wider'],
    ['let in where the proxy refused it', deniedOutcome, to(at(oven)), 'wider'],
    [
      'let in by a share that refused it',
      to(at(oven, true, 0.5), at(shelf, false, 0.5)),
      to(at(oven, true, 0.5), at(shelf, true, 0.5)),
      'wider',
    ],
    ['what is the same says nothing of names', withKnownAddress(to(at(oven)), to(at(oven, false))), to(at(oven)), 'equal'],
    ['a doubt says nothing of names', withKnownAddress(to(at(oven)), to(at(oven))), doubt, 'undetermined'],
    [
      'another path is rerouted, with or without an identity',
      withKnownAddress(to(at(oven)), to(at(shelf, false))),
      to(at(shelf)),
      'rerouted',
    ],
    [
      'one name of several is enough',
      withKnownAddress(withKnownAddress(to(at(oven, false)), deniedOutcome), to(at(oven))),
      to(at(oven)),
      'identified',
    ],
    ['what the client itself refused is not anonymous', withKnownAddress(deniedOutcome, to(at(oven))), to(at(oven)), 'wider'],
    [
      'an admission that pods refuse by name is told apart where the Service leads elsewhere',
      withOwn(withKnownAddress(to(at(oven)), to(at(shelf))), to(at(oven, false))),
      to(at(oven, false)),
      'identified',
    ],
    ['let in past a page of 403', page(403), to(at(oven)), 'wider'],
    ['let in past a fault that aborts all', aborted, to(at(oven)), 'wider'],
    ['let in past a 404', page(404), to(at(oven)), 'wider'],
    ['let in past a destination that was not there', to(at(status(503))), to(at(oven)), 'wider'],
    ['let in where there was nothing', unreachableOutcome, to(at(oven)), 'rerouted'],
    ['let in past a redirect', redirect, to(at(oven)), 'rerouted'],
    ['let in past a page of 200', page(200), to(at(oven)), 'rerouted'],
    ['sent elsewhere', to(at(oven)), to(at(shelf)), 'rerouted'],
    ['answered instead of passed on', to(at(oven)), page(200), 'rerouted'],
    ['answered where it was refused, which opens nothing', deniedOutcome, page(200), 'rerouted'],
    ['split otherwise', to(at(oven, true, 0.5), at(shelf, true, 0.5)), to(at(oven, true, 0.9), at(shelf, true, 0.1)), 'rerouted'],
    ['in doubt now', to(at(oven)), doubt, 'undetermined'],
    ['in doubt before', doubt, to(at(oven)), 'undetermined'],
    ['in the same doubt', doubt, doubt, 'equal'],
    ['in another doubt', doubt, { kind: 'unknown', needs: 'the youngest table' }, 'undetermined'],
    ['sent by nobody', unsentOutcome, to(at(oven)), 'equal'],
    ['sent by nobody now', to(at(oven)), unsentOutcome, 'equal'],
    ['in the same doubt beside another kind', deniedOutcome, doubt, 'undetermined'],
    ['passed to nothing by a share, and to pods now', to(at(status(503), true, 0.5), at(oven, true, 0.5)), to(at(oven)), 'rerouted'],
    ['led to nothing by its routes, as before', to(at(status(503), false)), to(at(status(503), false)), 'equal'],
    ['refused by another share of the pods', to(at(oven), at(shelf, false)), to(at(oven), at(mill, false)), 'equal'],
    [
      'refused by none of them now, since they get nothing',
      to(at(oven, true, 0.5), at(shelf, false, 0.5)),
      to(at(oven, true, 0.5)),
      'rerouted',
    ],
    ['refused elsewhere now, and let in as before', to(at(oven)), to(at(oven, true, 0.5), at(shelf, false, 0.5)), 'rerouted'],
    ['let in past a page of 403, to another page', page(403), page(200), 'rerouted'],
    ['let in past a page of 403, to an error of another place', page(403), to(at(status(503))), 'rerouted'],
    ['let in past a page of 403, to an error or a refusal', page(403), to(at(status(503), true, 0.5), at(oven, false, 0.5)), 'rerouted'],
    ['led to nothing, and to another nothing now', to(at(status(503), false)), to(at(status(404))), 'rerouted'],
    ['let in by both of two shares for the same pods', to(at(oven, true, 0.5), at(oven, false, 0.5)), to(at(oven)), 'rerouted'],
    ['answered 404 by another proxy', page(404), { kind: 'answered', answer: { kind: 'response', status: 404, unrouted: true } }, 'equal'],
  ])('%s', (_, before, after, verdict) => {
    expect(verdictOf(before, after)).toBe(verdict)
  })
})

describe('beside what a request is led to,', () => {
  test.each<[string, Outcome, Outcome, string]>([
    ['pods that would let it in may be where it is sent', beside(to(at(oven)), shelf, true), to(at(shelf)), 'rerouted'],
    ['pods that would refuse it may not', beside(to(at(oven)), shelf, false), to(at(shelf)), 'wider'],
    ['pods that would let it in count where it was refused', beside(to(at(oven, false)), shelf, true), to(at(shelf)), 'rerouted'],
    ['what it is led to counts before what is said beside', beside(to(at(oven, false)), oven, true), to(at(oven)), 'wider'],
    ['a refusal without any name is not anonymous', withOwn(to(at(oven, false)), to(at(oven))), to(at(oven)), 'wider'],
    ['what is as before stays equal, whatever the names', withKnownAddress(to(at(oven)), to(at(oven))), to(at(oven)), 'equal'],
    ['a doubt stays a doubt, whatever the names', withKnownAddress(to(at(oven)), doubt), doubt, 'undetermined'],
    [
      'its name may lead where it goes now',
      withKnownAddress(withKnownAddress(to(at(shelf)), to(at(oven))), to(at(mill))),
      to(at(oven)),
      'identified',
    ],
    ['what goes elsewhere is not closed by its name', withKnownAddress(to(at(oven)), to(at(oven, false))), to(at(shelf)), 'rerouted'],
    [
      'where it leads is not beside it',
      withKnownAddress(beside(to(at(oven, false)), oven, true), to(at(oven))),
      to(at(oven)),
      'identified',
    ],
    [
      'pods that would let it in are not opened',
      withKnownAddress(beside(to(at(oven, false)), shelf, true), to(at(oven))),
      to(at(oven, true, 0.5), at(shelf, true, 0.5)),
      'identified',
    ],
    [
      'a share may be closed by its name',
      withKnownAddress(to(at(oven, true, 0.5), at(shelf, true, 0.5)), to(at(oven, false))),
      to(at(oven, false, 0.3), at(shelf, true, 0.7)),
      'identified',
    ],
    ['an anonymous refusal is told apart', withKnownAddress(to(at(oven, false)), to(at(oven))), to(at(oven)), 'identified'],
    ['one that names refuse too is not', withKnownAddress(to(at(oven, false)), to(at(oven, false))), to(at(oven)), 'wider'],
    ['an anonymous admission is told apart', withKnownAddress(to(at(oven)), to(at(oven, false))), to(at(oven, false)), 'identified'],
    [
      'pods may know the client where the routes lead elsewhere',
      withOwn(withKnownAddress(to(at(oven, false)), to(at(shelf))), to(at(oven))),
      to(at(oven)),
      'identified',
    ],
    ['but not past a page of 403', withOwn(withKnownAddress(to(at(oven, false)), page(403)), to(at(oven))), to(at(oven)), 'wider'],
  ])('%s', (_, before, after, verdict) => {
    expect(verdictOf(before, after)).toBe(verdict)
  })
})

describe('what is sent', () => {
  test('is one arrival for one destination, sorted', () => {
    expect(to(at(shelf, true, 0.25), at(oven, true, 0.5), at(shelf, true, 0.25))).toEqual(to(at(oven, true, 0.5), at(shelf, true, 0.5)))
    expect(to(at(shelf), at(shelf, false))).toMatchObject({ arrivals: [{ allowed: false }, { allowed: true }] })
  })

  test('says nothing of settings that do nothing', () => {
    expect(sent([{ mirrors: [], responseHeaders: [], share: 0.5 }], [at(oven)])).toEqual(to(at(oven)))
  })

  test('differs by its settings', () => {
    const slow = sent([{ mirrors: [], responseHeaders: [], timeout: '3s' } as never], [at(oven)])
    expect(verdictOf(to(at(oven)), slow)).toBe('rerouted')
  })
})
