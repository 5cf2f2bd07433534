/** An Istio resource as text; every line of `spec` is indented below the field. */
export function istioObject(api: string, kind: string, namespace: string, name: string, spec: string): string {
  const indented = spec.replace(/^(?=.)/gm, '  ')
  return `apiVersion: ${api}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\nspec:\n${indented}`
}

export const selector = (app: string): string => `selector:\n  matchLabels:\n    app: ${app}\n`
