import { Email, PersonalNumber } from '../../../src/domain/identifier.ts'
import { describe, expect, it } from 'vitest'
import { parseAaBsaStatement } from '../../../src/finpass/aa-bsa/aa-bsa-statement.normalise.ts'
import { failureOf } from './support.ts'

const documented = () => ({
  client_id: 'bsa_clnt_a1b2c3d4e5f6',
  accounts: [
    {
      account_id: 'acc_1',
      account_number: 'XXXXXXXX1316',
      ifsc: 'ICIC0000001',
      bank_name: 'ICICI Bank',
      account_type: 'Savings',
      holder_name: 'RAJESH KUMAR',
      opening_balance: 1000,
      closing_balance: 1499.5,
      statement_from: '2025-08-05',
      statement_to: '2026-03-22',
      transactions: [
        {
          date: '2025-08-05',
          description: 'NEFT IN',
          type: 'CREDIT',
          mode: 'NEFT',
          amount: 500,
          balance: 1500,
          reference: 'N1',
          transaction_id: 'T1',
        },
        {
          date: '2025-08-06',
          description: 'ATM',
          type: 'DEBIT',
          mode: 'ATM',
          amount: 0.5,
          balance: 1499.5,
          reference: '',
          transaction_id: 'T2',
        },
      ],
    },
  ],
})

const lines = () => [
  {
    sr_no: 1,
    txn_date: '05-08-2025',
    value_date: '06-08-2025',
    reference_no: 'N1',
    description: 'NEFT IN',
    txn_type: 'Cr.',
    credit: 500,
    debit: 0,
    balance: 1500,
  },
  {
    sr_no: 2,
    txn_date: '06-08-2025',
    value_date: null,
    reference_no: '',
    description: 'ATM',
    txn_type: 'Dr.',
    credit: null,
    debit: '1,00,000.50',
    balance: 1499.5,
  },
]
const info = {
  bank_name: 'federal',
  account_holder_name: 'RAJESH KUMAR',
  account_number: '12345678908587',
  address: 'MG ROAD BRANCH',
  ifsc: 'FDRL0001121',
  micr_code: '560049002',
  customer_id: 'C1',
  email: 'r@example.com',
  phone: '080-2345678, +91 9876543210',
  pincode: '560001',
  account_type: 'Savings',
  statement_period: { from: '05-08-2025', to: '22-03-2026' },
}
const account = (change: object = {}) => ({
  account_index: 0,
  bank_name: 'FDRLFIPPROD',
  account_number: 'XXXXXXXXXX8587',
  bsa_status: 'completed',
  bsa_client_id: 'bank_statement_42c38012a50c',
  statement: {
    doc_id: 'svclog_1',
    status: 'completed',
    checkpoint: 'analysing_completed',
    progress: null,
    account_info: info,
    transactions: lines(),
  },
  ...change,
})
const observed = (...accounts: unknown[]) =>
  parseAaBsaStatement({ client_id: 'aabsa_1', status: 'completed', total_accounts: accounts.length, accounts })

