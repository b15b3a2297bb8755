-- What was sealed with an older key of the ring is sealed anew outside and put back here, unless it has changed meanwhile.

-- Some of the records of a kind, each with its place, and where to go on: '0' when all have been seen.
function operations.scanSealed()
  local start = key(given.kind, '')
  local pattern = string.gsub(start, '[%*%?%[%]\\]', '\\%0') .. '*'
  local page = redis.call('SCAN', given.cursor, 'MATCH', pattern, 'COUNT', given.limit)
  local rows = {}
  for index, name in ipairs(page[2]) do
    local fields = given.kind == 'applicant' and { 'record' } or { 'fixed', 'handle' }
    rows[index] = { string.sub(name, #start + 1), unpack(redis.call('HMGET', name, unpack(fields))) }
  end
  return { page[1], rows }
end

function operations.resealApplicant()
  local record = key('applicant', given.place)
  if redis.call('HGET', record, 'record') ~= given.before then
    return 0
  end
  redis.call('HSET', record, 'record', given.record)
  return 1
end

function operations.resealJourney()
  local record = key('journey', given.place)
  local row = redis.call('HMGET', record, 'fixed', 'handle', 'handleHash')
  if row[1] ~= given.fixedBefore or row[2] ~= given.handleBefore then
    return 0
  end
  redis.call('HSET', record, 'fixed', given.fixed, 'handle', given.handle, 'handleHash', given.handleHash)
  -- The handle may have gone on to a later journey, then it leads to that one.
  if row[3] ~= given.handleHash and redis.call('GET', key('handle', row[3])) == given.place then
    redis.call('UNLINK', key('handle', row[3]))
    redis.call('SET', key('handle', given.handleHash), given.place, 'NX')
  end
  return 1
end
