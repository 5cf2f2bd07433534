import { z } from 'zod'
import { estimateComparisonSchema } from '../../src/report/estimate/comparison-schema.ts'
import { estimateReportSchema } from '../../src/report/estimate/schema.ts'
import { fleetReportSchema } from '../../src/report/fleet/schema.ts'
import { modelSchema } from '../../src/report/model/schema.ts'
import { planReportSchema } from '../../src/report/plan/schema.ts'
import { traceReportSchema } from '../../src/report/trace/schema.ts'
import { translationReportSchema } from '../../src/report/translation/schema.ts'
import { verifyReportSchema } from '../../src/report/verify/schema.ts'
import type { GeneratedFile } from './generated-file.ts'

/** The JSON Schemas of everything that unsidecar prints as JSON. */
export function reportSchemas(): GeneratedFile[] {
  return [
    schemaFile('model.v1.json', 'The policy model, as `convert -o model-json` prints it', modelSchema),
    schemaFile('report.v1.json', 'The report of a translation, as `convert -o json` and `diff -o json` print it', translationReportSchema),
    schemaFile('estimate.v1.json', 'The estimate of a migration, as `estimate -o json` prints it', estimateReportSchema),
    schemaFile('plan.v1.json', 'The waves of a rollout, as `plan -o json` prints them', planReportSchema),
    schemaFile(
      'targets.v1.json',
      'Estimates of all targets side by side, as `estimate --to … --to … -o json` prints them',
      estimateComparisonSchema,
    ),
    schemaFile('verify.v1.json', 'What two meshes decide differently, as `verify -o json` prints it', verifyReportSchema),
    schemaFile('fleet.v1.json', 'What several clusters decide differently, as `verify --cluster … -o json` prints it', fleetReportSchema),
    schemaFile('trace.v1.json', 'What was decided about one request, as `trace -o json` prints it', traceReportSchema),
  ]
}

/** Only `strictObject` allows no other fields: a report of a later version may have some, and is to be valid for who reads this one. */
export function schemaFile(name: string, title: string, schema: z.ZodType): GeneratedFile {
  const { $schema, ...rest } = z.toJSONSchema(schema, { reused: 'ref', io: 'input' })
  return { path: `schemas/${name}`, text: `${JSON.stringify({ $schema, title, ...rest }, undefined, 2)}\n` }
}
