import { z } from 'zod'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { SourceSpan } from '../../diagnostics/place.ts'
import type { Expectation } from './expectations.ts'
import { readListFile } from './list-file.ts'
import type { RequestParts } from './request-syntax.ts'

const expected = z.union(
  [
    z.enum(['allowed', 'denied', 'unreachable']),
    z.strictObject({
      verdict: z.enum(['allowed', 'denied', 'unreachable']),
      destination: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
      status: z.int().optional(),
      path: z.string().optional(),
    }),
  ],
  { error: 'is not `allowed`, `denied`, `unreachable` or `{verdict: …, destination: …, status: …, path: …}`' },
)

const entrySchema = z
  .strictObject({
    name: z.string().min(1),
    from: z.string().min(1),
    to: z
      .strictObject({ service: z.string().optional(), pod: z.string().optional(), host: z.string().optional() })
      .refine((to) => Object.values(to).filter((value) => value !== undefined).length === 1, {
        error: 'needs one of `service`, `pod` and `host`',
      }),
    protocol: z.enum(['http', 'tcp']).optional(),
    method: z.string().optional(),
    path: z.string().optional(),
    host: z.string().optional(),
    headers: z
      .record(z.string(), z.union([z.string(), z.array(z.string())], { error: 'is neither a text nor a list of texts' }))
      .optional(),
    claims: z.record(z.string(), z.unknown()).optional(),
    token: z.enum(['none', 'invalid']).optional(),
    clientIp: z.string().optional(),
    sni: z.string().optional(),
    certificate: z.literal('none').optional(),
    external: z.enum(['allow', 'deny']).optional(),
    expect: expected.optional(),
    before: expected.optional(),
    after: expected.optional(),
  })
  .refine(({ expect, before, after }) => (expect === undefined) !== (before === undefined && after === undefined), {
    error: 'needs either `expect`, for both sides, or `before` and `after`',
  })

/** Reads a file of expectations: `requests:` and a list of entries. Entries that are not valid are reported and left out. */
export function readExpectations(
  text: string,
  file: string,
): { readonly expectations: readonly Expectation[]; readonly diagnostics: readonly Diagnostic[] } {
  const { entries, diagnostics } = readListFile(text, file, 'requests', entrySchema)
  return { expectations: entries.map(expectationOf), diagnostics }
}

function expectationOf(entry: z.infer<typeof entrySchema> & { readonly place: SourceSpan }): Expectation {
  const { name, to, place, external, expect, before, after, ...parts } = entry
  const [was, is] = [expect ?? before, expect ?? after]
  return {
    name,
    // Exactly one of the three is set, and what is absent in the file is absent in the request.
    request: JSON.parse(JSON.stringify({ ...parts, to })) as RequestParts,
    ...(external === undefined ? {} : { externalAllows: external === 'allow' }),
    ...(was === undefined ? {} : { before: was }),
    ...(is === undefined ? {} : { after: is }),
    place,
  }
}
