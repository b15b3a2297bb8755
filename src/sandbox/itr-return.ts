/**
 * One return as the portal's own JSON and as Finpass's extract of it. Names are theirs, misspellings included; the
 * extract masks the Aadhaar number and the portal's JSON does not.
 */
import { BANKS } from './bank.ts'
import type { Filing } from './filing.ts'
import type { Person } from './itr-person.ts'
import { ledgersOf } from './ledger.ts'
import type { Persona } from './persona.ts'

/** `parsed_data`: the three sections the recorded sample shows, under the form's key without a hyphen. */
export function parsedDataOf(persona: Persona, person: Person, filing: Filing): Record<string, unknown> {
  const { tax } = filing
  const taxesPaid = filing.tds + filing.advanceTax + filing.selfAssessment
  return {
    ITR: {
      [filing.form.replace('-', '')]: {
        CreationInfo: {
          SWVersionNo: 'R1',
          SWCreatedBy: 'SW10012627',
          JSONCreatedBy: 'SW10012627',
          JSONCreationDate: filing.date,
          IntermediaryCity: person.city,
          Digest: `MockDigest${filing.acknowledgement}`,
        },
        PartA_GEN1: {
          FilingStatus: {
            SeventhProvisio139: 'N',
            AsseseeRepFlg: 'N',
            ReturnFileSec: sectionCode(filing),
            ItrFilingDueDate: `${filing.startYear + 1}-07-31`,
            ResidentialStatus: 'RES',
            ConditionsResStatus: '1',
            OptOutNewTaxRegime_Method: 'NOTOPTED',
            OptOutNewTaxRegime_Form10IEA_AY24_25: 'N',
            No_OptOutNewTaxReg: 'Y',
            BenefitUs115HFlg: 'N',
            AggrPaymentTransac: 0,
            NumberOfUsers: 0,
          },
          PersonalInfo: {
            Status: 'I',
            AadhaarCardNo: person.aadhaar,
            Address: {
              ResidenceName: person.street,
              CityOrTownOrDistrict: person.city,
              CountryCodeMobile: 91,
              MobileNo: Number(persona.mobile),
              PinCode: person.pinCode,
              CountryCode: '91',
              EmailAddress: person.email,
              ResidenceNo: person.door,
              RoadOrStreet: person.street,
              StateCode: person.stateCode,
              LocalityOrArea: person.locality,
              CountryCodeMobileNoSec: 91,
            },
            AssesseeName: { FirstName: person.firstName, SurNameOrOrgName: person.surname },
            DOB: persona.dob,
            PAN: persona.pan,
          },
        },
        PartB_TTI: {
          Refund: {
            BankAccountDtls: {
              AddtnlBankDetails: ledgersOf(persona).map((ledger) => ({
                IFSCCode: ledger.bank.ifsc,
                BankName: ledger.bank.legalName,
                BankAccountNo: ledger.accountNumber,
                UseForRefund: ledger.index === 0 ? 'true' : 'false',
                AccountType: ledger.accountType === 'Current' ? 'CA' : 'SB',
              })),
              BankDtlsFlag: 'Y',
            },
            RefundDue: filing.refund,
          },
          ComputationOfTaxLiability: {
            TaxPayableOnTI: {
              TaxAtNormalRatesOnAggrInc: tax.normal,
              TaxAtSpecialRates: 0,
              TaxPayableOnTotInc: tax.normal,
              Rebate87A: tax.rebate,
              TaxPayableOnRebate: tax.afterRebate,
              EducationCess: tax.cess,
              GrossTaxLiability: tax.total,
            },
            IntrstPay: {
              LateFilingFee234F: 0,
              IntrstPayUs234C: 0,
              IntrstPayUs234B: 0,
              IntrstPayUs234A: 0,
              TotalIntrstPay: 0,
            },
            GrossTaxPayable: tax.total,
            TaxPayAfterCreditUs115JD: tax.total,
            NetTaxLiability: tax.total,
            AggregateTaxInterestLiability: tax.total,
          },
          AssetOutIndiaFlag: 'NO',
          TaxPaid: {
            BalTaxPayable: 0,
            TaxesPaid: {
              TDS: filing.tds,
              TotalTaxesPaid: taxesPaid,
              AdvanceTax: filing.advanceTax,
              TCS: 0,
              SelfAssessmentTax: filing.selfAssessment,
            },
          },
        },
      },
    },
  }
}

/** `analyzed_data`: the extract. Refund accounts carry the whole account number, as Finpass sends it. */
export function analyzedDataOf(persona: Persona, person: Person, filing: Filing): Record<string, unknown> {
  const { tax, heads } = filing
  const refundAccount = ledgersOf(persona)[0]
  return {
    form_type: filing.form,
    personal_info: {
      pan: persona.pan,
      name: persona.name,
      dob: persona.dob,
      status: 'I',
      aadhaar: person.maskedAadhaar,
      mobile: persona.mobile,
      email: person.email,
      address: `${person.door}, ${person.street}, ${person.city}`,
      city: person.city,
      pincode: String(person.pinCode),
      state_code: person.stateCode,
    },
    filing_info: {
      assessment_year: `${filing.startYear + 1}-${filing.startYear + 2}`,
      form_name: filing.form,
      form_version: 'Ver1.0',
      residential_status: 'RES',
      filing_due_date: `${filing.startYear + 1}-07-31`,
      filing_section: sectionCode(filing),
      tax_regime: 'New Regime',
      is_partner_in_firm: false,
      is_director_in_company: false,
      held_unlisted_equity: false,
      audit_required: false,
    },
    income_summary: {
      salary: heads.salary,
      house_property: heads.houseProperty,
      business_profession: heads.business,
      capital_gains: heads.capitalGains,
      other_sources: heads.otherSources,
      gross_total_income: filing.gross,
      deductions_chapter_via: filing.deductions,
      total_income: filing.total,
      aggregate_income: filing.total,
    },
    tax_computation: {
      tax_at_normal_rates: tax.normal,
      tax_at_special_rates: 0,
      total_tax_on_income: tax.normal,
      rebate_87a: tax.rebate,
      tax_after_rebate: tax.afterRebate,
      surcharge: 0,
      education_cess: tax.cess,
      gross_tax_liability: tax.total,
      interest_234a: 0,
      total_interest: 0,
      net_tax_liability: tax.total,
      aggregate_liability: tax.total,
      tds_paid: filing.tds,
      total_taxes_paid: filing.tds + filing.advanceTax + filing.selfAssessment,
      refund_due: filing.refund,
      refund_bank_accounts: [
        {
          bank_name: refundAccount?.bank.legalName ?? BANKS.sbi.legalName,
          account_no: refundAccount?.accountNumber ?? '',
          ifsc: refundAccount?.bank.ifsc ?? BANKS.sbi.ifsc,
          account_type: refundAccount?.accountType === 'Current' ? 'CA' : 'SB',
          use_for_refund: true,
        },
      ],
    },
    verification: {
      capacity: 'S',
      name: persona.name,
      pan: persona.pan,
      father_name: person.fatherName,
      place: person.city.toUpperCase(),
      date: filing.date,
    },
  }
}

/** The department's code of the section: 11 is 139(1), 17 is 139(5). */
function sectionCode(filing: Filing): number {
  return filing.section === '139(5)' ? 17 : 11
}
