import { expect, it } from 'vitest'
import { movableMesh } from '../../../bench/movable-mesh.ts'
import { translate } from '../../../src/translate.ts'
import { attributes } from '../../../src/verify/symbolic/attribute.ts'
import { allOf, type Condition, eachLeafOnce, textIn } from '../../../src/verify/symbolic/condition.ts'
import type { DecisionTree, Delivery } from '../../../src/verify/symbolic/decision-tree.ts'
import { decisionTreeOf } from '../../../src/verify/symbolic/decision-tree-of.ts'

const { mesh } = translate(movableMesh(40).files, { target: 'ambient' })

function arrivalsIn(tree: DecisionTree): Delivery[] {
  if (tree.kind === 'if') return [...arrivalsIn(tree.yes), ...arrivalsIn(tree.no)]
  return tree.kind === 'sent' ? [...tree.arrivals] : []
}

it('asks once what guards pods, however often requests arrive there alike', () => {
  const [service] = mesh.services
  const { namespace, name, ports } = service!
  const asked = { mesh, endpoint: 'pod', protocol: 'http', clientNamespaces: [], identified: true } as const
  const address = { kind: 'service', namespace, name, port: ports[0]!.port } as const
  const [once, again] = [1, 2].map(() => arrivalsIn(decisionTreeOf({ ...asked, proxy: 'none', address }))) as [Delivery[], Delivery[]]
  expect(once.length).toBeGreaterThan(0)
  for (const [position, arrival] of once.entries()) expect(again[position]).toBe(arrival)
  // Another carrier of the client is another question.
  const byGateway = new Set(arrivalsIn(decisionTreeOf({ ...asked, proxy: 'gateway', address })))
  expect(once.filter((arrival) => byGateway.has(arrival))).toEqual([])
})

it('visits what conditions have in common once', () => {
  let read = 0
  const own = [textIn(attributes.method, { kind: 'exact', value: 'GET' }), textIn(attributes.method, { kind: 'exact', value: 'PUT' })]
  const common: Condition = {
    kind: 'all',
    get of() {
      read += 1
      return own
    },
  }
  const found: string[] = []
  eachLeafOnce(
    Array.from({ length: 20 }, (_, at) => allOf([common, textIn(attributes.method, { kind: 'exact', value: String(at) })])),
    (leaf) => void found.push(leaf.kind === 'text' && leaf.language.kind === 'exact' ? leaf.language.value : leaf.kind),
  )
  expect(found.slice(0, 4)).toEqual(['GET', 'PUT', '0', '1'])
  expect(found).toHaveLength(22)
  // Building the twenty conditions reads it, and the visit does once.
  expect(read).toBeLessThanOrEqual(21)
})
