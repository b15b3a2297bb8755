-- Applicants, and the two orders in which they are listed: by creation, and by reference with the creation behind it.

local function readApplicant(place)
  return redis.call('HGET', key('applicant', place), 'record')
end

local function toListing(scope, reference, member)
  return key('by-creation', scope), key('by-reference', scope), reference .. '\0' .. member
end

function operations.addApplicant()
  local references = key('references', given.scope)
  local taken = redis.call('HGET', references, given.reference)
  if taken then
    return readApplicant(given.scope .. ':' .. taken)
  end
  local record = key('applicant', given.place)
  if redis.call('EXISTS', record) == 1 then
    return redis.error_reply('the id of the applicant is taken')
  end
  redis.call('HSET', record, 'record', given.record, 'reference', given.reference, 'member', given.member)
  redis.call('HSET', record, 'active', given.created, 'head', 0, 'oldest', 1)
  redis.call('HSET', references, given.reference, idOf(given.member))
  local byCreation, byReference, listed = toListing(given.scope, given.reference, given.member)
  redis.call('ZADD', byCreation, 0, given.member)
  redis.call('ZADD', byReference, 0, listed)
  redis.call('ZADD', idle, given.created, given.place)
  return given.record
end

-- Each that is there: its place with its record.
function operations.readApplicants()
  local records = {}
  for _, place in ipairs(given.places) do
    local record = readApplicant(place)
    if record then
      table.insert(records, place)
      table.insert(records, record)
    end
  end
  return records
end

function operations.readApplicantByReference()
  local id = redis.call('HGET', key('references', given.scope), given.reference)
  return id and readApplicant(given.scope .. ':' .. id)
end

-- A page of the order of creation: each member with its record.
function operations.listApplicants()
  local index = key('by-creation', given.scope)
  local members
  if given.isDescending then
    members = redis.call('ZREVRANGEBYLEX', index, given.till, given.from, 'LIMIT', 0, given.limit)
  else
    members = redis.call('ZRANGEBYLEX', index, given.from, given.till, 'LIMIT', 0, given.limit)
  end
  local page = {}
  for _, member in ipairs(members) do
    table.insert(page, member)
    table.insert(page, readApplicant(given.scope .. ':' .. idOf(member)))
  end
  return page
end

function operations.listReferences()
  local index = key('by-reference', given.scope)
  return redis.call('ZRANGEBYLEX', index, given.from, given.till, 'LIMIT', 0, given.limit)
end

function operations.countApplicants()
  return redis.call('ZLEXCOUNT', key(given.index, given.scope), given.from, given.till)
end

local function removeApplicant(place)
  local row = redis.call('HMGET', key('applicant', place), 'reference', 'member')
  local byCreation, byReference, listed = toListing(scopeOf(place), row[1], row[2])
  redis.call('HDEL', key('references', scopeOf(place)), row[1])
  redis.call('ZREM', byCreation, row[2])
  redis.call('ZREM', byReference, listed)
  redis.call('ZREM', idle, place)
  redis.call('UNLINK', key('applicant', place), key('feed', place), key('journeys-of', place))
end
