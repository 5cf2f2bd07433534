import type { AuthorizationPolicySpecRulesToOperation } from '../../../../src/crd/generated/types/istio/authorization-policy.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import { type FieldMap, readFields } from '../../../../src/model/fields.ts'
import { all, type Predicate } from '../../../../src/model/predicate.ts'
import * as values from './operation-values.ts'
import type { RuleContext } from './rule-context.ts'
import { anyOf, noneOf } from './value-list.ts'

type Operation = AuthorizationPolicySpecRulesToOperation
type Conditions = { readonly [K in keyof Operation]-?: Predicate | undefined }

const fields: FieldMap<Operation, Conditions, RuleContext> = {
  hosts: (list, at, context) => ({ hosts: anyOf(list, at, context, values.host) }),
  notHosts: (list, at, context) => ({ notHosts: noneOf(list, at, context, values.host) }),
  methods: (list, at, context) => ({ methods: anyOf(list, at, context, values.method) }),
  notMethods: (list, at, context) => ({ notMethods: noneOf(list, at, context, values.method) }),
  paths: (list, at, context) => ({ paths: anyOf(list, at, context, values.path) }),
  notPaths: (list, at, context) => ({ notPaths: noneOf(list, at, context, values.path) }),
  ports: (list, at, context) => ({ ports: anyOf(list, at, context, values.port) }),
  notPorts: (list, at, context) => ({ notPorts: noneOf(list, at, context, values.port) }),
}

/** One operation: every field must hold. An operation without fields is every request. */
export function readOperation(operation: Operation, at: Place, context: RuleContext): Predicate {
  return all(Object.values(readFields(fields, operation, at, context)).filter((condition) => condition !== undefined))
}
