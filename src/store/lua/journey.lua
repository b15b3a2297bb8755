-- Journeys and what leads to them.

-- What is read of a journey: what never changes, what every transition writes, and what is written by itself.
local function readRecord(journey)
  local row = redis.call('HMGET', key('journey', journey), 'fixed', 'state', 'sequence', 'next', 'checked')
  return row[1] and row
end

local function readRecords(places)
  local records = {}
  for _, place in ipairs(places) do
    local record = readRecord(place)
    if record then
      table.insert(records, record)
    end
  end
  return records
end

-- Handles of journeys that have timed out are free: a new journey may go on where the gateway had given up.
local function hasHandle()
  for _, hash in ipairs(given.handleHashes) do
    local holder = redis.call('GET', key('handle', given.scope .. ':' .. hash))
    if holder and redis.call('HGET', key('journey', holder), 'status') ~= 'TIMED_OUT' then
      return true
    end
  end
  return false
end

function operations.addJourney()
  if hasHandle() then
    return 0
  end
  local record = key('journey', given.journey)
  local owner = key('applicant', given.applicant)
  local active = redis.call('HGET', owner, 'active')
  if not active then
    return redis.error_reply('the applicant is not there')
  end
  if redis.call('EXISTS', record) == 1 then
    return redis.error_reply('the id of the journey is taken')
  end
  if given.webhookHash ~= '' and not redis.call('SET', key('webhook', given.webhookHash), given.journey, 'NX') then
    return redis.error_reply('the webhook token is taken')
  end
  local handleHash = given.handleHashes[1] or ''
  if handleHash ~= '' then
    redis.call('SET', key('handle', given.scope .. ':' .. handleHash), given.journey)
  end
  redis.call('HSET', record, 'fixed', given.fixed, 'state', given.state, 'status', given.status, 'applicant', given.applicant)
  redis.call('HSET', record, 'sequence', given.sequence, 'checked', given.checked, 'ended', given.ended)
  redis.call('HSET', record, 'fence', 0, 'nudged', '0', 'member', given.member)
  redis.call('HSET', record, 'handle', given.handle, 'handleHash', handleHash, 'webhookHash', given.webhookHash)
  redis.call('ZADD', key('journeys-of', given.applicant), 0, given.member)
  setNextCheck(given.journey, given.next)
  if given.ended ~= '' then
    redis.call('ZADD', ended, given.ended, given.journey)
  end
  redis.call('HSET', owner, 'active', math.max(tonumber(active), given.created))
  redis.call('ZREM', idle, given.applicant)
  write(given.journey, given.applicant, given.sequence)
  return 1
end

function operations.readJourneys()
  return readRecords(given.journeys)
end

function operations.readJourneysByApplicant()
  local places = {}
  for _, applicant in ipairs(given.applicants) do
    for _, member in ipairs(redis.call('ZREVRANGE', key('journeys-of', applicant), 0, -1)) do
      table.insert(places, scopeOf(applicant) .. ':' .. idOf(member))
    end
  end
  return readRecords(places)
end

function operations.readDueJourneys()
  return readRecords(redis.call('ZRANGEBYSCORE', due, '-inf', given.till, 'LIMIT', 0, given.limit))
end

function operations.readJourneyByWebhook()
  local journey = redis.call('GET', key('webhook', given.hash))
  return journey and readRecord(journey)
end

function operations.readHandle()
  return redis.call('HGET', key('journey', given.journey), 'handle')
end

-- Removes a journey and everything that leads to it; what its applicant has of it is the caller's.
local function removeJourney(journey)
  local row = redis.call('HMGET', key('journey', journey), 'handleHash', 'webhookHash')
  local handle = key('handle', scopeOf(journey) .. ':' .. (row[1] or ''))
  -- The handle may have gone on to a later journey.
  if redis.call('GET', handle) == journey then
    redis.call('UNLINK', handle)
  end
  redis.call('UNLINK', key('webhook', row[2] or ''))
  for _, place in ipairs(redis.call('SMEMBERS', key('keys-of', journey))) do
    redis.call('UNLINK', key('key', place))
    redis.call('ZREM', claimed, place)
  end
  for _, index in ipairs({ due, ended, aged }) do
    redis.call('ZREM', index, journey)
  end
  redis.call('UNLINK', key('journey', journey), key('journal', journey), key('keys-of', journey))
end
