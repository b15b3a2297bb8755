-- The journal: a stream per journey with ids 0-<sequence>, a stream per applicant with ids 0-<position>. Every transition
-- stands in both, written and announced in one go with the journey's state.

local function numberOf(entry)
  return tonumber(string.match(entry[1], '%-(%d+)$'))
end

local function positionOf(entry)
  return tonumber(entry[2][2])
end

local function observedOf(entry)
  return entry[2][4]
end

local function transitionOf(entry)
  return entry[2][6]
end

local function firstKept(journey)
  return redis.call('XRANGE', key('journal', journey), '-', '+', 'COUNT', 1)[1]
end

-- Lets an applicant's feed begin after a position. A feed may be short, never have a hole: it loses all before it too.
local function dropFromFeed(applicant, position)
  local record = key('applicant', applicant)
  if position < tonumber(redis.call('HGET', record, 'oldest')) then
    return
  end
  redis.call('HSET', record, 'oldest', position + 1)
  redis.call('XTRIM', key('feed', applicant), 'MINID', '0-' .. (position + 1))
end

-- Removes a journey's transitions up to a sequence, from both feeds; gives how many went.
local function shorten(journey, applicant, last)
  local newest = redis.call('XREVRANGE', key('journal', journey), '0-' .. last, '-', 'COUNT', 1)[1]
  if not newest then
    return 0
  end
  local gone = redis.call('XTRIM', key('journal', journey), 'MINID', '0-' .. (last + 1))
  dropFromFeed(applicant, positionOf(newest))
  local first = firstKept(journey)
  if first then
    redis.call('ZADD', aged, observedOf(first), journey)
  else
    redis.call('ZREM', aged, journey)
  end
  return gone
end

-- Notes given.audit for the audit trail, see audit.lua.
local function note(applicant)
  local scope = scopeOf(applicant)
  local entry = { 'applicant', string.sub(applicant, #scope + 2), 'record', given.audit }
  redis.call('XADD', key('audit-noted', scope), '*', unpack(entry))
  redis.call('SADD', auditedScopes, scope)
end

-- Writes given.transition as the journey's next and announces it.
local function write(journey, applicant, sequence)
  local position = redis.call('HINCRBY', key('applicant', applicant), 'head', 1)
  local entry = { 'position', position, 'observed', given.observed, 'transition', given.transition }
  redis.call('XADD', key('journal', journey), '0-' .. sequence, unpack(entry))
  redis.call('XADD', key('feed', applicant), '0-' .. position, unpack(entry))
  redis.call('ZADD', aged, 'NX', given.observed, journey)
  if sequence > given.maxEntries then
    shorten(journey, applicant, sequence - given.maxEntries)
  end
  note(applicant)
  announce('journey', journey)
  announce('applicant', applicant)
end

local function setNextCheck(journey, moment)
  redis.call('HSET', key('journey', journey), 'next', moment)
  if moment == '' then
    redis.call('ZREM', due, journey)
  else
    redis.call('ZADD', due, moment, journey)
  end
end

-- A webhook that came while Finpass was being asked is not answered by that look: it counts as if it had come after it.
local function toNextCheck(current)
  if not current.nudged or current.next == '' or (given.next ~= '' and tonumber(current.next) >= given.next) then
    return given.next
  end
  local rested = math.max(tonumber(current.next), given.restedAt)
  return given.next == '' and rested or math.min(rested, given.next)
end

-- What decides over a write to given.journey; nil when it is gone or has ended.
local function readRunning()
  local row = redis.call('HMGET', key('journey', given.journey), 'sequence', 'fence', 'nudged', 'next', 'ended', 'applicant')
  if not row[1] or row[5] ~= '' then
    return nil
  end
  return {
    sequence = tonumber(row[1]),
    fence = tonumber(row[2]),
    nudged = row[3] == '1',
    next = row[4],
    applicant = row[6],
  }
end

local function isFencedOff(current)
  return given.fence ~= '' and given.fence ~= current.fence
end

function operations.claimCheck()
  local current = readRunning()
  if not current then
    return false
  end
  redis.call('HSET', key('journey', given.journey), 'fence', current.fence + 1, 'nudged', '0')
  return { current.fence + 1, current.nudged and 1 or 0 }
end

function operations.appendTransition()
  local current = readRunning()
  if not current or given.sequence ~= current.sequence + 1 or isFencedOff(current) then
    return 0
  end
  local record = key('journey', given.journey)
  redis.call('HSET', record, 'status', given.status, 'state', given.state, 'sequence', given.sequence, 'ended', given.ended)
  if given.checked ~= '' then
    redis.call('HSET', record, 'checked', given.checked)
  end
  if given.granted ~= '' and (redis.call('HGET', record, 'granted') or '') == '' then
    redis.call('HSET', record, 'granted', given.granted)
  end
  if given.ended == '' then
    setNextCheck(given.journey, toNextCheck(current))
  else
    setNextCheck(given.journey, '')
    redis.call('ZADD', ended, given.ended, given.journey)
  end
  write(given.journey, current.applicant, given.sequence)
  return 1
end

function operations.touchJourney()
  local current = readRunning()
  if current and not isFencedOff(current) then
    redis.call('HSET', key('journey', given.journey), 'checked', given.checked)
    setNextCheck(given.journey, toNextCheck(current))
  end
end

function operations.bringForward()
  local current = readRunning()
  if not current then
    return false
  end
  local record = key('journey', given.journey)
  redis.call('HSET', record, 'nudged', '1')
  -- Whoever nudges may have read the journey before the look that it has just had.
  local rested = math.max(given.at, (tonumber(redis.call('HGET', record, 'checked')) or 0) + given.rest)
  if current.next ~= '' and tonumber(current.next) <= rested then
    return tonumber(current.next)
  end
  setNextCheck(given.journey, rested)
  return rested
end

function operations.readTransitions()
  local transitions = {}
  for index, entry in ipairs(redis.call('XRANGE', key('journal', given.journey), '-', '+')) do
    transitions[index] = transitionOf(entry)
  end
  return transitions
end

function operations.readFeed()
  local stream, head, oldest, restated
  if given.kind == 'journey' then
    stream = key('journal', given.place)
    local row = redis.call('HMGET', key('journey', given.place), 'sequence', 'restated')
    head, restated = tonumber(row[1] or nil), row[2]
    local first = firstKept(given.place)
    oldest = first and numberOf(first) or (head or 0) + 1
  else
    stream = key('feed', given.place)
    local row = redis.call('HMGET', key('applicant', given.place), 'head', 'oldest', 'restated')
    head, oldest, restated = tonumber(row[1] or nil), tonumber(row[2] or nil), row[3]
  end
  if not head then
    return false
  end
  local entries = {}
  local from = string.format('0-%.0f', math.max(given.after + 1, oldest))
  for _, entry in ipairs(redis.call('XRANGE', stream, from, '+', 'COUNT', given.limit) or {}) do
    table.insert(entries, numberOf(entry))
    table.insert(entries, transitionOf(entry))
  end
  return { head, oldest, entries, tonumber(restated or 0) }
end

function operations.readApplicantPosition()
  local id = string.format('0-%.0f', given.sequence)
  local entry = redis.call('XRANGE', key('journal', given.journey), id, id)[1]
  return entry and positionOf(entry) or false
end
