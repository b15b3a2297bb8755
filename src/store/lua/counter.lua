-- Counts in windows that lapse by themselves: Redis lets the key go when its window has ended.

local function countOne(hash)
  local record = key('count', hash)
  local row = redis.call('HMGET', record, 'count', 'ends')
  local total, ends = tonumber(row[1] or 0), tonumber(row[2] or 0)
  if ends <= given.now then
    total, ends = 0, given.now + given.windowMs
  end
  total = total + given.amount
  if total <= given.renewUpTo then
    ends = given.now + given.windowMs
  end
  redis.call('HSET', record, 'count', string.format('%.0f', total), 'ends', string.format('%.0f', ends))
  -- By how long it is from now: the clocks of Redis and of the gateways may differ.
  redis.call('PEXPIRE', record, string.format('%.0f', ends - given.now))
  return total, ends
end

-- Under each of the hashes; the highest count is the one that counts.
function operations.count()
  local most, latest = 0, 0
  for _, hash in ipairs(given.hashes) do
    local total, ends = countOne(hash)
    if total > most then
      most, latest = total, ends
    end
  end
  return { most, latest }
end
