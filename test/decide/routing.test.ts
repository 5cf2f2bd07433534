import { expect, test } from 'vitest'
import { validateEmitted } from '../../src/crd/validate.ts'
import { decide } from '../../src/decide/decide.ts'
import { defaultOptions } from '../../src/model/dialect.ts'
import type { Decision } from '../../src/model/verdict.ts'
import { translate } from '../../src/translate.ts'
import { columns, type Expected, type RoutingCase } from './routing-case.ts'
import { cases, meshOf, requestOf } from './routing-cases.ts'
import { manifestsOf, objectOf } from './routing-mesh.ts'
import { outcomeOf, settingsText } from './routing-outcome.ts'

for (const one of cases) {
  test(`${one.id}: ${one.says}`, () => {
    const asked = columns.filter((column) => one.requests?.some((request) => request[column] !== undefined))
    for (const column of asked) {
      const mesh = meshOf(one, column)
      for (const request of one.requests ?? []) {
        const expected = request[column]
        if (expected === undefined) continue
        const decision = decide(mesh, requestOf(request, column))
        expect(told(decision, expected), `${column}: ${JSON.stringify(request)}\n${walkText(decision)}`).toEqual(
          typeof expected === 'string' ? { is: expected } : expected,
        )
      }
    }
    for (const { object, because } of one.rejected ?? [])
      expect(validateEmitted(objectOf(object), { ...defaultOptions.versions, gatewayApi: '1.5' }).join('\n')).toContain(because)
    if (one.announced !== undefined) {
      const { diagnostics } = translate([{ path: 'mesh.yaml', text: manifestsOf(one, 'sidecar') }], { target: 'ambient' })
      expect(diagnostics.map(({ code }) => code)).toEqual(expect.arrayContaining([...one.announced]))
    }
  })
}

test('every routing case of the semantics is there, each with its source and something to show', () => {
  const ids = cases.map(({ id }) => String(id))
  const wanted = [...Array.from({ length: 108 }, (_, index) => String(index + 1)), '55b']
  expect(wanted.filter((id) => !ids.includes(id))).toEqual([])
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  expect(cases.filter(({ source }) => !/^(istio|ztunnel|envoy|gateway-api):\S+/.test(source ?? '')).map(({ id }) => id)).toEqual([])
  const shows = ({ requests = [], rejected = [] }: RoutingCase): boolean =>
    rejected.length > 0 || (requests.length > 0 && requests.every((request) => columns.some((column) => request[column] !== undefined)))
  expect(cases.filter((one) => !shows(one)).map(({ id }) => id)).toEqual([])
})

/** What of a decision the case speaks of. */
function told(decision: Decision, expected: string | Expected): Partial<Record<keyof Expected, unknown>> {
  const is = outcomeOf(decision)
  if (typeof expected === 'string') return { is }
  const [branch] = decision.branches
  const points = branch?.points ?? decision.points
  const parts: Record<keyof Expected, () => unknown> = {
    is: () => is,
    target: () => branch?.received?.target,
    authority: () => branch?.received?.authority,
    headers: () => branch?.received?.headers,
    settings: () => settingsText(decision),
    via: () => points.map(({ point }) => point).filter((point, index, all) => point !== all[index - 1]),
    identity: () => points.at(-1)?.saw.identity,
  }
  return Object.fromEntries(Object.keys(expected).map((key) => [key, parts[key as keyof Expected]()]))
}

function walkText({ branches, points, needs }: Decision): string {
  const met = [...points, ...branches.flatMap((branch) => branch.points)]
  return [...met.map(({ point, at, verdict, reason }) => `  ${point} ${at}: ${verdict}, ${reason}`), `  needs ${needs ?? 'nothing'}`].join(
    '\n',
  )
}
