/** Indian income tax of an individual under the new regime, in whole rupees; close enough for sample returns. */

const SLABS: Readonly<Record<number, readonly (readonly [from: number, percent: number])[]>> = {
  2025: [
    [400_000, 5],
    [800_000, 10],
    [1_200_000, 15],
    [1_600_000, 20],
    [2_000_000, 25],
    [2_400_000, 30],
  ],
  2024: [
    [300_000, 5],
    [700_000, 10],
    [1_000_000, 15],
    [1_200_000, 20],
    [1_500_000, 30],
  ],
  2023: [
    [300_000, 5],
    [600_000, 10],
    [900_000, 15],
    [1_200_000, 20],
    [1_500_000, 30],
  ],
}

/** The steps of the computation, in whole rupees. */
export interface Tax {
  readonly normal: number
  readonly rebate: number
  readonly afterRebate: number
  readonly cess: number
  readonly total: number
}

/** The tax on a total income of the financial year that begins in `startYear`; other years use the oldest table. */
export function taxOn(totalIncome: number, startYear: number): Tax {
  const slabs = SLABS[startYear] ?? SLABS[2023] ?? []
  let normal = 0
  slabs.forEach(([from, percent], position) => {
    const upTo = slabs[position + 1]?.[0] ?? Number.POSITIVE_INFINITY
    normal += (Math.max(0, Math.min(totalIncome, upTo) - from) * percent) / 100
  })
  normal = Math.round(normal)
  const rebate = totalIncome <= (startYear >= 2025 ? 1_200_000 : 700_000) ? normal : 0
  const afterRebate = normal - rebate
  const cess = Math.round(afterRebate * 0.04)
  return { normal, rebate, afterRebate, cess, total: afterRebate + cess }
}
