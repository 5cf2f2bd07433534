import type {
  VirtualServiceSpecHttpFault,
  VirtualServiceSpecHttpFaultAbort,
  VirtualServiceSpecHttpFaultDelay,
} from '../../../../src/crd/generated/types/istio/virtual-service.ts'
import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import { type FieldMap, readFields } from '../../../../src/model/fields.ts'
import type { Fault } from '../../../../src/model/route.ts'
import { durationAt } from './duration.ts'
import type { SpecContext } from './spec-context.ts'

type Delay = NonNullable<Fault['delay']>
type Abort = NonNullable<Fault['abort']>

const delayFields: FieldMap<VirtualServiceSpecHttpFaultDelay, Delay, SpecContext> = {
  percent: (percent) => ({ percent }),
  percentage: ({ value }) => ({ percent: value ?? 0 }),
  fixedDelay: (text, at, context) => {
    const ms = durationAt(text, at, context)
    return ms === undefined ? {} : { ms }
  },
  exponentialDelay: (_text, at, context) => notInjected('exponentialDelay', at, context),
}

const abortFields: FieldMap<VirtualServiceSpecHttpFaultAbort, Abort, SpecContext> = {
  percentage: ({ value }) => ({ percent: value ?? 0 }),
  httpStatus: (httpStatus) => ({ httpStatus }),
  grpcStatus: (grpcStatus) => ({ grpcStatus }),
  http2Error: (_error, at, context) => notInjected('http2Error', at, context),
}

const fields: FieldMap<VirtualServiceSpecHttpFault, Fault, SpecContext> = {
  delay: (delay, at, context) => {
    const { percent = 0, ms } = readFields(delayFields, delay, at, context)
    return ms === undefined ? {} : { delay: { percent, ms, place: at } }
  },
  abort: (abort, at, context) => {
    const { percent = 0, ...status } = readFields(abortFields, abort, at, context)
    return status.httpStatus === undefined && status.grpcStatus === undefined ? {} : { abort: { percent, ...status, place: at } }
  },
}

/** Reads injected faults. A share that is absent is 0: no request is delayed or aborted (istio:pilot/pkg/networking/core/route/route.go TranslateFault). */
export function readFault(fault: VirtualServiceSpecHttpFault, at: Place, context: SpecContext): Fault {
  return { ...readFields(fields, fault, at, context), place: at }
}

function notInjected(field: string, at: Place, context: SpecContext): Record<never, never> {
  context.diagnostics.push(diagnose(catalogue.faultNotInjected, at, { field }))
  return {}
}
