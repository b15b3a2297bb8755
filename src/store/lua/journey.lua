-- Journeys and what leads to them.

-- What is read of a journey: its place, what never changes, what every transition writes, and what is written by itself.
local function readRecord(journey)
  local row = redis.call('HMGET', key('journey', journey), 'fixed', 'state', 'sequence', 'next', 'checked', 'granted', 'word')
  -- What was added before consents were kept has neither.
  return row[1] and { journey, row[1], row[2], row[3], row[4], row[5], row[6] or '', row[7] or '' }
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

-- Whose the handle is that given.journey is to have, which is nobody's too when a new journey of the same applicant may go
-- on where the gateway had given up, unless consent was withheld from the one before.
local function judgeHandle()
  local judgement = 'ADDED'
  for _, hash in ipairs(given.handleHashes) do
    local holder = redis.call('GET', key('handle', hash))
    if holder and scopeOf(holder) ~= scopeOf(given.journey) then
      return 'FOREIGN'
    end
    local row = holder and redis.call('HMGET', key('journey', holder), 'status', 'applicant', 'wordState')
    local isWithheld = row and (row[3] or '') ~= '' and row[3] ~= 'ACTIVE'
    if row and (row[1] ~= 'TIMED_OUT' or row[2] ~= given.applicant or isWithheld) then
      judgement = 'KNOWN'
    end
  end
  return judgement
end

function operations.addJourney()
  local owner = key('applicant', given.applicant)
  local active = redis.call('HGET', owner, 'active')
  if not active then
    return 'GONE'
  end
  local judgement = judgeHandle()
  if judgement ~= 'ADDED' then
    return judgement
  end
  local record = key('journey', given.journey)
  if redis.call('EXISTS', record) == 1 then
    return redis.error_reply('the id of the journey is taken')
  end
  if given.webhookHash ~= '' and not redis.call('SET', key('webhook', given.webhookHash), given.journey, 'NX') then
    return redis.error_reply('the webhook token is taken')
  end
  local handleHash = given.handleHashes[1] or ''
  if handleHash ~= '' then
    redis.call('SET', key('handle', handleHash), given.journey)
  end
  redis.call('HSET', record, 'fixed', given.fixed, 'state', given.state, 'status', given.status, 'applicant', given.applicant)
  redis.call('HSET', record, 'sequence', given.sequence, 'checked', given.checked, 'ended', given.ended)
  redis.call('HSET', record, 'fence', 0, 'nudged', '0', 'member', given.member)
  redis.call('HSET', record, 'handle', given.handle, 'handleHash', handleHash, 'webhookHash', given.webhookHash)
  redis.call('HSET', record, 'granted', given.granted, 'word', given.word, 'wordState', given.wordState, 'restated', 0)
  redis.call('ZADD', key('journeys-of', given.applicant), 0, given.member)
  setNextCheck(given.journey, given.next)
  if given.ended ~= '' then
    redis.call('ZADD', ended, given.ended, given.journey)
  end
  redis.call('HSET', owner, 'active', math.max(tonumber(active), given.created))
  redis.call('ZREM', idle, given.applicant)
  if given.idempotencyKey ~= '' then
    settleKey(given.idempotencyKey, given.journey)
  end
  write(given.journey, given.applicant, given.sequence)
  return judgement
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
  local places = redis.call('ZRANGEBYSCORE', due, '-inf', given.till, 'LIMIT', given.offset, given.limit)
  return { #places, readRecords(places) }
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
  local handle = key('handle', row[1] or '')
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
