/**
 * Fails where an image is of an older release, has none in its tag, or where there is no image at all; those that fail are printed. Each line that is asked
 * for ends with an image, and what stands before it is printed with it. Digests, and the port of a registry, do not count as releases.
 */
export function imagesAreOf(ask: string, release: string): string {
  return `found=$(${ask}); [ -n "$found" ]; printf '%s\\n' "$found" | ${olderThan(release)}`
}

/** The same where no image at all is as well. */
export function anyImageIsOf(ask: string, release: string): string {
  return `found=$(${ask}); printf '%s\\n' "$found" | ${olderThan(release)}`
}

function olderThan(release: string): string {
  const [major, minor = '0'] = release.split('.')
  return `awk 'NF > 0 { tag = $NF; sub(/@.*/, "", tag); sub(/.*:v?/, "", tag); split(tag, part, /[.-]/); if (tag ~ "/" || tag !~ /^[0-9]+[.][0-9]+([.-]|$)/ || part[1] + 0 < ${major} || (part[1] + 0 == ${major} && part[2] + 0 < ${minor})) { print; old = 1 } } END { exit old }'`
}

/** `docker.io/istio/proxyv2:1.20.3-distroless` is of 1.20; undefined where the tag has no release. */
export function releaseOfImage(image: string): string | undefined {
  return /:v?(\d+\.\d+)(?:[.-][^/]*)?$/.exec(image.replace(/@.*$/, ''))?.[1]
}
