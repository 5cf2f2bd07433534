import { kindsOf, on, removed } from '../mutant-kind.ts'
import { at, drop, dropOneOfSeveral, dropped, renamed, replaced, spotsAt, swapped } from '../spot.ts'

const policy = 'AuthorizationPolicy'
const operations = 'spec.rules.*.to.*.operation'
const sources = 'spec.rules.*.from.*.source'
const fields = 'spec.rules.*.from|to.*.source|operation.*'
const several = ({ holder }: { holder: object }): boolean => Object.keys(holder).length > 1
const isGuard = (object: object): boolean =>
  spotsAt(object, 'metadata.labels.*').some(({ key, value }) => key === 'app.kubernetes.io/managed-by' && value === 'unsidecar')

/** Values that mean something else in the field beside. */
const beside: Readonly<Record<string, string>> = {
  principals: 'namespaces',
  namespaces: 'principals',
  methods: 'hosts',
  paths: 'hosts',
  hosts: 'paths',
  ipBlocks: 'remoteIpBlocks',
  remoteIpBlocks: 'ipBlocks',
  requestPrincipals: 'principals',
}

export const authorizationKinds = kindsOf('authorization', {
  'drop from': ['a writer that knows operations only', on(policy, dropped('spec.rules.*.from'))],
  'drop to': ['a writer for layer 4 forgets what needs HTTP', on(policy, dropped('spec.rules.*.to'))],
  'drop when': ['conditions are the part of the language that is read last', on(policy, dropped('spec.rules.*.when'))],
  'drop one source': ['a list is copied up to its first entry', on(policy, dropOneOfSeveral('spec.rules.*.from.*'))],
  'drop one operation': ['a list is copied up to its first entry', on(policy, dropOneOfSeveral('spec.rules.*.to.*'))],
  'drop one condition': ['an unknown key is left out instead of refused', on(policy, dropOneOfSeveral('spec.rules.*.when.*'))],
  'drop rule': ['a rule that cannot be said is left out', on(policy, dropOneOfSeveral('spec.rules.*'))],
  'drop all rules': ['an empty list and no list are mistaken for each other', on(policy, dropped('spec.rules'))],
  'open rules': [
    'an empty rule stands for any request, not for none',
    on(
      policy,
      replaced('spec.rules', () => [{}]),
    ),
  ],
  'drop field': [
    'a field of the source language has no reader',
    on(
      policy,
      dropped(fields, (spot) => several(spot) && !String(spot.key).startsWith('not')),
    ),
  ],
  'drop not': [
    'negations are left out as the rare case',
    on(
      policy,
      dropped(fields, ({ key }) => String(key).startsWith('not')),
    ),
  ],
  'drop value': ['duplicates are removed by a key that is too short', on(policy, dropOneOfSeveral(`${fields}.*`))],
  'drop condition value': [
    'only the first of several values is compared',
    on(policy, dropOneOfSeveral('spec.rules.*.when.*.values|notValues.*')),
  ],
  'lose not': [
    'the wrong key of a pair is written',
    on(
      policy,
      renamed(fields, (key) => (key.startsWith('not') ? key.charAt(3).toLowerCase() + key.slice(4) : undefined)),
    ),
  ],
  'lose not of condition': [
    'the wrong key of a pair is written',
    on(
      policy,
      renamed('spec.rules.*.when.*.notValues', () => 'values'),
    ),
  ],
  'gain not': [
    'a condition is negated once too often',
    on(
      policy,
      renamed(fields, (key) => (key.startsWith('not') ? undefined : `not${key.charAt(0).toUpperCase()}${key.slice(1)}`)),
    ),
  ],
  'values in another field': [
    'fields of one shape are mixed up',
    on(
      policy,
      renamed(fields, (key) => beside[key]),
    ),
  ],
  'prefix becomes exact': [
    'a star is lost when values are rewritten',
    on(
      policy,
      replaced(`${fields}.*`, (value: string) => (/^.+\*$/.test(value) ? value.slice(0, -1) : undefined)),
    ),
  ],
  'exact becomes prefix': [
    'a path of a route becomes a path of a policy',
    on(
      policy,
      replaced(`${operations}.paths|notPaths.*`, (value: string) => (value.includes('*') ? undefined : `${value}*`)),
    ),
  ],
  'segment becomes prefix': [
    'a byte prefix and a prefix of segments are mistaken for each other',
    on(
      policy,
      replaced(`${operations}.paths|notPaths.*`, (value: string) => (/[^/]\*$/.test(value) ? `${value.slice(0, -1)}/*` : undefined)),
    ),
  ],
  'namespace for principal': [
    'an identity is reduced to its namespace',
    on(
      policy,
      at(`${sources}.principals`, ({ holder, value }) => {
        const names = (value as string[]).flatMap((name) => /\/ns\/([^/]+)\/sa\//.exec(name)?.[1] ?? [])
        if (names.length === 0 || holder.namespaces !== undefined) return false
        delete holder.principals
        holder.namespaces = [...new Set(names)]
        return true
      }),
    ),
  ],
  'drop action': [
    'ALLOW is the default, so nobody notices that the field is lost',
    on(
      policy,
      dropped('spec.action', ({ value }) => value !== 'ALLOW'),
    ),
  ],
  'allow for deny': [
    'a policy is copied without its effect',
    on(
      policy,
      replaced('spec.action', (value) => (value === 'DENY' ? 'ALLOW' : undefined)),
    ),
  ],
  'deny for allow': [
    'a policy is copied with the effect of its neighbour',
    on(
      policy,
      at('spec', ({ holder, value }) => {
        if (value.action !== undefined && value.action !== 'ALLOW') return false
        if ((value.rules ?? []).length === 0) return false
        holder.spec = { ...value, action: 'DENY' }
        return true
      }),
    ),
  ],
  'audit only': [
    'a policy is tried out and stays so',
    on(
      policy,
      at('metadata', ({ value }) => {
        value.annotations = { ...value.annotations, 'istio.io/dry-run': 'true' }
        return true
      }),
    ),
  ],
  'no dry run': [
    'annotations are not copied',
    on(
      policy,
      dropped('metadata.annotations', ({ value }) => value['istio.io/dry-run'] !== undefined),
    ),
  ],
  'drop policy': ['a file is not applied', on(policy, (object, ...rest) => (isGuard(object) ? undefined : removed(object, ...rest)))],
  'drop guard': [
    'what keeps clients from going round the waypoint looks superfluous',
    on(policy, (object, ...rest) => (isGuard(object) ? removed(object, ...rest) : undefined)),
  ],
  'merge rules': [
    'alternatives of two rules are written into one',
    on(
      policy,
      at(
        'spec.rules.*',
        (spot) => {
          const next = spot.holder[(spot.key as number) + 1]
          if (next === undefined) return false
          spot.holder[spot.key] = { ...next, ...spot.value }
          return drop({ ...spot, key: (spot.key as number) + 1 })
        },
        ({ holder }) => holder.length > 1,
      ),
    ),
  ],
  'reorder rules of a policy': ['order means nothing in a policy: nobody may tell', on(policy, swapped('spec.rules.*'))],
})
