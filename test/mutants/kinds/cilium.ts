import { kindsOf, on, removed } from '../mutant-kind.ts'
import { at, dropOneOfSeveral, dropped, renamed, replaced } from '../spot.ts'

const policies = ['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy']
const sides = 'spec.ingress|ingressDeny'

export const ciliumKinds = kindsOf('cilium', {
  'drop Cilium policy': ['a file is not applied', on(policies, removed)],
  'drop one entry': ['an entry that cannot be said is left out', on(policies, dropOneOfSeveral(`${sides}.*`))],
  'drop all entries': ['no entries and no list are mistaken for each other', on(policies, dropped(sides))],
  'drop fromEndpoints': ['an entry without peers is an entry for all', on(policies, dropped(`${sides}.*.fromEndpoints`))],
  'drop one peer': ['only the first peer is copied', on(policies, dropOneOfSeveral(`${sides}.*.fromEndpoints.*`))],
  'drop one label of a peer': [
    'a peer is known by its namespace alone',
    on(
      policies,
      dropped(`${sides}.*.fromEndpoints.*.matchLabels.*`, ({ holder }) => Object.keys(holder).length > 1),
    ),
  ],
  'drop expressions of a peer': ['expressions are rarer than labels', on(policies, dropped(`${sides}.*.fromEndpoints.*.matchExpressions`))],
  'other operator': [
    'In and NotIn are mixed up',
    on(
      policies,
      replaced(
        `${sides}.*.fromEndpoints.*.matchExpressions.*.operator`,
        (operator) => ({ In: 'NotIn', NotIn: 'In', Exists: 'DoesNotExist', DoesNotExist: 'Exists' })[operator as 'In'],
      ),
    ),
  ],
  'drop fromEntities': ['entities are names of their own', on(policies, dropped(`${sides}.*.fromEntities`))],
  'drop toPorts': ['an entry without ports is an entry for all ports', on(policies, dropped(`${sides}.*.toPorts`))],
  'drop one port': ['only the first port is copied', on(policies, dropOneOfSeveral(`${sides}.*.toPorts.*.ports.*`))],
  'other port': [
    'Cilium sees the port of the pod',
    on(
      policies,
      replaced(`${sides}.*.toPorts.*.ports.*.port`, (port) => (port === '0' ? undefined : `${Number(port) + 1}`)),
    ),
  ],
  'any protocol': ['TCP is not the default', on(policies, dropped(`${sides}.*.toPorts.*.ports.*.protocol`))],
  'default deny off': [
    'a policy that denies nothing by default',
    on(
      policies,
      at('spec', ({ value }) => {
        const off = value.enableDefaultDeny?.ingress === false
        value.enableDefaultDeny = { ...value.enableDefaultDeny, ingress: off }
        return true
      }),
    ),
  ],
  'allow for deny entry': [
    'a list is copied to the other side',
    on(
      policies,
      renamed('spec.ingressDeny', () => 'ingress'),
    ),
  ],
  'egress for ingress': [
    'directions are mixed up',
    on(
      policies,
      renamed('spec.ingress', () => 'egress'),
    ),
  ],
  'one label less of the subject': ['a selector is copied in part', on(policies, dropped('spec.endpointSelector.matchLabels.*'))],
  'label that no pod has in Cilium': [
    'labels have sources',
    on(
      policies,
      replaced('spec.endpointSelector.matchLabels.*', (value) => `${value}-x`),
    ),
  ],
})
