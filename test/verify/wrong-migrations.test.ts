import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import type { InputFile } from '../../src/manifest/input-file.ts'
import { headerValues, pathOf, type Request } from '../../src/model/request.ts'
import type { Difference } from '../../src/verify/comparison.ts'
import { compareManifests } from '../../src/verify/verify.ts'
import { readFolder } from '../golden/folder.ts'

/*
 * Migrations that tools and guides have produced, rebuilt in small meshes: before/, after/, and in case.yaml what is wrong. Each must be
 * found with a request that shows it.
 */

const root = 'test/verify/wrong-migrations'
const verdict = z.enum(['wider', 'narrower', 'rerouted'])
const form = z.strictObject({
  why: z.string(),
  /** Where it was seen. */
  source: z.string(),
  never: z.array(verdict).optional(),
  expect: z
    .array(
      z.strictObject({
        verdict,
        destination: z.string(),
        client: z.string(),
        /** Regular expressions for parts of the witness: `method`, `path`, `header <name>`. */
        request: z.record(z.string(), z.string()).optional(),
        changed: z.array(z.string()).optional(),
        externalAllows: z.boolean().optional(),
        /** The policy that refused the request before. */
        refusedBy: z.string().optional(),
      }),
    )
    .min(1),
})
type Expected = z.infer<typeof form>['expect'][number]

for (const name of readdirSync(root).sort()) {
  const { why, never = [], expect: expected } = form.parse(parse(readFileSync(join(root, name, 'case.yaml'), 'utf8')))
  test(`${name}: ${why}`, () => {
    const { comparison, diagnostics } = compareManifests(filesIn(name, 'before'), filesIn(name, 'after'))
    expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([])
    const found = comparison.differences.map(summary)
    for (const one of expected)
      expect(
        comparison.differences.some((difference) => shows(difference, one)),
        `${JSON.stringify(one)}\nin ${JSON.stringify(found, undefined, 1)}`,
      ).toBe(true)
    expect(found.filter((difference) => (never as string[]).includes(difference.verdict))).toEqual([])
  })
}

function filesIn(name: string, side: string): InputFile[] {
  return [...readFolder(join(root, name, side))].map(([path, text]) => ({ path: `${side}/${path}`, text }))
}

function shows({ witness, ...difference }: Difference, wanted: Expected): boolean {
  if (witness === undefined || difference.verdict !== wanted.verdict) return false
  if (!difference.destinations.includes(wanted.destination) || !difference.clients.includes(wanted.client)) return false
  if (wanted.changed !== undefined && JSON.stringify(wanted.changed) !== JSON.stringify(difference.changed)) return false
  if (wanted.externalAllows !== undefined && wanted.externalAllows !== witness.externalAllows) return false
  const refused = [...witness.before.points, ...witness.before.branches.flatMap(({ points }) => points)].flatMap(({ because }) => because)
  if (wanted.refusedBy !== undefined && !refused.some(({ object }) => object.name === wanted.refusedBy)) return false
  return Object.entries(wanted.request ?? {}).every(([part, pattern]) =>
    new RegExp(pattern).test(partOf(witness.request, part) ?? '(absent)'),
  )
}

function partOf({ http }: Request, part: string): string | undefined {
  if (http === undefined) return undefined
  if (part === 'method') return http.method
  if (part === 'path') return pathOf(http.target)
  const values = headerValues(http.headers, part.replace(/^header /, ''))
  return values.length === 0 ? undefined : values.join(' and ')
}

function summary({ verdict: said, destinations, clients, changed, witness }: Difference) {
  return { verdict: said, destinations, clients, changed, http: witness?.request.http, needs: witness?.before.needs }
}
