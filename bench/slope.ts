/** Of the straight line nearest to some points, by least squares. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const [x, y] = [mean(points.map(([first]) => first)), mean(points.map(([, second]) => second))]
  const product = points.reduce((sum, [first, second]) => sum + (first - x) * (second - y), 0)
  return product / points.reduce((sum, [first]) => sum + (first - x) ** 2, 0)
}