describe('an AA-BSA statement', () => {
  it('reads the documented shape', () => {
    const { value, issues } = parseAaBsaStatement(documented())
    expect(issues).toEqual([])
    expect(value[0]).toMatchObject({
      source: 'AA_BSA',
      index: null,
      analysisHandle: null,
      bankName: 'ICICI Bank',
      maskedNumber: 'XXXXXXXX1316',
      ifsc: 'ICIC0000001',
      accountType: 'Savings',
      holder: { name: 'RAJESH KUMAR' },
      openingBalance: 100_000n,
      closingBalance: 149_950n,
      periodStart: '2025-08-05',
      periodEnd: '2026-03-22',
      currency: 'INR',
    })
    expect(value[0]?.transactions).toMatchObject([
      {
        index: 0,
        date: '2025-08-05',
        postedAt: null,
        type: 'CREDIT',
        amount: 50_000n,
        balance: 150_000n,
        mode: 'NEFT',
        narration: 'NEFT IN',
        reference: 'N1',
        finpassTransactionId: 'T1',
      },
      {
        index: 1,
        date: '2025-08-06',
        postedAt: null,
        type: 'DEBIT',
        amount: 50n,
        balance: 149_950n,
        mode: 'ATM',
        narration: 'ATM',
        reference: null,
        finpassTransactionId: 'T2',
      },
    ])
  })

  it('reads the observed shape, day first, with a column per direction', () => {
    const { value, issues } = observed(account())
    expect(issues).toEqual([])
    expect(value[0]).toMatchObject({
      index: 0,
      analysisHandle: 'bank_statement_42c38012a50c',
      bankName: 'Federal Bank',
      maskedNumber: 'XXXXXXXXXX8587',
      ifsc: 'FDRL0001121',
      micrCode: '560049002',
      branch: 'MG ROAD BRANCH',
      holder: {
        name: 'RAJESH KUMAR',
        mobile: new PersonalNumber('9876543210'),
        email: new Email('r@example.com'),
        address: null,
      },
      periodStart: '2025-08-05',
      periodEnd: '2026-03-22',
      openingBalance: null,
    })
    expect(value[0]?.transactions).toMatchObject([
      { date: '2025-08-06', type: 'CREDIT', amount: 50_000n, narration: 'NEFT IN', reference: 'N1' },
      { date: '2025-08-06', type: 'DEBIT', amount: 10_000_050n, narration: 'ATM', reference: null },
    ])
  })

  it.each(['result', 'statement_result', 'analysis_result'])('finds the result under %s', (name) => {
    const { statement, ...rest } = account() as { statement: object }
    expect(observed({ ...rest, [name]: statement }).value[0]?.transactions).toHaveLength(2)
  })

  it('finds the result inline, with other words for the narration', () => {
    const { statement, ...rest } = account() as { statement: object }
    const inline = {
      ...rest,
      ...statement,
      transactions: lines().map(({ description, ...line }) => ({ ...line, particulars: description })),
    }
    expect(observed(inline).value[0]?.transactions.map(({ narration }) => narration)).toEqual(['NEFT IN', 'ATM'])
  })

  it('masks a number that comes whole', () => {
    const { value } = observed(account({ account_number: null }))
    expect(value[0]?.maskedNumber).toBe('XXXXXXXXXX8587')
  })

  it('trusts the column over the word when they disagree, and says so', () => {
    const [line] = lines()
    const { value, issues } = observed(account({ statement: { transactions: [{ ...line, txn_type: 'Dr.' }] } }))
    expect(value[0]?.transactions[0]).toMatchObject({ type: 'CREDIT', amount: 50_000n })
    expect(issues).toEqual([
      {
        path: 'accounts[*].transactions[*].type',
        problem: 'contradicts the column of the amount, which was taken',
        count: 1,
      },
    ])
  })

  it('leaves out a line with an amount in neither column', () => {
    const { value, issues } = observed(
      account({ statement: { transactions: [{ txn_date: '05-08-2025', description: 'B/F' }, ...lines()] } }),
    )
    expect(value[0]?.transactions.map(({ index }) => index)).toEqual([0, 1])
    expect(issues).toEqual([
      {
        path: 'accounts[*].transactions[*]',
        problem: 'was left out: its date, type or amount cannot be read',
        count: 1,
      },
    ])
  })

  it('leaves out a failed bank and keeps the others', () => {
    const failed = {
      account_index: 1,
      bank_name: 'ICICI-FIP',
      account_number: 'XXXX1',
      bsa_status: 'failed',
      bsa_client_id: null,
    }
    const { value, issues } = observed(account(), failed)
    expect(value.map(({ index }) => index)).toEqual([0])
    expect(issues).toEqual([
      { path: 'accounts[*]', problem: 'was left out: Finpass could not read its statement', count: 1 },
    ])
  })

  it('keeps an account whose ledger is missing, and says so', () => {
    const { value, issues } = observed(account({ statement: { account_info: info } }))
    expect(value[0]).toMatchObject({ ifsc: 'FDRL0001121', transactions: [] })
    expect(issues).toEqual([{ path: 'accounts[*].transactions', problem: 'is missing', count: 1 }])
  })

  it('says how many announced accounts did not come', () => {
    const { issues } = parseAaBsaStatement({ total_accounts: 3, accounts: [account()] })
    expect(issues).toEqual([{ path: 'total_accounts', problem: 'announces accounts that were not sent', count: 2 }])
  })

  it('gives an account no number that Finpass did not send, and still a key of its own', () => {
    const read = () => observed(account({ account_index: undefined }), account({ account_index: null })).value
    expect(read().map(({ index }) => index)).toEqual([null, null])
    const keys = read().map(({ key }) => key)
    expect(new Set(keys).size).toBe(2)
    expect(observed(account(), account({ account_index: null })).value.map(({ key }) => key)).toEqual(keys)
  })

  it('knows a made-up record by any id', () => {
    expect(observed(account()).isMock).toBe(false)
    expect(observed(account({ bsa_client_id: 'bank_statement_mock_1' })).isMock).toBe(true)
  })

  it('is not recognisable without its list', () => {
    for (const body of [{}, { accounts: null }, { accounts: {} }]) {
      expect(failureOf(() => parseAaBsaStatement(body)).code).toBe('FINPASS_SHAPE')
    }
  })
})
