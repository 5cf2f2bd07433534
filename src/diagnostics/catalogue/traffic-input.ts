import { define } from '../diagnostic.ts'

/** What routes, extensions and gateways of the input mean where that is not plain to see. */
export const trafficInput = {
  notADuration: define<{ text: string }>({
    code: 'US2101',
    severity: 'error',
    title: 'Not a duration',
    message: ({ text }) => `\`${text}\` is not a duration, so the field is read as if it were absent`,
    help: 'Write a number with a unit, such as `1.5s`, `200ms` or `1h30m`.',
    fate: 'refused',
    why: "Istio reads durations with Go's time.ParseDuration: decimal numbers with the units ns, us, ms, s, m and h. The API server and istiod refuse anything else.",
    example: 'timeout: 5 seconds   # write 5s',
  }),
  clientConditionNotEvaluated: define({
    code: 'US2102',
    severity: 'warning',
    title: 'Condition on the client is not evaluated',
    message: () => 'sidecars do not evaluate this condition on the client, because the match also names gateways',
    help: 'Remove the condition, or remove `gateways` from the match if the condition is what you meant. It is translated as sidecars act today.',
    fate: 'no-effect',
    why: 'A match with `gateways` is decided by the gateway alone; `sourceLabels` and `sourceNamespace` are only looked at when `gateways` is empty (istio:pilot/pkg/networking/core/route/route.go sourceMatchHTTP).',
    example: 'match:\n- gateways: [mesh]\n  sourceLabels: {app: web}   # matches every client',
  }),
  headerNotChanged: define<{ name: string }>({
    code: 'US2103',
    severity: 'info',
    title: 'Header operation without effect',
    message: ({ name }) => `istio does not let routes change \`${name}\` here, so this operation has no effect today`,
    help: 'Remove the operation.',
    fate: 'no-effect',
    why: 'Envoy must not touch pseudo headers, so istiod drops operations on names that start with a colon; `host` and `:authority` can only be set or added on requests, where they rewrite the authority (istio:pilot/pkg/networking/core/route/route.go isInternalHeader).',
    example: 'headers:\n  response:\n    remove: [":status"]',
  }),
  faultNotInjected: define<{ field: string }>({
    code: 'US2104',
    severity: 'info',
    title: 'Fault that Istio never injects',
    message: ({ field }) => `istio has never implemented \`${field}\`, so this fault is not injected today`,
    help: 'Remove the fault, or write it with `fixedDelay`, `httpStatus` or `grpcStatus`.',
    fate: 'no-effect',
    why: 'istiod logs a warning and leaves out delays other than `fixedDelay` and aborts other than `httpStatus` and `grpcStatus` (istio:pilot/pkg/networking/core/route/route.go TranslateFault).',
    example: 'fault:\n  abort:\n    http2Error: REFUSED_STREAM',
  }),
} as const
