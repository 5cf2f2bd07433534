import { z } from 'zod'
import type { Request } from '../../model/request.ts'
import type { PointName, Verdict } from '../../model/verdict.ts'
import { covering } from '../covering.ts'
import { position, text } from '../json-shape.ts'

export const strings = z.array(text).readonly()
const labels = z.record(text, text).readonly()
const headers = z.record(text, z.union([text, strings])).readonly()
const ip = text.exactOptional()
const port = z.int()

const token = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('invalid') }),
  z.object({ kind: z.literal('valid'), claims: z.record(text, z.unknown()).readonly() }),
])

const client = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('workload'), namespace: text, name: text, ip }),
  z.object({
    kind: z.literal('stranger'),
    dataPlane: z.enum(['sidecar', 'ambient', 'namespace']),
    namespace: text,
    serviceAccount: text,
    labels: labels.exactOptional(),
    trustDomain: text.exactOptional(),
    ip,
  }),
  z.object({
    kind: z.literal('ingress'),
    namespace: text,
    serviceAccount: text,
    gateway: text.exactOptional(),
    labels: labels.exactOptional(),
    ip,
  }),
  z.object({
    kind: z.literal('unmeshed'),
    namespace: text.exactOptional(),
    serviceAccount: text.exactOptional(),
    labels: labels.exactOptional(),
    ip,
  }),
])

const address = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('service'), namespace: text, name: text, port }),
  z.object({ kind: z.literal('pod'), namespace: text, workload: text, port }),
  z.object({ kind: z.literal('host'), host: text, port }),
])

const http = z.object({
  method: text,
  target: text,
  authority: text,
  headers,
  token,
  otherTokens: z
    .array(z.object({ at: z.object({ in: z.enum(['header', 'query', 'cookie']), name: text }), token }))
    .readonly()
    .exactOptional(),
})

/** A request as the library takes it: what `decide` is given to decide it again. */
export const requestSchema: z.ZodType<Request> = covering<Request>()(
  z.object({
    client,
    address,
    protocol: z.enum(['http', 'tcp']),
    http: http.exactOptional(),
    sni: text.exactOptional(),
    certificate: z.literal('none').exactOptional(),
  }),
).meta({ id: 'Request' })

export const place = position.extend({ object: text, field: text }).meta({ id: 'Place' })
const verdict = covering<Verdict>()(z.enum(['allowed', 'denied', 'unreachable', 'undetermined']))

const point = z
  .object({
    point: covering<PointName>()(
      z.enum([
        'client sidecar',
        'gateway',
        'waypoint',
        'ztunnel',
        'node proxy',
        'cilium endpoint',
        'destination sidecar',
        'no enforcement',
      ]),
    ),
    at: text,
    verdict,
    code: text.optional(),
    reason: text,
    saw: z.object({ identity: text.optional(), port, path: text.optional(), method: text.optional(), host: text.optional() }),
    because: z.array(place),
    needs: text.optional(),
    counts: z.array(place).optional(),
  })
  .meta({ id: 'PointDecision' })

const settings = z.object({
  timeoutMs: z.number().optional(),
  retries: z
    .union([
      z.literal('off'),
      z.object({
        attempts: z.number(),
        perTryTimeoutMs: z.number().optional(),
        retryOn: strings.optional(),
        backoffMs: z.number().optional(),
      }),
    ])
    .optional(),
  mirrors: z.array(z.object({ destination: text, percent: z.number() })),
  fault: z
    .object({
      delay: z.object({ percent: z.number(), ms: z.number() }).optional(),
      abort: z.object({ percent: z.number(), status: text }).optional(),
    })
    .optional(),
  cors: text.optional(),
  responseHeaders: strings,
})

export const decisionSchema = z
  .object({
    verdict,
    needs: text.optional(),
    answer: z
      .discriminatedUnion('kind', [
        z.object({ kind: z.literal('redirect'), status: z.number(), location: text }),
        z.object({ kind: z.literal('response'), status: z.number(), body: text.optional() }),
      ])
      .optional(),
    points: z.array(point),
    branches: z.array(
      z.object({
        workload: text.optional(),
        port: port.optional(),
        host: text.optional(),
        share: z.number().min(0).max(1),
        verdict,
        points: z.array(point),
        received: z.object({ target: text, authority: text, headers }).optional(),
      }),
    ),
    settings: z.array(settings),
  })
  .meta({ id: 'Decision' })
