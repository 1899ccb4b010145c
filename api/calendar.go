package api

import (
	"time"

	"github.com/argus-power/argus/power"
)

// A date is a day of the calendar, as midnight UTC: counting days and months is the same everywhere, and
// only [instant] depends on where.
type date = time.Time

// dateOf is the day that a time is in, in its zone.
func dateOf(t time.Time) date {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// The lengths of periods; the rest of them is one period.
const (
	perDay   = "day"
	perMonth = "month"
	perYear  = "year"
)

// begin is the first day of the period that a day is in.
func begin(length string, d date) date {
	switch length {
	case perMonth:
		return d.AddDate(0, 0, 1-d.Day())
	case perYear:
		return d.AddDate(0, 0, 1-d.YearDay())
	}
	return d
}

// following is the first day of the period behind the one that begins with a day.
func following(length string, d date) date {
	switch length {
	case perMonth:
		return d.AddDate(0, 1, 0)
	case perYear:
		return d.AddDate(1, 0, 0)
	}
	return d.AddDate(0, 0, 1)
}

// label names the period that begins with a day.
func label(length string, d date) string {
	switch length {
	case perMonth:
		return d.Format("2006-01")
	case perYear:
		return d.Format("2006")
	}
	return d.Format(time.DateOnly)
}

// instant is when a day begins in a zone: mostly at midnight, which there may be none of, or two.
func instant(d date, zone *time.Location) time.Time {
	y, m, day := d.Date()
	t := time.Date(y, m, day, 0, 0, 0, 0, zone)
	if t.Day() != day { // clocks go forward at midnight
		if _, end := t.ZoneBounds(); !end.IsZero() {
			return end
		}
	}
	if earlier := t.Add(-time.Hour); earlier.Day() == day { // clocks go back to midnight
		return earlier
	}
	return t
}

// number of a day, or of a month, as the store counts them.
func dayNumber(d date) power.Day {
	return power.Day(d.Year()*10_000 + int(d.Month())*100 + d.Day())
}

func monthNumber(d date) power.Day { return power.Day(d.Year()*10_000 + int(d.Month())*100) }

// dateOfNumber is the day of a number, or the first one of a month.
func dateOfNumber(n power.Day) date {
	return time.Date(int(n/10_000), time.Month(n/100%100), max(int(n%100), 1), 0, 0, 0, 0, time.UTC)
}

// A period is a part of the calendar, between two instants.
type period struct {
	name       string
	start, end time.Time
}

// periods divides a span into whole periods: those that have a part in it.
func periods(length string, from, to time.Time) []period {
	zone := from.Location()
	var list []period
	for d := begin(length, dateOf(from)); ; {
		next := following(length, d)
		p := period{label(length, d), instant(d, zone), instant(next, zone)}
		if !p.start.Before(to) {
			return list
		}
		list = append(list, p)
		d = next
	}
}
