/** As much of Finpass's bodies as the baselines read. */
export interface Envelope<Data> {
  readonly data: Data
}

export interface ItrStatus {
  readonly status: string
}

export interface ItrData {
  readonly profile: {
    readonly name: string
    readonly dob: string
    readonly address: { readonly city: string; readonly state: string; readonly pin_code: number }
  }
  readonly filings: readonly {
    readonly filing_year: string
    readonly filing_date: string
    readonly itr_form: string
    readonly analyzed_data: {
      readonly filing_info: { readonly assessment_year: string }
      readonly income_summary: {
        readonly salary: number
        readonly house_property: number
        readonly business_profession: number
        readonly other_sources: number
        readonly gross_total_income: number
        readonly total_income: number
      }
      readonly tax_computation: { readonly total_taxes_paid: number; readonly refund_due: number }
    }
  }[]
}

export interface StatementLine {
  readonly sr_no: number
  readonly txn_date: string
  readonly description: string
  readonly credit: number
  readonly debit: number
  readonly balance: number
}

export interface Statements {
  readonly accounts: readonly {
    readonly statement: {
      readonly account_info: {
        readonly bank_name: string
        readonly account_number: string
        readonly account_type: string
      }
      readonly transactions: readonly StatementLine[]
    }
  }[]
}

export interface Analyses {
  readonly accounts: readonly {
    readonly bank_name: string
    readonly account_number: string
    readonly analysis_json: {
      readonly health_score: { readonly score: number; readonly rating: string }
      readonly summary_card: {
        readonly balance_summary: { readonly average_balance: number }
        readonly transaction_summary: {
          readonly total_transactions: number
          readonly credit_count: number
          readonly debit_count: number
          readonly net_flow: number
        }
      }
    }
  }[]
}

export interface AggregatorLine {
  readonly transaction_id: string
  readonly amount: number
  readonly type: string
  readonly value_date: string
}

export interface AggregatorReport {
  readonly account_aggregator_json: readonly {
    readonly transaction_data: { readonly transaction_details: readonly AggregatorLine[] }
  }[]
}
