import type { SourceObject } from '../../model/object.ts'

/** What an object is made from, where the input is what a program made: its edits belong there. */
export interface Origin {
  readonly by: 'kustomize' | 'chart'
  /** `base/routes.yaml`, or the template of a chart: `shop/templates/routes.yaml`. */
  readonly file?: string
  /** What makes it: `overlays/prod/kustomization.yaml`, or `shop-1.4.0`. */
  readonly name?: string
}

/**
 * What made an object: the annotation that `kustomize build` writes with `buildMetadata: [originAnnotations]`
 * (kustomize:api/resource/origin.go), the comment that `helm template` writes above it, or the label that charts set by convention
 * (helm:docs/chart_best_practices/labels). `comment` is what stands above the document.
 */
export function originOf({ annotations, labels }: Pick<SourceObject, 'annotations' | 'labels'>, comment: string): Origin | undefined {
  const origin = annotations['config.kubernetes.io/origin']
  if (origin !== undefined) {
    const [file, made] = [lineOf(origin, 'path'), lineOf(origin, 'configuredIn')]
    const repo = lineOf(origin, 'repo')
    const path = file === undefined || repo === undefined ? file : `${repo}/${file}`
    return { by: 'kustomize', ...(path === undefined ? {} : { file: path }), ...(made === undefined ? {} : { name: made }) }
  }
  const template = /^# Source: (\S+\/templates\/\S+)\s*$/m.exec(comment)?.[1]
  const chart = labels['helm.sh/chart'] ?? template?.split('/')[0]
  if (chart === undefined) return undefined
  return { by: 'chart', name: chart, ...(template === undefined ? {} : { file: template }) }
}

function lineOf(text: string, key: string): string | undefined {
  return new RegExp(`^${key}: *['"]?([^'"\\n]+?)['"]? *$`, 'm').exec(text)?.[1]
}
