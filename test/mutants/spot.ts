import type { KubernetesObject } from '../../src/model/object.ts'
import type { Damage } from './mutant-kind.ts'
import { pick, type Random } from './random.ts'

// biome-ignore lint/suspicious/noExplicitAny: manifests are plain JSON here, valid or not
export type Value = any

/** A value inside an object, by what holds it. */
export interface Spot {
  readonly holder: Value
  readonly key: string | number
  readonly value: Value
}

/** All values at a path; `*` stands for every key, `a|b` for one of several. */
export function spotsAt(root: Value, path: string): Spot[] {
  let spots: Spot[] = [{ holder: undefined, key: '', value: root }]
  for (const step of path.split('.')) {
    spots = spots.flatMap(({ value }) => {
      if (value === null || typeof value !== 'object') return []
      const keys = step === '*' ? Object.keys(value) : step.split('|').filter((key) => value[key] !== undefined)
      return keys.map((key) => ({ holder: value, key: Array.isArray(value) ? Number(key) : key, value: value[key] }))
    })
  }
  return spots
}

/** Damages one of the values at a path that the condition holds for. The change works on a copy and answers false where it cannot. */
export function at(path: string, change: (spot: Spot, random: Random) => boolean, condition: (spot: Spot) => boolean = () => true): Damage {
  return (object, random) => {
    const copy = structuredClone(object) as KubernetesObject
    const candidates = spotsAt(copy, path).filter(condition)
    const spot = pick(random, candidates)
    return spot !== undefined && change(spot, random) ? copy : undefined
  }
}

export function drop({ holder, key }: Spot): boolean {
  if (Array.isArray(holder)) holder.splice(key as number, 1)
  else delete holder[key]
  return true
}

/** Takes one of several, so that no empty list remains. */
export function dropOneOfSeveral(path: string): Damage {
  return at(path, drop, ({ holder }) => Array.isArray(holder) && holder.length > 1)
}

export function dropped(path: string, condition?: (spot: Spot) => boolean): Damage {
  return at(path, drop, condition)
}

export function replaced(path: string, by: (value: Value, random: Random) => Value, condition?: (spot: Spot) => boolean): Damage {
  return at(
    path,
    ({ holder, key, value }, random) => {
      const next = by(value, random)
      if (next === undefined || JSON.stringify(next) === JSON.stringify(value)) return false
      holder[key] = next
      return true
    },
    condition,
  )
}

export function renamed(path: string, to: (key: string) => string | undefined): Damage {
  return at(path, ({ holder, key, value }) => {
    const name = to(String(key))
    if (name === undefined || holder[name] !== undefined) return false
    delete holder[key]
    holder[name] = value
    return true
  })
}

/** Two neighbours change places. */
export function swapped(path: string): Damage {
  return at(
    path,
    ({ holder, key }) => {
      const index = key as number
      ;[holder[index], holder[index + 1]] = [holder[index + 1], holder[index]]
      return true
    },
    ({ holder, key }) => Array.isArray(holder) && (key as number) + 1 < holder.length,
  )
}
