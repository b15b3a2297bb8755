-- The latest word on the consent of a journey.

local FINAL = { REVOKED = true, REJECTED = true, EXPIRED = true }

function operations.writeConsentWord()
  local record = key('journey', given.journey)
  local row = redis.call('HMGET', record, 'applicant', 'wordState')
  if not row[1] or FINAL[row[2]] then
    return 0
  end
  redis.call('HSET', record, 'word', given.word, 'wordState', given.state)
  redis.call('HINCRBY', record, 'restated', 1)
  redis.call('HINCRBY', key('applicant', row[1]), 'restated', 1)
  if given.state ~= 'ACTIVE' then
    recall(given.journey)
    announceRecalls()
  end
  announce('journey', given.journey)
  announce('applicant', row[1])
  return 1
end
