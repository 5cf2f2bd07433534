import { ownValue } from './own-value.ts'
import { selects } from './workload.ts'

/** A requirement of a label selector, as Kubernetes evaluates it. */
export interface LabelExpression {
  readonly key: string
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist'
  readonly values: readonly string[]
}

/** A Kubernetes label selector: all of its parts must hold. */
export interface LabelSelector {
  readonly labels: Readonly<Record<string, string>>
  readonly expressions: readonly LabelExpression[]
}

/** Whether labels meet a selector; an empty one is met by all labels. */
export function meetsSelector({ labels: wanted, expressions }: LabelSelector, labels: Readonly<Record<string, string>>): boolean {
  return selects(wanted, labels) && expressions.every((expression) => meets(expression, labels))
}

function meets({ key, operator, values }: LabelExpression, labels: Readonly<Record<string, string>>): boolean {
  const value = ownValue(labels, key)
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value)
    case 'NotIn':
      return value === undefined || !values.includes(value)
    case 'Exists':
      return value !== undefined
    case 'DoesNotExist':
      return value === undefined
  }
}

const givenByControllers =
  /^(pod-template-hash|controller-revision-hash|controller-uid|job-name|rollouts-pod-template-hash|pod-template-generation|(batch|apps|statefulset)\.kubernetes\.io\/.*|.*\bkubernetes\.io\/pod-.*)$/

/** Labels that controllers give to the pods they make: whether pods have them is not in their template. */
export function isGivenByController(label: string): boolean {
  return givenByControllers.test(label)
}
