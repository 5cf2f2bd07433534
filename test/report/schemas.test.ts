import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { estimateComparisonSchema } from '../../src/report/estimate/comparison-schema.ts'
import { estimateReportSchema } from '../../src/report/estimate/schema.ts'
import { planReportSchema } from '../../src/report/plan/schema.ts'
import { traceReportSchema } from '../../src/report/trace/schema.ts'
import { translationReportSchema } from '../../src/report/translation/schema.ts'
import { verifyReportSchema } from '../../src/report/verify/schema.ts'
import { runCli, workIn } from '../cli/run-cli.ts'

const folder = resolve('schemas')
const move = ['by-hand/before', '--to', 'ambient', '--kustomize', 'off']
const change = ['by-hand/before', '--against', 'by-hand/after']

/** What prints each report with all that a report may have, where one input can show it. */
const printed: readonly (readonly [file: string, schema: z.ZodType, args: readonly string[]])[] = [
  ['report.v1.json', translationReportSchema, ['convert', ...move]],
  ['report.v1.json', translationReportSchema, ['diff', ...move, '--structural']],
  ['verify.v1.json', verifyReportSchema, ['diff', ...change, '--structural']],
  ['verify.v1.json', verifyReportSchema, ['verify', ...move, '--states']],
  ['verify.v1.json', verifyReportSchema, ['verify', ...change]],
  ['estimate.v1.json', estimateReportSchema, ['estimate', ...move]],
  ['targets.v1.json', estimateComparisonSchema, ['estimate', ...move, '--to', 'cilium']],
  ['plan.v1.json', planReportSchema, ['plan', ...move]],
  ['trace.v1.json', traceReportSchema, ['trace', ...change, '--from', 'shop/web', '--to-pod', 'shop/cart:8080', '--method', 'DELETE']],
]

for (const [file, schema, args] of printed)
  describe(`${args.join(' ')} -o json`, () => {
    test(`has what schemas/${file} describes, and nothing else`, { timeout: 60_000 }, async () => {
      workIn('by-hand')
      writeFileSync('by-hand/before/kustomization.yaml', 'resources: [shop.yaml]\nnamePrefix: our-\n')
      writeFileSync('unsidecar.yaml', suppressions)
      const { stdout } = await runCli(...args, '-o', 'json')
      const report = JSON.parse(stdout) as object
      expect(schema.parse(report)).toEqual(report)
      const accepts = new Ajv2020({ strict: false }).compile(JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as object)
      expect(accepts(report), JSON.stringify(accepts.errors)).toBe(true)
      // A later version may add fields: who reads the schema of this one reads on.
      expect(accepts({ ...report, later: { than: 'this version' } })).toBe(true)
      expect(accepts({ ...report, schemaVersion: '2' })).toBe(false)
    })
  })

const suppressions = `suppress:
- {code: US0040, reason: it is a small mesh, expires: 2099-12-31, by: a test}
`
