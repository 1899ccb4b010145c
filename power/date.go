package power

import (
	"strings"
	"time"
)

// dateLayouts are the forms in which devices write a day. Where month and day
// cannot be told apart the month comes first, as the most common maker of such
// dates has it; where they can, the day may come first too.
var dateLayouts = []string{
	"2006/1/2", "2006-1-2", "2006.1.2",
	"1/2/2006", "1/2/06", "1-2-2006", "2/1/2006", "2/1/06", "2-1-2006", "2.1.2006",
	"01022006", "02Jan06", "02Jan2006", "20060102",
}

// ParseDate reads a day as devices write it and returns its midnight in UTC as
// seconds since 1970. Days that do not exist are refused.
func ParseDate(s string) (float64, bool) {
	s = strings.TrimSpace(s)
	if len(s) < 6 || len(s) > 10 {
		return 0, false
	}
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return float64(t.Unix()), true
		}
	}
	return 0, false
}

// ParseClock reads a duration written as "mm:ss" or "hh:mm:ss", in seconds. The
// parts are digits: no device writes "-0:30" or "1.5:00", and no rule says what
// they would be.
func ParseClock(s string) (float64, bool) {
	parts := strings.Split(strings.TrimSpace(s), ":")
	if len(parts) < 2 || len(parts) > 3 {
		return 0, false
	}
	var total float64
	for i, p := range parts {
		v, ok := ParseNumber(p)
		if !ok || strings.Trim(p, "0123456789") != "" || i > 0 && v >= 60 {
			return 0, false
		}
		total = total*60 + v
	}
	return total, true
}
