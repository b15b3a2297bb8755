/** The person as the income-tax portal knows them. */
import type { PostalAddress, TaxJurisdiction, TaxProfile } from '../domain/itr-filing.ts'
import { builder } from './builder.ts'
import { type Owned, showEmail, showNumber, showPan } from './personal.ts'

const PostalAddressRef = builder.objectRef<PostalAddress>('PostalAddress')
PostalAddressRef.implement({
  description: 'An address as the portal keeps it. Any part may be null.',
  fields: (t) => ({
    doorNumber: t.exposeString('doorNumber', { nullable: true, description: 'Flat, door or block.' }),
    street: t.exposeString('street', { nullable: true, description: 'Road or street.' }),
    locality: t.exposeString('locality', { nullable: true, description: 'Area or locality.' }),
    postOffice: t.exposeString('postOffice', { nullable: true, description: 'Post office.' }),
    city: t.exposeString('city', { nullable: true, description: 'City, town or district.' }),
    state: t.exposeString('state', { nullable: true, description: "State, by the portal's name." }),
    country: t.exposeString('country', { nullable: true, description: "Country, by the portal's name." }),
    pinCode: t.exposeString('pinCode', { nullable: true, description: 'Indian postal code, six digits.' }),
    zipCode: t.exposeString('zipCode', { nullable: true, description: 'Postal code of an address outside India.' }),
  }),
})

const TaxJurisdictionRef = builder.objectRef<TaxJurisdiction>('TaxJurisdiction')
TaxJurisdictionRef.implement({
  description: 'The assessing officer responsible for the taxpayer. Any part may be null.',
  fields: (t) => ({
    areaCode: t.exposeString('areaCode', { nullable: true, description: 'Area code, for example BLR.' }),
    officerType: t.exposeString('officerType', { nullable: true, description: 'Type of assessing officer.' }),
    rangeCode: t.exposeString('rangeCode', { nullable: true, description: 'Range code.' }),
    officerNumber: t.exposeString('officerNumber', { nullable: true, description: 'Number of the assessing officer.' }),
    name: t.exposeString('name', { nullable: true, description: 'Circle or ward in words.' }),
    buildingName: t.exposeString('buildingName', { nullable: true, description: 'Office building.' }),
    buildingId: t.exposeString('buildingId', { nullable: true, description: 'Code of the office building.' }),
    email: t.exposeString('email', { nullable: true, description: 'Official e-mail address of the office.' }),
  }),
})

export const TaxProfileRef = builder.objectRef<Owned<TaxProfile>>('TaxProfile')
TaxProfileRef.implement({
  description: 'The person as the income-tax portal knows them. Any part may be null.',
  fields: (t) => ({
    name: t.exposeString('name', { nullable: true, description: 'Name on the portal.' }),
    pan: t.string({
      nullable: true,
      description: 'PAN; masked without the scope pii:read.',
      resolve: ({ applicantId, pan }, _arguments, context) => showPan(pan, applicantId, context),
    }),
    dateOfBirth: t.expose('dateOfBirth', { type: 'Date', nullable: true, description: 'Date of birth.' }),
    gender: t.exposeString('gender', { nullable: true, description: 'One letter, as the portal keeps it.' }),
    category: t.exposeString('category', { nullable: true, description: 'For example Individual.' }),
    status: t.exposeString('status', { nullable: true, description: 'Status of the PAN, for example Active.' }),
    mobile: t.string({
      nullable: true,
      description: 'Mobile number; masked without the scope pii:read.',
      resolve: ({ applicantId, mobile }, _arguments, context) => showNumber(mobile, applicantId, context),
    }),
    email: t.string({
      nullable: true,
      description: 'E-mail address; masked without the scope pii:read.',
      resolve: ({ applicantId, email }, _arguments, context) => showEmail(email, applicantId, context),
    }),
    address: t.expose('address', { type: PostalAddressRef, nullable: true, description: 'Address on the portal.' }),
    aadhaar: t.string({
      nullable: true,
      description: 'Aadhaar number; always masked to its last four digits.',
      resolve: ({ aadhaar }) => aadhaar?.masked ?? null,
    }),
    aadhaarLinked: t.exposeBoolean('isAadhaarLinked', {
      nullable: true,
      description: 'True when Aadhaar is linked to the PAN; null when the portal does not say.',
    }),
    jurisdiction: t.expose('jurisdiction', {
      type: TaxJurisdictionRef,
      nullable: true,
      description: 'The assessing officer responsible.',
    }),
  }),
})
