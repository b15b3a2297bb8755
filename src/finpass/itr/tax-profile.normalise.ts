/** The person as the portal knows them. What the profile lacks is filled from the newest return, which repeats it. */
import { parseCalendarDate } from '../../domain/date.ts'
import type { TaxProfile } from '../../domain/itr-filing.ts'
import { Aadhaar } from '../../domain/identifier.ts'
import type { DataIssues } from '../data-issues.ts'
import { isObject } from '../leaf.wire.ts'
import { readDate, readEmail, readPan, readPhone, readText } from '../value.ts'
import type { DocumentedItrDataWire, ObservedItrDataWire, TaxProfileWire } from './itr-data.wire.ts'

/** The profile of the observed dialect; null when nothing at all is known of the person. */
export function normaliseTaxProfile(wire: ObservedItrDataWire, issues: DataIssues): TaxProfile | null {
  const { profile } = wire
  const filed = wire.filings.find((filing) => filing?.analyzed_data?.personal_info)?.analyzed_data?.personal_info ?? {}
  const pan = readPan(profile?.pan) ?? readPan(wire.pan)
  if (!profile && pan === null) return null
  if (!profile) issues.note('profile', 'is missing')
  const aadhaar = readText(profile?.aadhaar_number) ?? readText(filed.aadhaar)
  const dob = isObject(profile?.dob) ? profile.dob.date : profile?.dob
  return {
    name: readText(profile?.name) ?? readText(filed.name),
    pan,
    dateOfBirth: readDate(dob, 'profile.dob', issues) ?? parseCalendarDate(readText(filed.dob) ?? ''),
    gender: readText(profile?.gender),
    category: readText(profile?.category),
    status: readText(profile?.status),
    mobile: readPhone(profile?.mobile) ?? readPhone(filed.mobile),
    email: readEmail(profile?.email) ?? readEmail(filed.email),
    address: readAddress(profile?.address),
    aadhaar: aadhaar === null ? null : new Aadhaar(aadhaar),
    isAadhaarLinked: readLinked(profile?.aadhaar_status, issues),
    jurisdiction: readJurisdiction(profile?.jurisdiction),
  }
}

/** All that the documented dialect says of the person: name and PAN. */
export function toBareProfile(wire: DocumentedItrDataWire): TaxProfile | null {
  const name = readText(wire.name)
  const pan = readPan(wire.pan)
  if (name === null && pan === null) return null
  return {
    name,
    pan,
    dateOfBirth: null,
    gender: null,
    category: null,
    status: null,
    mobile: null,
    email: null,
    address: null,
    aadhaar: null,
    isAadhaarLinked: null,
    jurisdiction: null,
  }
}

/** The state is the portal's own word; the numeric codes elsewhere follow two different lists. */
function readAddress(wire: TaxProfileWire['address']): TaxProfile['address'] {
  if (!wire) return null
  return {
    doorNumber: readText(wire.door_number),
    street: readText(wire.street),
    locality: readText(wire.locality),
    postOffice: readText(wire.post_office),
    city: readText(wire.city),
    state: readText(wire.state),
    country: readText(wire.country),
    pinCode: readText(wire.pin_code),
    zipCode: readText(wire.zip_code),
  }
}

function readJurisdiction(wire: TaxProfileWire['jurisdiction']): TaxProfile['jurisdiction'] {
  if (!wire) return null
  return {
    areaCode: readText(wire.area_code),
    officerType: readText(wire.ao_type),
    rangeCode: readText(wire.range_code),
    officerNumber: readText(wire.ao_number),
    name: readText(wire.jurisdiction),
    buildingName: readText(wire.building_name),
    email: readText(wire.email_id),
    buildingId: readText(wire.ao_building_id),
  }
}

function readLinked(value: unknown, issues: DataIssues): boolean | null {
  const word = readText(value)?.toLowerCase() ?? null
  if (word === null) return null
  if (word === 'linked') return true
  if (/^(not[\s_-]?linked|un-?linked|de-?linked)$/.test(word)) return false
  issues.note('profile.aadhaar_status', 'is a word we do not know')
  return null
}
