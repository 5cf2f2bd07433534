import type { AuthorizationPolicySpecRulesToOperation } from '../../../../src/crd/generated/types/istio/authorization-policy.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import { type FieldMap, readFields } from '../../../../src/model/fields.ts'
import { all, type Predicate } from '../../../../src/model/predicate.ts'
import * as values from './operation-values.ts'
import type { RuleContext } from './rule-context.ts'
import { anyOfValues, noneOfValues } from './value-list.ts'

type Operation = AuthorizationPolicySpecRulesToOperation
type Conditions = { readonly [K in keyof Operation]-?: Predicate | undefined }

const fields: FieldMap<Operation, Conditions, RuleContext> = {
  hosts: (list, at, context) => ({ hosts: anyOfValues(list, at, context, values.readHost) }),
  notHosts: (list, at, context) => ({ notHosts: noneOfValues(list, at, context, values.readHost) }),
  methods: (list, at, context) => ({ methods: anyOfValues(list, at, context, values.readMethod) }),
  notMethods: (list, at, context) => ({ notMethods: noneOfValues(list, at, context, values.readMethod) }),
  paths: (list, at, context) => ({ paths: anyOfValues(list, at, context, values.readPath) }),
  notPaths: (list, at, context) => ({ notPaths: noneOfValues(list, at, context, values.readPath) }),
  ports: (list, at, context) => ({ ports: anyOfValues(list, at, context, values.readPort) }),
  notPorts: (list, at, context) => ({ notPorts: noneOfValues(list, at, context, values.readPort) }),
}

/** One operation: every field must hold. An operation without fields is every request. */
export function readOperation(operation: Operation, at: Place, context: RuleContext): Predicate {
  return all(Object.values(readFields(fields, operation, at, context)).filter((condition) => condition !== undefined))
}
