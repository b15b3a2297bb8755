/** Lines of ledgers for property tests, as Finpass writes them and as it had better not. */
import fc from 'fast-check'

type Payload = Record<string, unknown>

const odd = fc.constantFrom<unknown>(
  null,
  '',
  'x',
  -3.14,
  1e300,
  '12,34',
  {},
  [1],
  true,
  'a"b\\',
  '२३',
  0.125,
  '\u007f',
)
const or = (good: fc.Arbitrary<unknown>) => fc.oneof({ weight: 40, arbitrary: good }, { weight: 1, arbitrary: odd })
const DAYS = '05-08-2025,2025-08-06,31-02-2025,7/8/2025,2025-08-07T20:00:00Z,2025-08-07T00:00:00+05:30'
/** As long as the Indian form, and another day. */
const OTHER_DAYS = '2025-08-07T23:00:00-05:30,2025-08-07T25:00:00+05:30,2025-08-07 23:00:00+00:00'
const day = fc.constantFrom(...DAYS.split(','), ...OTHER_DAYS.split(','))
const amount = fc.oneof(
  fc.nat({ max: 10 ** 9 }).map((paise) => paise / 100),
  fc.constantFrom('85000.00', '007.5', 0, 1e5),
)
const type = fc.constantFrom('CREDIT', 'DEBIT', 'Dr.', 'cr', 'CREDIT')
const balance = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ max: 10 ** 15 }).map((paise) => paise / 100),
  fc.constantFrom('97265.43', 12.5, 0.07, 1e21),
)
const common = { narration: or(fc.string()), balance: or(balance) }
/** Which of these a line has, and so its layout, is the same for a whole ledger. */
const REST = {
  mode: or(fc.constantFrom('UPI', 'NEFT')),
  reference: or(fc.constantFrom('421310123456', '234123412346', 'R1')),
  reference_no: or(fc.constantFrom('421310123456', 'R2')),
  transaction_id: or(fc.constantFrom('T000001', '2341 2341 2346')),
  closing_balance: or(balance),
  transaction_balance: or(balance),
  transactional_balance: or(balance),
  transaction_timestamp: or(day),
}
export const columns = fc.record({
  sr_no: fc.nat(),
  txn_date: or(day),
  value_date: or(day),
  txn_type: or(type),
  credit: or(fc.constantFrom(0, 0, 12.5)),
  debit: or(amount),
  description: or(fc.constantFrom('UPI/DR/421310123456/SHOP', 'paid to 2341 2341 2346', 'आधार')),
  ...common,
})
export const typed = fc.record(
  { value_date: or(day), type: or(type), amount: or(amount), transaction_timestamp: or(day), ...common },
  { requiredKeys: ['value_date', 'type', 'amount', 'narration'] },
)
export const space = fc.constantFrom(undefined, 1, 2)
/** The line with more in it. */
export const withRest = (line: fc.Arbitrary<unknown>) =>
  fc.subarray(Object.keys(REST) as (keyof typeof REST)[]).chain((names) => {
    const more = fc.record(Object.fromEntries(names.map((name) => [name, REST[name]])))
    return fc.constant(fc.tuple(line, more).map(([own, rest]) => ({ ...rest, ...(own as Payload) })))
  })
export const lists = (line: fc.Arbitrary<unknown>) =>
  fc.array(
    withRest(line).chain((each) =>
      fc.array(fc.oneof({ weight: 30, arbitrary: each }, { weight: 1, arbitrary: odd }), { maxLength: 30 }),
    ),
    { maxLength: 3 },
  )
