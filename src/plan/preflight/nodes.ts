import { targets } from '../../../translators/index.ts'
import type { Translation } from '../../translation.ts'
import { imagesAreOf } from './images.ts'
import type { PreflightCheck } from './preflight-check.ts'

/** The network plugin that a target is a part of, its release, and the kernel of the nodes. */
export function ofNodes({ target, options }: Translation): readonly PreflightCheck[] {
  const { networkPlugin, oldest } = targets[target].platform
  if (networkPlugin === undefined) return []
  const agent = `kubectl -n kube-system get daemonset/${networkPlugin} -o jsonpath='{.spec.template.spec.containers[?(@.name=="${networkPlugin}-agent")].image}'`
  return [
    {
      what: `the network plugin is ${networkPlugin}`,
      command: `kubectl -n kube-system rollout status --timeout=1m daemonset/${networkPlugin}`,
    },
    {
      what: `${networkPlugin} is of release ${options.versions.cilium} or newer`,
      command: imagesAreOf(agent, options.versions.cilium),
    },
    ...(oldest.kernel === undefined
      ? []
      : [
          {
            what: `every node has kernel ${oldest.kernel.value} or newer`,
            command: `found=$(kubectl get nodes -o jsonpath='{range .items[*]}{.status.nodeInfo.kernelVersion}{"\\n"}{end}'); [ "$(printf '%s\\n' ${oldest.kernel.value} "$found" | sort -V | head -n 1)" = ${oldest.kernel.value} ]`,
          },
        ]),
  ]
}
