import { expect, test } from 'vitest'
import { Diagrams, type Node } from '../../src/algebra/diagram.ts'
import fc from '../fast-check.ts'

type Formula = { kind: 'among'; variable: number; classes: number[] } | { kind: 'and' | 'or'; of: Formula[] } | { kind: 'not'; of: Formula }

const counts = [3, 2, 4]

const formula: fc.Arbitrary<Formula> = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { depthSize: 'small' },
    fc
      .integer({ min: 0, max: 2 })
      .chain((variable) =>
        fc
          .subarray(Array.from({ length: counts[variable]! }, (_, index) => index))
          .map((classes): Formula => ({ kind: 'among', variable, classes })),
      ),
    fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), of: fc.array(tie('formula'), { maxLength: 3 }) }),
    tie('formula').map((of): Formula => ({ kind: 'not', of })),
  ),
})).formula

function truth(of: Formula, point: readonly number[]): boolean {
  if (of.kind === 'among') return of.classes.includes(point[of.variable]!)
  if (of.kind === 'not') return !truth(of.of, point)
  return of.kind === 'and' ? of.of.every((part) => truth(part, point)) : of.of.some((part) => truth(part, point))
}

function build(diagrams: Diagrams<unknown>, of: Formula): Node {
  if (of.kind === 'among') return diagrams.among(of.variable, of.classes, counts[of.variable]!)
  if (of.kind === 'not') return diagrams.not(build(diagrams, of.of))
  const parts = of.of.map((part) => build(diagrams, part))
  return of.kind === 'and' ? diagrams.all(parts) : diagrams.any(parts)
}

function follow(diagrams: Diagrams<unknown>, node: Node, point: readonly number[]): Node {
  let at = node
  while (!diagrams.isLeaf(at)) at = diagrams.child(at, diagrams.variableOf(at), point[diagrams.variableOf(at)]!)
  return at
}

const points = [0, 1, 2].flatMap((a) => [0, 1].flatMap((b) => [0, 1, 2, 3].map((c) => [a, b, c])))

test('a diagram decides every point as its formula does, and equal functions are one node', () => {
  fc.assert(
    fc.property(formula, formula, (left, right) => {
      const diagrams = new Diagrams<boolean>(false, true)
      const [a, b] = [build(diagrams, left), build(diagrams, right)]
      for (const point of points) expect(diagrams.valueOf(follow(diagrams, a, point))).toBe(truth(left, point))
      expect(a === b).toBe(points.every((point) => truth(left, point) === truth(right, point)))
    }),
  )
})

test('leaves of any kind are chosen by conditions and joined pair by pair', () => {
  fc.assert(
    fc.property(formula, formula, (left, right) => {
      const diagrams = new Diagrams<string>('no', 'yes')
      const tree = (of: Formula, name: string): Node =>
        diagrams.choose(build(diagrams, of), diagrams.leaf(name, name), diagrams.leaf(`not ${name}`, `not ${name}`))
      const join = (x: string, y: string): Node => diagrams.leaf(`${x}, ${y}`, `${x}, ${y}`)
      const joined = diagrams.combine(tree(left, 'a'), tree(right, 'b'), join, new Map())
      for (const point of points)
        expect(diagrams.valueOf(follow(diagrams, joined, point))).toBe(
          `${truth(left, point) ? '' : 'not '}a, ${truth(right, point) ? '' : 'not '}b`,
        )
    }),
  )
})
