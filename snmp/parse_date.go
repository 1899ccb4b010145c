package snmp

import "time"

// dateAndTime reads the octets of a DateAndTime (RFC 2579, section 2) as seconds
// since 1970: year in two octets, month, day, hour, minute, second, tenths, and
// the offset from UTC where there are 11 octets. Without an offset the time is
// the agent's own, taken as UTC.
func dateAndTime(s string) (float64, bool) {
	if len(s) != 8 && len(s) != 11 {
		return 0, false
	}
	year, month, day := int(s[0])<<8|int(s[1]), time.Month(s[2]), int(s[3])
	if month < 1 || month > 12 || day < 1 || day > 31 || s[4] > 23 || s[5] > 59 || s[6] > 60 {
		return 0, false
	}
	t := time.Date(year, month, day, int(s[4]), int(s[5]), int(s[6]), 0, time.UTC)
	if t.Day() != day { // no such day in that month
		return 0, false
	}
	if len(s) == 11 {
		if s[9] > 14 || s[10] > 59 || s[8] != '+' && s[8] != '-' && s[9]|s[10] != 0 {
			return 0, false // no zone on Earth
		}
		offset := time.Duration(s[9])*time.Hour + time.Duration(s[10])*time.Minute
		if s[8] == '+' {
			offset = -offset
		}
		t = t.Add(offset)
	}
	return float64(t.Unix()), true
}
