import { compareText } from '../../diagnostics/place.ts'
import { sameJson } from '../../manifest/object/equal.ts'
import { ownValue } from '../../model/own-value.ts'
import { rankOf } from '../closing-first.ts'
import { type ObjectOfAge, sharedByAge } from './about.ts'

/** What the ages of deleted objects ask for when they are made again. */
export interface MadeAgain {
  /** Made one after the other, more than a second apart: no two objects of one have an age that decides between them. */
  readonly rounds: readonly (readonly ObjectOfAge[])[]
  /** Objects of `rounds` that were not deleted, and are younger than one that was: they are made anew to be so again. */
  readonly anew: readonly ObjectOfAge[]
  /** Pairs of which the older one counts, and which may be the other way around once the first is made again. */
  readonly unclear: readonly (readonly [ObjectOfAge, ObjectOfAge])[]
  /** True where the way back of a later step has just made older objects again, beside which these count for nothing. */
  readonly behind?: boolean
}

/**
 * Objects that are made again are the youngest of all, and in one second their names decide. They are made in the order of their ages, so that of those
 * that are about the same the oldest one counts again. What stays and is younger is made anew, where the older one leaves it without effect: then
 * nothing is missing while it is not there.
 */
export function madeAgain(deleted: readonly ObjectOfAge[], staying: readonly ObjectOfAge[], clusterDomain: string): MadeAgain {
  const unclear: [ObjectOfAge, ObjectOfAge][] = []
  const anew: ObjectOfAge[] = []
  const made = [...deleted]
  const sharedBy = (one: ObjectOfAge, other: ObjectOfAge) => (saySame(one, other) ? 'nothing' : sharedByAge(one, other, clusterDomain))
  for (const [index, one] of deleted.entries())
    for (const other of deleted.slice(index + 1))
      if (sharedBy(one, other) !== 'nothing' && compareAge(one, other) === undefined) unclear.push([one, other])
  const left = new Set(staying)
  for (const one of made)
    for (const other of left) {
      const shared = sharedBy(one, other)
      const order = compareAge(one, other)
      if (shared === 'nothing' || (order !== undefined && order > 0)) continue
      if (order === undefined || shared === 'some') unclear.push([one, other])
      else {
        anew.push(other)
        made.push(other)
        left.delete(other)
      }
    }
  return { rounds: roundsOfAge(made, (one, other) => sharedBy(one, other) !== 'nothing'), anew, unclear }
}

/** Each object behind all older ones that are about the same, and in no earlier round than what closes and is made before it. */
function roundsOfAge(made: readonly ObjectOfAge[], shares: (one: ObjectOfAge, other: ObjectOfAge) => boolean) {
  const numbers = new Map<ObjectOfAge, number>()
  for (const object of [...made].sort((a, b) => rankOf(a) - rankOf(b) || compareTimes(a, b) || compareNames(a, b))) {
    const after = [...numbers].map(([other, number]) => (shares(object, other) ? number + 1 : rankOf(other) < rankOf(object) ? number : 0))
    numbers.set(object, Math.max(0, ...after))
  }
  const count = Math.max(0, ...[...numbers.values()].map((number) => number + 1))
  return Array.from({ length: count }, (_, round) => made.filter((object) => numbers.get(object) === round))
}

/** Negative where the first is older; undefined where the input does not say. */
function compareAge(a: ObjectOfAge, b: ObjectOfAge): number | undefined {
  if (![a, b].every((one) => Number.isFinite(timeOf(one)))) return undefined
  return compareTimes(a, b) || compareNames(a, b)
}

function compareTimes(a: ObjectOfAge, b: ObjectOfAge): number {
  const [one, other] = [timeOf(a), timeOf(b)]
  return one === other ? 0 : one - other
}

/** Of one second, the name counts before the namespace (istio:pilot/pkg/model/config.go configCompareByCreationTime). */
function compareNames({ ref: a }: ObjectOfAge, { ref: b }: ObjectOfAge): number {
  return compareText(a.name, b.name) || compareText(a.namespace, b.namespace)
}

function timeOf({ created }: ObjectOfAge): number {
  const time = Date.parse(created ?? '')
  return Number.isNaN(time) ? Number.POSITIVE_INFINITY : time
}

function saySame(a: ObjectOfAge, b: ObjectOfAge): boolean {
  return sameJson(ownValue(a.value, 'spec'), ownValue(b.value, 'spec'))
}
