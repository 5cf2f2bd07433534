import { expect, test } from 'vitest'
import { type Diagnostic, sortDiagnostics, spanOf } from '../../src/diagnostics/diagnostic.ts'
import type { Place, SourceSpan } from '../../src/diagnostics/place.ts'

test('a finding is asked for its span once, however often it is sorted among others', () => {
  let asked = 0
  const at = (line: number): Place => {
    const object = { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'cart', file: 'mesh.yaml', document: 0 }
    const span: SourceSpan = { file: 'mesh.yaml', line, col: 1, endLine: line, endCol: 2 }
    const place: Place = {
      object,
      path: [],
      get span() {
        asked += 1
        return span
      },
      field: () => place,
      index: () => place,
    }
    return place
  }
  const finding = (line: number): Diagnostic => ({
    code: 'US0001',
    stage: 'meaning',
    severity: 'info',
    message: `finding ${line}`,
    help: 'None.',
    place: at(line),
    related: [],
  })
  const [second, first] = [finding(2), finding(1)]
  const sorted = sortDiagnostics(sortDiagnostics([second, first]))
  expect(sorted.map((one) => spanOf(one)?.line)).toEqual([1, 2])
  expect(asked).toBe(2)
})
