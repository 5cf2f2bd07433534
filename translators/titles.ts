import { ciliumTitle as cilium } from './cilium/title.ts'
import type { TargetName } from './index.ts'
import { ambientTitle as ambient } from './istio-ambient/title.ts'

/** What the targets are called, for those who need nothing else of them: the first page of the help loads no target. */
export const titles: Readonly<Record<TargetName, string>> = { ambient, cilium }
