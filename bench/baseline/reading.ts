/**
 * What both baselines make of Finpass's bodies: the fields that the screens show, a page of the newest lines and sums in
 * floats. No checks, no ids of our own, no masking, no exact money.
 */
import type { AggregatorLine, AggregatorReport, Analyses, ItrData, StatementLine, Statements } from './wire.ts'

export function toProfile({ profile }: ItrData) {
  const { city, state, pin_code: pinCode } = profile.address
  return { name: profile.name, dateOfBirth: profile.dob, address: { city, state, pinCode: String(pinCode) } }
}

export function toFilings({ filings }: ItrData) {
  return filings.map(({ filing_date: filedOn, itr_form: form, analyzed_data: data }) => ({
    assessmentYear: data.filing_info.assessment_year,
    form,
    filedOn,
    income: {
      salary: data.income_summary.salary,
      houseProperty: data.income_summary.house_property,
      businessProfession: data.income_summary.business_profession,
      otherSources: data.income_summary.other_sources,
      grossTotal: data.income_summary.gross_total_income,
      totalIncome: data.income_summary.total_income,
    },
    tax: { totalPaid: data.tax_computation.total_taxes_paid, refundDue: data.tax_computation.refund_due },
  }))
}

export function toAccounts({ accounts }: Statements) {
  return accounts.map(({ statement: { account_info: info, transactions } }) => ({
    bankName: info.bank_name,
    maskedNumber: info.account_number,
    accountType: info.account_type,
    closingBalance: transactions.at(-1)?.balance ?? null,
    transactions: toPage(transactions, toTotals(transactions), toLine),
  }))
}

function toLine(line: StatementLine) {
  return {
    id: line.sr_no,
    date: line.txn_date,
    type: line.credit > 0 ? 'CREDIT' : 'DEBIT',
    amount: line.credit > 0 ? line.credit : line.debit,
    balance: line.balance,
    narration: line.description,
  }
}

function toTotals(lines: readonly StatementLine[]) {
  let [credits, debits] = [0, 0]
  for (const { credit, debit } of lines) {
    credits += credit
    debits += debit
  }
  return { credits, debits, net: credits - debits }
}

export function toAnalyses({ accounts }: Analyses) {
  return accounts.map(({ bank_name: bankName, account_number: maskedNumber, analysis_json: analysis }) => {
    const { transaction_summary: sums, balance_summary: balances } = analysis.summary_card
    return {
      bankName,
      maskedNumber,
      healthScore: { score: analysis.health_score.score, rating: analysis.health_score.rating },
      card: {
        transactionCount: sums.total_transactions,
        creditCount: sums.credit_count,
        debitCount: sums.debit_count,
        averageBalance: balances.average_balance,
        netFlow: sums.net_flow,
      },
    }
  })
}

export function toScores({ accounts }: Analyses) {
  return accounts.map(({ analysis_json: { health_score: healthScore } }) => ({
    healthScore: { score: healthScore.score, rating: healthScore.rating },
  }))
}

export function toShopAccounts({ account_aggregator_json: accounts }: AggregatorReport) {
  return accounts.map(({ transaction_data: { transaction_details: lines } }) => {
    let [credits, debits] = [0, 0]
    for (const { amount, type } of lines) {
      if (type === 'CREDIT') credits += amount
      else debits += amount
    }
    return { transactions: toPage(lines, { credits, debits, net: credits - debits }, toShopLine) }
  })
}

function toShopLine(line: AggregatorLine) {
  return { id: line.transaction_id, date: line.value_date.slice(0, 10), type: line.type, amount: line.amount }
}

function toPage<Line, Shown, Totals>(lines: readonly Line[], totals: Totals, show: (line: Line) => Shown) {
  return { totalCount: lines.length, totals, nodes: lines.slice(-50).reverse().map(show) }
}
